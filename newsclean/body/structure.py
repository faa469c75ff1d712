"""What each block of a body is on its page: a paragraph, subheading, list item, quotation or table row.

Markup is taken at its word as far as it can be: what holds too much text is layout, whatever it is called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lxml.html import HtmlElement

from newsclean.models import ArticleBlock
from newsclean.page.blocks import Block, fold
from newsclean.page.elements import HEADINGS

# A longer text in a heading is a paragraph in large type, or stands behind a heading that was never closed; in
# characters, as `length_of` counts.
MAX_SUBHEADING = 200
MAX_SUBHEADING_LINES = 2
# A quotation is no more than this share of the text.
MAX_QUOTED = 0.5
_ITEM, _QUOTATION = frozenset(("li",)), frozenset(("blockquote",))
_CELLS = frozenset(("td", "th"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))


def structured(blocks: Sequence[Block], lead: str | None = None) -> list[ArticleBlock]:
    """The blocks of a body, each with its kind. `lead` is the text of the first one, where that is its lead."""
    headings, items, quotations = _headings(blocks), _items(blocks), _quotations(blocks)
    found = []
    for number, block in enumerate(blocks):
        heading, item = _around(block, HEADINGS), _around(block, _ITEM)
        if heading is not None and heading in headings and not (number == 0 and block.text == lead):
            found.append(ArticleBlock(kind="subheading", text=block.text, level=int(heading.tag[1])))
        elif len(cells := _cells(block)) > 1:
            found.append(ArticleBlock(kind="table_row", text=block.text, cells=tuple(cells)))
        elif item is not None and items.get(item) is block:
            depth = 1 + sum(above in items for above in item.iterancestors("li"))
            found.append(ArticleBlock(kind="list_item", text=block.text, level=depth, ordered=_is_ordered(item)))
        elif _around(block, _QUOTATION) in quotations:
            found.append(ArticleBlock(kind="quotation", text=block.text))
        else:
            found.append(ArticleBlock(text=block.text))
    return found


def _headings(blocks: Sequence[Block]) -> set[HtmlElement]:
    """The headings that are short enough to be one."""
    held = _by_element(blocks, HEADINGS)
    return {
        heading
        for heading, lines in held.items()
        if len(lines) <= MAX_SUBHEADING_LINES and sum(line.length for line in lines) <= MAX_SUBHEADING
    }


def _items(blocks: Sequence[Block]) -> dict[HtmlElement, Block]:
    """The list items, each with its first block. One that is made of several elements is a box, as of a live blog."""
    held = _by_element(blocks, _ITEM)
    return {item: lines[0] for item, lines in held.items() if len({line.element for line in lines}) == 1}


def _quotations(blocks: Sequence[Block]) -> set[HtmlElement]:
    """The quotations; a text that is one as a whole is only indented."""
    most = MAX_QUOTED * sum(block.length for block in blocks)
    held = _by_element(blocks, _QUOTATION)
    return {quotation for quotation, lines in held.items() if sum(line.length for line in lines) <= most}


def _by_element(blocks: Sequence[Block], tags: frozenset[str]) -> dict[HtmlElement, list[Block]]:
    """The blocks by the nearest element of these tags that they are in."""
    held = defaultdict(list)
    for block in blocks:
        if (element := _around(block, tags)) is not None:
            held[element].append(block)
    return held


def _around(block: Block, tags: frozenset[str]) -> HtmlElement | None:
    if block.element.tag in tags:
        return block.element
    return next(block.element.iterancestors(*tags), None)


def _is_ordered(item: HtmlElement) -> bool:
    return next((above.tag == "ol" for above in item.iterancestors(*_LISTS)), False)


def _cells(block: Block) -> list[str]:
    """The cells of a table row, the empty ones too; none for any other block."""
    if block.element.tag != "tr":
        return []
    cells = [fold(cell.text_content()) for cell in block.element if cell.tag in _CELLS]
    # What a row hides, or a rule has cut off, is in its cells but not in its text.
    return cells if fold(" | ".join(cells)).strip("| ") == block.text.strip("| ") else block.text.split(" | ")
