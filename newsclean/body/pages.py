"""The body of an article that is split over several pages: their blocks in order, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile

from newsclean.models import ArticleBlock

from .selection import MIN_REPEAT


def joined(pages: Iterable[Sequence[ArticleBlock]]) -> list[ArticleBlock]:
    """The blocks of all pages. What a page repeats of those before it (the lead, a note) is left out.

    Short lines may recur in an interview ("Why?"), but not at the top of a page.
    """
    blocks: list[ArticleBlock] = []
    known: set[str] = set()
    for page in pages:
        fresh = dropwhile(lambda block: block.text in known, page)
        blocks += [block for block in fresh if len(block.text) <= MIN_REPEAT or block.text not in known]
        known.update(block.text for block in page)
    return blocks
