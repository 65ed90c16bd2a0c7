"""Inspections: the year's plan drawn by rule and lot, visits with their sheets, remedies, signed minutes."""
