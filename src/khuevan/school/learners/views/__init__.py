"""The pages that are no plain record."""
