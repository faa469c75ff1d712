"""Text that stands on the page twice: pull quotes and the like."""

from __future__ import annotations

import re

from lxml.html import HtmlElement
from rapidfuzz import fuzz

from ..blocks import Block
from .rule import Context, Evidence, Rule

MIN_LENGTH = 30
MAX_LENGTH = 400
MAX_SPEAKER = 120
MIN_RATIO = 92
_QUOTE_CLASS = re.compile(r"pull-?quote|(?<![a-z])quote|zitat|kutipan", re.I)
_QUOTES = " \"'“”„‟«»‘’‹›「」『』–—-"


def pull_quote(block: Block, page: Context) -> Evidence | None:
    """A sentence of the text shown a second time, in larger type, in an element for quotations; and its speaker's name.

    Leaves a quotation that the text has nowhere else, and a paragraph that repeats another's words.
    """
    if (frame := _quote_frame(block)) is None:
        return None
    element, sign = frame
    if repeated := _repeated(block, page):
        return {"element": sign, "repeats": repeated[:80]}
    if len(block.text) > MAX_SPEAKER:
        return None
    quotes = (
        other
        for other in page.kept
        if other is not block and element in (other.element, *other.element.iterancestors())
    )
    speaks = next((other for other in quotes if _repeated(other, page)), None)
    return {"element": sign, "speaker_of": speaks.text[:80]} if speaks else None


def _repeated(block: Block, page: Context) -> str | None:
    """The longer text of the page that holds this one nearly to the letter."""
    text = block.text.strip(_QUOTES)
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH:
        return None
    longer = (other.text for other in page.kept if len(other.text) > len(text) and other is not block)
    return next((other for other in longer if fuzz.partial_ratio(text, other, score_cutoff=MIN_RATIO)), None)


def _quote_frame(block: Block) -> tuple[HtmlElement, str] | None:
    """The element that sets the block apart as a quotation, and its tag or class word."""
    node = block.element
    for _ in range(4):
        if node is None or node.tag in ("article", "main", "body"):
            return None
        if node.tag in ("blockquote", "aside", "figure", "q"):
            return node, str(node.tag)
        if found := _QUOTE_CLASS.search(node.get("class", "")):
            return node, found[0]
        node = node.getparent()
    return None


RULES = (Rule("pull-quote", pull_quote),)
