"""Who learns: one row for each learner, at the present (or last) school."""
