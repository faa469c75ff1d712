"""Lines of signs between the parts of a text."""

from __future__ import annotations

import re

from newsclean.page.blocks import Block

from .rule import Context, Evidence, Rule

_SEPARATOR = re.compile(r"(?:[_*•·°◆◇■□●○★☆※＊#~=+.…‥—–―-]\s*){2,}|[*•·◆◇■□●○★☆※＊—–―]")


def separator(block: Block, context: Context) -> Evidence | None:
    """A line of nothing but signs: "___", "* * *". Leaves cells of a table, code, and a lone "..." of a dialogue."""
    del context
    text = block.text
    if block.element.tag in ("td", "th", "tr", "pre", "code") or not _SEPARATOR.fullmatch(text) or text in ("...", "…"):
        return None
    return {"signs": text[:20]}


RULES = (Rule("separator", separator),)
