"""Text that the page shows twice: pull quotes."""

from __future__ import annotations

from lxml.html import HtmlElement

from newsclean.page.blocks import Block
from newsclean.page.class_names import class_name

from .rule import Context, Evidence, Rule

# Letters, without spaces and punctuation.
MIN_LENGTH = 25
MAX_LENGTH = 400
MAX_SPEAKER = 120
# Letters at either end of a quotation that was shortened or changed in the middle.
EDGE = 40
# Distance between a quotation and the name of its speaker (blocks).
NEAR = 3
_QUOTING = frozenset(("blockquote", "aside", "figure", "q"))


def pull_quote(block: Block, context: Context) -> Evidence | None:
    """A sentence of the text shown again in an element for quotations, with the name of its speaker.

    Leaves a quotation that is nowhere else in the text, and a paragraph that repeats the words of another.
    """
    if context.tags_around.isdisjoint(_QUOTING) and not context.has_class("quote"):
        return None
    if (frame := _quote_frame(block)) is None:
        return None
    element, mark = frame
    if _is_repeated(block, context):
        return {"element": mark, "repeats": block.text[:80]}
    if len(block.text) > MAX_SPEAKER:
        return None
    place = context.positions[block.index]
    beside = (other for other in context.kept[max(0, place - NEAR) : place + NEAR + 1] if other is not block)
    quotes = (other for other in beside if element in (other.element, *other.element.iterancestors()))
    speaks = next((other for other in quotes if _is_repeated(other, context)), None)
    return {"element": mark, "speaker_of": speaks.text[:80]} if speaks else None


def _is_repeated(block: Block, context: Context) -> bool:
    """Whether a longer kept block has the same letters too; for a long one, at least its beginning and its end."""
    letters = block.letters
    if not MIN_LENGTH <= len(letters) <= MAX_LENGTH:
        return False
    if context.letters.count(letters) > context.letters.count(f"\n{letters}\n"):
        return True
    ends = (letters[:EDGE], letters[-EDGE:])
    return len(letters) > 2 * EDGE and all(context.letters.count(end) > 1 for end in ends)


def _quote_frame(block: Block) -> tuple[HtmlElement, str] | None:
    """The element that sets the block apart as a quotation, and its tag or class word."""
    node = block.element
    for _ in range(4):
        if node is None or node.tag in ("article", "main", "body"):
            return None
        if node.tag in _QUOTING:
            return node, str(node.tag)
        if name := class_name("quote", node.get("class", "")):
            return node, name
        node = node.getparent()
    return None


RULES = (Rule("pull-quote", pull_quote),)
