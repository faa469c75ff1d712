"""Posts of social networks, embedded in the text as widgets."""

from __future__ import annotations

from newsclean.page.blocks import Block
from newsclean.page.class_names import class_name

from .rule import MAX_SHARE, Context, Evidence, Rule


def embedded_post(block: Block, context: Context) -> Evidence | None:
    """A post shown by a network's own embed code. Leaves a post that the newsroom quotes in its own markup.

    An embed code that is never closed holds the rest of the article; so one with most of the text counts for nothing.
    """
    if not context.has_class("embed"):
        return None
    node = block.element
    for _ in range(5):
        if node is None:
            return None
        if name := class_name("embed", node.get("class", "")):
            return {"class": name} if context.share_of(node) <= MAX_SHARE else None
        node = node.getparent()
    return None


RULES = (Rule("embedded-post", embedded_post),)
