"""The block classifier: decides which blocks of a page are the article. See docs/explanation/model.md."""
