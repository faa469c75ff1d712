"""Records for people to read: a file for each article, its fields as front matter before the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsclean.models import Article

from .markdown import markdown
from .plain import plain


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document. `text` gives an article's; `ending` is that of its file, without a dot."""

    ending: str
    text: Callable[..., str]

    def of(self, article: Article) -> bytes:
        """The content of an article's file."""
        return self.text(article, front_matter=True).encode()


# By what `--format` calls them.
DOCUMENTS = {"markdown": Document("md", markdown), "text": Document("txt", plain)}
