"""Changes told one by one, and counted packages of a school's records."""
