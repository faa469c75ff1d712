"""Posts of social networks, embedded in the text as widgets."""

from __future__ import annotations

from newsclean.page.blocks import Block
from newsclean.page.class_names import class_name

from .rule import Context, Evidence, Rule


def embedded_post(block: Block, context: Context) -> Evidence | None:
    """A post shown by a network's own embed code. Leaves a post that the newsroom quotes in its own markup."""
    del context
    node = block.element
    for _ in range(5):
        if node is None:
            return None
        if name := class_name("embed", node.get("class", "")):
            return {"class": name}
        node = node.getparent()
    return None


RULES = (Rule("embedded-post", embedded_post),)
