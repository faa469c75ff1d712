"""Pages that never had markup."""
