"""Facilities: land, rooms, sanitation, water, power, lines, computers, equipment and what is lacking, inventories."""
