"""Measurements of newsclean: quality on labelled pages, the floor under it, and what the workers cost."""
