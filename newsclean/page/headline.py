"""Which block of a page is its headline."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from .blocks import Block

# rapidfuzz ratio, 0 to 100; an h1 is preferred.
_LIKE_TITLE = 80.0
_H1_BONUS = 5.0
# A shorter h1 is a section or the outlet's name (characters).
_MIN_H1 = 15


def headline_block(blocks: Sequence[Block], title: str) -> int | None:
    """Index of the block most like the title, else of the first h1 of some length; None when there is neither.

    Dates, the lead and the features of the classifier are measured from this block. `title` is the chosen one: looking
    for any title that the page claims found other dates on 5 of 1,526 stored pages, and cost 6 of 409 right bodies.
    """
    title = title.lower()
    best, best_score = None, _LIKE_TITLE
    for block in blocks if title else ():
        if 0.5 * len(title) < len(block.text) < 2 * len(title) + 10:
            bonus = _H1_BONUS if block.element.tag == "h1" else 0.0
            score = fuzz.ratio(block.text.lower(), title, score_cutoff=best_score - bonus) + bonus
            if score > best_score:
                best, best_score = block.index, score
    if best is not None:
        return best
    return next((block.index for block in blocks if block.element.tag == "h1" and len(block.text) > _MIN_H1), None)
