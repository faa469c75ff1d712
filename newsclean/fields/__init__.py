"""Choosing among what a page says: title, authors, dates, section, tags, image, access."""
