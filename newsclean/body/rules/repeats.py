"""Text that stands on the page twice: pull quotes and the like."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from newsclean.page.blocks import Block

from .rule import Context, Evidence, Rule, word_in

# Letters, without signs and spaces.
MIN_LENGTH = 25
MAX_LENGTH = 400
MAX_SPEAKER = 120
# Letters from either end of a quotation that is cut or changed in its middle.
EDGE = 40
# Blocks between a quotation and its speaker.
NEAR = 3
_QUOTE_CLASS = re.compile(r"pull-?quote|(?<![a-z])quote|zitat|kutipan", re.I)


def pull_quote(block: Block, page: Context) -> Evidence | None:
    """A sentence of the text shown a second time, in larger type, in an element for quotations; and its speaker's name.

    Leaves a quotation that the text has nowhere else, and a paragraph that repeats another's words.
    """
    if (frame := _quote_frame(block)) is None:
        return None
    element, sign = frame
    if _is_repeated(block, page):
        return {"element": sign, "repeats": block.text[:80]}
    if len(block.text) > MAX_SPEAKER:
        return None
    place = page.places[block.index]
    beside = (other for other in page.kept[max(0, place - NEAR) : place + NEAR + 1] if other is not block)
    quotes = (other for other in beside if element in (other.element, *other.element.iterancestors()))
    speaks = next((other for other in quotes if _is_repeated(other, page)), None)
    return {"element": sign, "speaker_of": speaks.text[:80]} if speaks else None


def _is_repeated(block: Block, page: Context) -> bool:
    """Whether a longer kept text has its letters too; of a long one at least its beginning and its end."""
    letters = block.letters
    if not MIN_LENGTH <= len(letters) <= MAX_LENGTH:
        return False
    if page.letters.count(letters) > page.letters.count(f"\n{letters}\n"):
        return True
    ends = (letters[:EDGE], letters[-EDGE:])
    return len(letters) > 2 * EDGE and all(page.letters.count(end) > 1 for end in ends)


def _quote_frame(block: Block) -> tuple[HtmlElement, str] | None:
    """The element that sets the block apart as a quotation, and its tag or class word."""
    node = block.element
    for _ in range(4):
        if node is None or node.tag in ("article", "main", "body"):
            return None
        if node.tag in ("blockquote", "aside", "figure", "q"):
            return node, str(node.tag)
        if name := word_in(node.get("class", ""), _QUOTE_CLASS):
            return node, name
        node = node.getparent()
    return None


RULES = (Rule("pull-quote", pull_quote),)
