"""Plans with their targets and tasks, how they hang together, how they were amended, how far they are."""
