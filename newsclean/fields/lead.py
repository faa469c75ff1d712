"""The lead (standfirst): the summary that a page shows between headline and text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from newsclean.page.blocks import Block

MIN_LIKENESS = 85
# What outlets call it in class and itemprop.
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|standfirst|intro|dek|deck|chapo|vorspann|excerpt|sapo|bajada|entradilla|sommario|preamble|"
    r"ingress|subline|subtitle|subheadline|strapline|subheading|summary|description|teaser|abstract)(?:$|[\s_-])",
    re.I,
)


def lead_of(body: Sequence[Block], descriptions: Sequence[str]) -> str | None:
    """The first block of the body, if the page sets it apart as its lead; None if it is a paragraph like the others.

    It is set apart by its name, or by another layout than the next block's and the text of the page's own description.
    """
    if len(body) < 2:
        return None
    first, second = body[0], body[1]
    if _layout(first) == _layout(second):
        return None
    named = any(_NAMES.search(name) for name in _names(first))
    described = any(fuzz.ratio(first.text, text) >= MIN_LIKENESS for text in descriptions)
    return first.text if named or described else None


def _names(block: Block) -> list[str]:
    parent = block.element.getparent()
    elements = [block.element] if parent is None else [block.element, parent]
    return [element.get(name, "") for element in elements for name in ("class", "itemprop", "id")]


def _layout(block: Block) -> tuple[str, str, str, str]:
    parent = block.element.getparent()
    inline = block.inline.tag if block.inline is not None else ""
    return (
        block.element.tag,
        block.element.get("class", ""),
        parent.get("class", "") if parent is not None else "",
        inline,
    )
