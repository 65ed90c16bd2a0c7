"""Who may sign in, and what for: accounts, roles, grants, delegations, sessions."""
