"""An article as plain text."""

from __future__ import annotations

from newsclean.models import Article

from .front_matter import front_matter as front_matter_of


def plain(article: Article, *, front_matter: bool) -> str:
    """The title and the paragraphs, separated by blank lines."""
    return f"{front_matter_of(article) if front_matter else ''}{article.title}\n\n{article.body}\n"
