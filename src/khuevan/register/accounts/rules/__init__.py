"""Pure rules: who may hand on what, for how long; names and first passwords. No Django, no clock, no database."""
