"""Who takes part in an event: invitations, roles, links that need no account."""
