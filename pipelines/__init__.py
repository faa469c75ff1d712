"""How pages become records: clean, store, export, and the file of rejects."""
