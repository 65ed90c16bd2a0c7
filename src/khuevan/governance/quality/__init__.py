"""Data that is correct, complete, clean and live: checks run, findings kept, duplicates decided."""
