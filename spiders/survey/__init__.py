"""A survey: one polite look at a site, from which `newsclean sites new` makes its declaration."""
