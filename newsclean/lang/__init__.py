"""What a language needs, one file each."""
