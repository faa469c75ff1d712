"""The headline, which is the record's title and no part of its body."""

from __future__ import annotations

from rapidfuzz import fuzz

from newsclean.page.blocks import Block

from .rule import Context, Evidence, Rule

# Measured on news pages: one of the first four lines this close to the title is the headline, but for 1 in 62.
MIN_RATIO = 92
FIRST_LINES = 4


def headline_repeated(block: Block, page: Context) -> Evidence | None:
    """The title once more, as heading or as one of the first lines of the text.

    Drops `<h1>` and copies of it at the top. Leaves a sentence of the text that quotes its own headline further down.
    """
    if block.element.tag == "h1" and page.from_start(block) < FIRST_LINES:
        return {"tag": "h1"}
    if page.title and page.from_start(block) < FIRST_LINES:
        ratio = fuzz.ratio(block.text.lower(), page.title.lower())
        if ratio >= MIN_RATIO:
            return {"ratio": round(ratio, 1)}
    return None


RULES = (Rule("headline-repeated", headline_repeated),)
