"""Fetching addresses for `newsclean clean` and `explain`: pages without a corpus."""
