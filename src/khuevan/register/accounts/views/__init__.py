"""The pages of accounts, one file for each kind of thing shown."""
