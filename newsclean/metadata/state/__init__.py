"""The data that a page carries for its own scripts, and the article in it."""
