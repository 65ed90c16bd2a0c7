"""The pages, all of them for everybody."""
