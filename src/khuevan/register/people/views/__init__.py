"""The pages of people, one file for each kind of thing shown."""
