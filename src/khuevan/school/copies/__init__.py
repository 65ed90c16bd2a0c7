"""Copies of report cards for whoever needs one, and whether a card or copy is right, for everybody."""
