"""Records as files: JSON Lines, CSV, Parquet."""
