"""The school year: years and terms, classes, enrolments, placement, transfers, the roll-over."""
