"""Boxes beside the text: what such a box holds goes as a whole, with its heading."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from newsclean.page.blocks import Block
from newsclean.page.class_names import class_name

from .rule import Context, Evidence, Rule

# A box of points has at most this many paragraphs before it, as a lead, and a short heading (characters).
PARAGRAPHS_BEFORE = 2
MAX_HEADING = 60
MAX_POINTS = 8
# Sayings of a consent notice; an article about cookies has fewer in one paragraph.
CONSENT_PHRASES = 3
# Tabs and accordions hide more of a text than this.
MAX_HIDDEN = 0.2
_LISTS = frozenset(("ul", "ol", "dl"))


def _named_box(kind: str, what: str) -> Callable[[Block, Context], Evidence | None]:
    def find(block: Block, context: Context) -> Evidence | None:
        for attribute, value in context.frame_names(block):
            if name := class_name(kind, value):
                return {attribute: name}
        return None

    find.__doc__ = f"{what}\n\nLeaves a frame of that name which holds most of the text."
    return find


def key_points(block: Block, context: Context) -> Evidence | None:
    """A box of points above the text: "Key points" with its list, "Summary made with AI".

    Leaves a list in the middle of the text, and a summary at its end.
    """
    seen = context.seen_paragraphs
    if len(seen) > PARAGRAPHS_BEFORE and seen[PARAGRAPHS_BEFORE] < context.from_start(block):
        return None
    for element in context.frames(block):
        heading = _first_text(element) if element.tag not in _LISTS else _text_before(element)
        phrase = context.phrases.whole("summary_heading", heading) if len(heading) <= MAX_HEADING else None
        if phrase and 1 < len(element) <= MAX_POINTS:
            return {"heading": phrase}
    return None


def _first_text(element: HtmlElement) -> str:
    return next((text.strip() for text in element.itertext() if not text.isspace()), "")


def _text_before(element: HtmlElement) -> str:
    before = element.getprevious()
    return " ".join("".join(before.itertext()).split()) if before is not None else ""


def consent_text(block: Block, context: Context) -> Evidence | None:
    """What a consent notice says: "We and our partners store and access information on a device".

    Leaves a paragraph about cookies.
    """
    found: list[str] = []
    rest = block.text
    while len(found) < CONSENT_PHRASES and (phrase := context.phrases.holds("wall", rest)):
        found.append(phrase)
        rest = rest.partition(phrase)[2]
    return {"phrase": found[0]} if len(set(found)) == CONSENT_PHRASES else None


def hidden_text(block: Block, context: Context) -> Evidence | None:
    """Text between paragraphs that the page does not show.

    Leaves text at the end that unfolds or lies behind a wall, and text that is hidden until a script runs or a reader
    opens its tab: much of the text is hidden then.
    """
    seen = context.seen_paragraphs
    if not seen or not seen[0] < context.from_start(block) < seen[-1]:
        return None
    frame = context.unseen_frame(block)
    return None if frame is None or context.hidden_share > MAX_HIDDEN else {"element": str(frame.tag)}


RULES = (
    Rule("fact-box", _named_box("fact_box", 'A box of facts beside the text: `class="factbox"`, `class="infobox"`.')),
    Rule("summary-box", _named_box("summary_box", 'A box that sums the text up: `class="key-points"`, "ai-summary".')),
    Rule("promotion-box", _named_box("promotion_box", 'A box that asks for something: `class="newsletter-signup"`.')),
    Rule("consent-box", _named_box("consent_box", 'A notice that asks for consent: `class="cookie-banner"`.')),
    Rule("key-points", key_points),
    Rule("consent-text", consent_text),
    Rule("hidden-text", hidden_text),
)
