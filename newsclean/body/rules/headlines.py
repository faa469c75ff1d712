"""The headline: the record's title, not part of its body."""

from __future__ import annotations

from rapidfuzz import fuzz

from newsclean.page.blocks import Block

from .rule import Context, Evidence, Rule

# Measured on news pages: of the first four lines, one this close to the title is the headline in 61 of 62 cases. This
# is stricter than `page.headline`, because what it finds is dropped: at 86 it drops paragraphs.
MIN_RATIO = 92
FIRST_LINES = 4


def headline_repeated(block: Block, context: Context) -> Evidence | None:
    """The title again, as a heading or among the first lines of the text.

    Drops the `<h1>` and copies of it at the top. Leaves a sentence further down that quotes the headline.
    """
    if block.element.tag == "h1" and context.from_start(block) < FIRST_LINES:
        return {"tag": "h1"}
    if context.title and context.from_start(block) < FIRST_LINES:
        ratio = fuzz.ratio(block.text.lower(), context.title.lower())
        if ratio >= MIN_RATIO:
            return {"ratio": round(ratio, 1)}
    return None


RULES = (Rule("headline-repeated", headline_repeated),)
