"""Text that stands on the page twice: pull quotes and the like."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from ..blocks import Block
from .rule import Context, Evidence, Rule

MIN_LENGTH = 30
MAX_LENGTH = 400
MIN_RATIO = 92
_QUOTE_CLASS = re.compile(r"pull-?quote|(?<![a-z])quote|zitat|kutipan", re.I)
_QUOTES = " \"'“”„‟«»‘’‹›「」『』–—-"


def pull_quote(block: Block, page: Context) -> Evidence | None:
    """A sentence of the text shown a second time, in larger type, in an element for quotations.

    Leaves a quotation that the text has nowhere else, and a paragraph that repeats another's words.
    """
    text = block.text.strip(_QUOTES)
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or (sign := _quote_element(block)) is None:
        return None
    for other in page.kept:
        if (
            len(other.text) > len(text)
            and other is not block
            and fuzz.partial_ratio(text, other.text, score_cutoff=MIN_RATIO)
        ):
            return {"element": sign, "repeats": other.text[:80]}
    return None


def _quote_element(block: Block) -> str | None:
    """What makes the block a quotation set apart: the element or class word nearest around it."""
    node = block.element
    for _ in range(4):
        if node is None or node.tag in ("article", "main", "body"):
            return None
        if node.tag in ("blockquote", "aside", "figure", "q"):
            return str(node.tag)
        if found := _QUOTE_CLASS.search(node.get("class", "")):
            return found[0]
        node = node.getparent()
    return None


RULES = (Rule("pull-quote", pull_quote),)
