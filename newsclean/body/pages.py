"""The body of an article that is split over several pages: their paragraphs in order, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile

from .selection import MIN_REPEAT


def joined(pages: Iterable[Sequence[str]]) -> list[str]:
    """The paragraphs of all pages. What a page repeats of those before it (the lead, a note) is left out.

    Short lines may recur in an interview ("Why?"), but not at the top of a page.
    """
    paragraphs: list[str] = []
    known: set[str] = set()
    for page in pages:
        fresh = dropwhile(known.__contains__, page)
        paragraphs += [text for text in fresh if len(text) <= MIN_REPEAT or text not in known]
        known.update(page)
    return paragraphs
