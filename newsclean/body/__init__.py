"""Which blocks of a page are the article: main content, classifier, rules."""
