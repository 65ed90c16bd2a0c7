"""Learners who change schools: an act of two sides."""
