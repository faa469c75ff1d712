"""The block classifier: which blocks of a page are the article, learned from labelled pages (see docs/model.md)."""
