"""The law of the tree as pure functions on values: no Django, no clock, no database."""
