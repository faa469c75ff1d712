"""Measurements of newsclean: quality on labelled pages, and the floor under it."""
