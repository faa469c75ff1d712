"""An article in Markdown (CommonMark; tables as in GFM, which it lacks)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from newsclean.models import Article, ArticleBlock, BlockKind

from .front_matter import front_matter as front_matter_of

# What Markdown would take for markup within a line: emphasis only at the edge of a word, an entity only if it is whole.
_INLINE = re.compile(
    r"[`*~\[]"
    r"|\\(?=[!-/:-@\[-`{-~])"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[a-zA-Z/!?])"
    r"|&(?=\#\d{1,7};|\#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)"
)
# And at the start of one: headings, quotations, lists, rules, the lines under headings.
_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$|-)|=+$)|(\d{1,9})(?=[.)](?:\s|$))")
_CLOSING = re.compile(r"(?:^|(?<=\s))(?=#+$)")
# More than the width of "1. " and less than that of code behind "- ".
_INDENT = " " * 4
_MIN_LEVEL, _MAX_LEVEL = 2, 6  # the title has level 1


def markdown(article: Article, *, front_matter: bool) -> str:
    """The title, and each block as what it is."""
    parts = [_heading(1, article.title)]
    for kind, blocks in groupby(article.blocks, lambda block: block.kind):
        parts += _PARTS[kind](blocks)
    text = "\n\n".join(parts)
    return f"{front_matter_of(article) if front_matter else ''}{text}\n"


def escaped(text: str) -> str:
    """A line of text so that Markdown shows it as it is."""
    text = _inline(text)
    if (found := _START.match(text)) is None:
        return text
    place = found.end(1) if found[1] else 0
    return f"{text[:place]}\\{text[place:]}"


def _inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", text)


def _paragraphs(blocks: Iterable[ArticleBlock]) -> Iterator[str]:
    for block in blocks:
        yield escaped(block.text)


def _subheadings(blocks: Iterable[ArticleBlock]) -> Iterator[str]:
    for block in blocks:
        level = min(max(block.level or _MIN_LEVEL, _MIN_LEVEL), _MAX_LEVEL)
        yield _heading(level, block.text)


def _heading(level: int, text: str) -> str:
    """A heading that keeps the number signs it may end in."""
    shown = _CLOSING.sub(r"\\", _inline(text))
    return f"{'#' * level} {shown}"


def _quotations(blocks: Iterable[ArticleBlock]) -> Iterator[str]:
    yield "\n>\n".join(f"> {escaped(block.text)}" for block in blocks)


def _list(blocks: Iterable[ArticleBlock]) -> Iterator[str]:
    """The items, numbered by their place in their list; none is deeper than one step below the item before it."""
    lines: list[str] = []
    numbers: Counter[int] = Counter()
    depth = 0
    for block in blocks:
        depth = min(block.level or 1, depth + 1)
        numbers = Counter({level: number for level, number in numbers.items() if level <= depth})
        numbers[depth] += 1
        mark = f"{numbers[depth]}." if block.ordered else "-"
        lines.append(f"{_INDENT * (depth - 1)}{mark} {escaped(block.text)}")
    yield "\n".join(lines)


def _table(blocks: Iterable[ArticleBlock]) -> Iterator[str]:
    """The rows, the first of them as the heading that a table must have."""
    rows = [[_inline(cell).replace("|", "\\|") for cell in block.cells or (block.text,)] for block in blocks]
    width = max(map(len, rows))
    rows.insert(1, ["---"] * width)
    yield "\n".join(f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows)


_PARTS: dict[BlockKind, Callable[[Iterable[ArticleBlock]], Iterator[str]]] = {
    "paragraph": _paragraphs,
    "subheading": _subheadings,
    "quotation": _quotations,
    "list_item": _list,
    "table_row": _table,
}
