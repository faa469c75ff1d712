"""Captions and credits of pictures."""

from __future__ import annotations

import re

from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS
from newsclean.page.sentences import ends_sentence

from .rule import Context, Evidence, Rule

MAX_CREDIT_LINE = 400
# A bare word in brackets ("(pictured)") is a credit only in a line as short as a caption.
MAX_BARE = 150
# A bracket or last sentence that is a credit starts at most this many characters from the end.
REACH = 90
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,80})[)\]]\.?$")
_LAST_SENTENCE = re.compile(r"(?:^|[.!?]\s+|\s[|–-]\s+)([^.!?]{3,60})\.?$")
_SLASHED = re.compile(r"^©?\s?[\w .&-]{2,30}/[\w .&-]{2,40}(?:/[\w .&-]{2,40})?$")
MAX_SLASHED = 80


def figure_caption(block: Block, context: Context) -> Evidence | None:
    """Text in a `<figcaption>`, or in the `<figure>` around a picture.

    Leaves a figure that holds a quotation or a table.
    """
    if context.tags_around.isdisjoint(("figcaption", "figure")):
        return None
    node = block.element
    for _ in range(4):
        if node is None or not isinstance(node.tag, str) or node.tag in ("article", "main", "section"):
            return None
        if node.tag == "figcaption":
            return {"element": "figcaption"}
        if node.tag == "figure":
            return (
                None
                if node.find(".//blockquote") is not None or node.find(".//table") is not None
                else {"element": "figure"}
            )
        if node.tag in ("blockquote", "table"):
            return None
        node = node.getparent()
    return None


def photo_credit(block: Block, context: Context) -> Evidence | None:
    """A photo credit: "Foto: Andi", "... (Foto: REUTERS)", "Omar Vane/Getty Images".

    Leaves a sentence about photos, a quotation that reads like a caption, and a person "(pictured)".
    """
    text = block.text
    if phrase := context.phrases.label("photo_credit", text):
        return {"phrase": phrase} if len(text) < 150 else None
    end = max(0, len(text) - REACH)
    bracket = _IN_BRACKETS.search(text, end) if text[-2:].rstrip(".")[-1:] in (")", "]") else None
    if bracket and (phrase := context.phrases.starts("photo_credit", bracket[1])):
        credited = bracket[1][len(phrase) :].strip(" :/.-")
        if credited[:1].isupper() or (not credited[:1].islower() and not ends_sentence(text) and len(text) < MAX_BARE):
            return {"phrase": phrase, "in": bracket[0]}
    last = _LAST_SENTENCE.search(text, end)
    if last and (phrase := context.phrases.label("photo_credit", last[1])):
        return {"phrase": phrase, "in": last[1]}
    if block.element.tag in HEADINGS:
        return None
    # A bracket after the end of a sentence names the agency of the text, not of a picture.
    if bracket and (text.endswith(".") or ends_sentence(text[: bracket.start()].rstrip())):
        bracket = None
    parts = (bracket[1] if bracket else "", last[1] if last else "", text if len(text) < MAX_SLASHED else "")
    named = ((part, context.phrases.holds("picture_agency", part)) for part in parts if _SLASHED.match(part))
    return next(({"agency": agency, "in": part} for part, agency in named if agency), None)


RULES = (Rule("figure-caption", figure_caption), Rule("photo-credit", photo_credit, longest=MAX_CREDIT_LINE))
