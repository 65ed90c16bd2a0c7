"""Who manages whom, since when, by which decision: the units of the sector and their history."""
