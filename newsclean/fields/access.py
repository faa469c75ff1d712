"""Whether everyone may read the article, and whether the page shows all of it.

`isAccessibleForFree` alone proves nothing: one large paper says "false" on every page. Nor do phrases: every page
advertises subscriptions. A claim counts together with a text that is visibly cut; a wall right after the text counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newsclean.metadata.parsed_page import ParsedPage
from newsclean.models import Access
from newsclean.page.blocks import Block
from newsclean.page.class_names import class_name

_FREE = frozenset(("true", "free", "yes", "1"))
_LOCKED = frozenset(("false", "locked", "metered", "no", "0"))
# Shares of the length that the page itself gives: a text under the first is cut, one over the second is complete. They
# are far apart because word counts differ, and some include captions.
_CUT, _WHOLE = 0.5, 0.9
_MIN_WORDS = 120
_MIN_CHARACTERS = 600
# Characters. A locked part with less text is not shown; where the part is left out, a shorter text is only its teaser.
_EMPTY = 100
_TEASER = 1_000
_NEXT = 3  # blocks
_LEVELS = 3
_WORD = re.compile(r"\w+")
_MAX_SELECTORS = 5
_NAME = re.compile(r"([.#])([^.#]+)")
_SELECTOR = re.compile(r"(?P<tag>[a-z][\w-]*)?(?P<names>(?:[.#][\w-]+)*)", re.I | re.ASCII)


@dataclass(frozen=True, slots=True)
class Availability:
    """The record's `access` and `complete`; both are None when nothing is certain."""

    access: Access | None = None
    complete: bool | None = None


def read_access(body: Sequence[Block], page: ParsedPage) -> Availability:
    """Access to the article with these blocks. `page` is the one that they are from."""
    claims = {claim.value.lower() for claim in page.metadata.access}
    share = _share(body, page)
    locked = bool(claims & _LOCKED) and not claims & _FREE
    if has_wall(body, page.blocks) or (locked and ((share is not None and share < _CUT) or _is_withheld(body, page))):
        return Availability("restricted", False)
    complete = True if share is not None and share >= _WHOLE else None
    return Availability("open" if claims & _FREE else None, complete)


def _share(body: Sequence[Block], page: ParsedPage) -> float | None:
    """The length of the body as a share of the length that the page gives; None when it gives none."""
    claimed = max((len(claim.value) for claim in page.metadata.bodies), default=0)
    if claimed >= _MIN_CHARACTERS:
        return len(" ".join(block.text for block in body)) / claimed
    counts = [int(c.value) for c in page.metadata.word_counts if c.value.isascii() and c.value.isdigit()]
    words = max((count for count in counts if count < 10**6), default=0)
    if words < _MIN_WORDS:
        return None
    # In scripts without spaces each character may be counted as a word.
    found = sum(len(_WORD.findall(block.text)) + block.length - len(block.text) for block in body)
    return found / words


def has_wall(body: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Whether a box that is called a wall follows the text directly, within the article."""
    if not body:
        return False
    last = body[-1]
    frames = islice(last.element.iterancestors(), _LEVELS)
    inside = {frame for frame in frames if frame.tag not in ("body", "main", "html")}
    own = {last.element, *last.element.iterancestors()}
    for block in blocks[last.index + 1 : last.index + 1 + _NEXT]:
        for element in (block.element, *block.element.iterancestors()):
            if element in own:
                break
            if not block.hidden and element.getparent() in inside and _is_wall(element):
                return True
    return False


def _is_wall(element: HtmlElement) -> bool:
    return class_name("wall", f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _is_withheld(body: Sequence[Block], page: ParsedPage) -> bool:
    """Whether the locked parts are nearly empty, or missing from a text that is short."""
    selectors = [one for claim in page.metadata.locked_parts for one in claim.value.split(",")[:_MAX_SELECTORS]]
    # The last part of "main .locked > p" is looked up; anything but a tag, class or id is ignored.
    lasts = [_SELECTOR.fullmatch((selector.replace(">", " ").split() or [""])[-1]) for selector in selectors]
    known = [last for last in lasts if last is not None and last[0]]
    found = [element for last in known for element in _selected(page.tree, last)]
    if not found:
        return 0 < len(known) == len(lasts) and sum(len(block.text) for block in body) < _TEASER
    return sum(len(" ".join(element.itertext()).strip()) for element in found) < _EMPTY


def _selected(tree: HtmlElement, selector: re.Match[str]) -> Iterator[HtmlElement]:
    names = _NAME.findall(selector["names"])
    for element in tree.iter(selector["tag"] or "*"):
        classes = (element.get("class") or "").split()
        if all(name in classes if mark == "." else name == element.get("id") for mark, name in names):
            yield element
