"""Is this page surely one article, or a page of another kind?"""
