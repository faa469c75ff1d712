"""Text that stands where it is not shown, for readers without scripts or for a script to move to its place."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from .blocks import Block, fold
from .document import body_of, parse
from .sentences import ends_sentence

_PLACES = ("noscript", "template", "textarea")
# A page that shows this much running text needs no other; a shorter text is a notice (characters).
MIN_PROSE = 300
MIN_SENTENCE = 60


def reveal_text(body: HtmlElement, blocks: Sequence[Block]) -> bool:
    """Show the text in such places if the page has hardly any other; whether there was any."""
    prose = (block for block in blocks if block.length >= MIN_SENTENCE and ends_sentence(block.text))
    if sum(block.length for block in prose) >= MIN_PROSE:
        return False
    found = [place for place in body.iter(*_PLACES) if len(fold(place.text_content())) >= MIN_PROSE]
    for place in found:
        if place.tag == "textarea" and (inner := parse(place.text or "")) is not None:  # its markup is text
            place.text = None
            place.append(body_of(inner))
            place[0].tag = "div"
        place.tag = "div"
    return bool(found)
