"""Whether all may read the article, and whether the page shows all of it.

`isAccessibleForFree` alone is not believed: one large paper says "false" on every page. Nor are phrases: every frame
asks for subscriptions. A claim counts together with a text that is visibly cut; a wall right behind the text counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newsclean.models import Access
from newsclean.page.blocks import Block
from newsclean.parsed import Reading

_FREE = frozenset(("true", "free", "yes", "1"))
_LOCKED = frozenset(("false", "locked", "metered", "no", "0"))
# Of the length that the page itself names, a text under the first share is cut, one over the second is whole: counts of
# words differ, and captions are in some of them.
_CUT, _WHOLE = 0.5, 0.9
_MIN_WORDS = 120
_MIN_CHARACTERS = 600
# A part that is locked and holds less text than this is not shown; where it is left out, so short a text is its teaser.
_EMPTY = 100
_TEASER = 1_000
# What newsrooms and their suppliers call the box that ends a text: a word of its class or id.
_WALL = re.compile(
    r"(?:^|[\s_-])(?:(?:pay|reg|subscri(?:be|ber|ption)|login|plus|premium|meter)-?_?(?:wall|barrier|gate)|"
    r"piano-(?:inline|offer|template)|offer-barrier|content-(?:gate|barrier|lock))(?:$|[\s_-])",
    re.I,
)
_NEXT = 3  # blocks
_LEVELS = 3
_WORD = re.compile(r"\w+")
_MAX_SELECTORS = 5
_NAME = re.compile(r"([.#])([^.#]+)")
_SELECTOR = re.compile(r"(?P<tag>[a-z][\w-]*)?(?P<names>(?:[.#][\w-]+)*)", re.I | re.ASCII)


@dataclass(frozen=True, slots=True)
class Reach:
    """`access` as the record has it; `complete` is False when the text is cut; both None when nothing sure is told."""

    access: Access | None = None
    complete: bool | None = None


def read_access(body: Sequence[Block], page: Reading) -> Reach:
    """What is known of the article with these blocks."""
    claims = {witness.value.lower() for witness in page.witnesses.access}
    share = _share(body, page)
    locked = bool(claims & _LOCKED) and not claims & _FREE
    if _wall_behind(body, page.blocks) or (
        locked and ((share is not None and share < _CUT) or _is_withheld(body, page))
    ):
        return Reach("restricted", False)
    complete = True if share is not None and share >= _WHOLE else None
    return Reach("open" if claims & _FREE else None, complete)


def _share(body: Sequence[Block], page: Reading) -> float | None:
    """How much of the length that the page names the body has; None when it names none."""
    text = " ".join(block.text for block in body)
    told = max((len(witness.value) for witness in page.witnesses.bodies), default=0)
    if told >= _MIN_CHARACTERS:
        return len(text) / told
    counts = [int(w.value) for w in page.witnesses.word_counts if w.value.isascii() and w.value.isdigit()]
    words = max((count for count in counts if count < 10**6), default=0)
    # Of scripts without spaces each sign may be counted for a word.
    found = len(_WORD.findall(text)) + sum(block.length - len(block.text) for block in body)
    return found / words if words >= _MIN_WORDS else None


def _wall_behind(body: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Whether a box called a wall stands right behind the text, within the article."""
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
    return _WALL.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _is_withheld(body: Sequence[Block], page: Reading) -> bool:
    """Whether the parts that the page calls locked hold next to nothing, or are left out of a text that is short."""
    selectors = [one for witness in page.witnesses.locked_parts for one in witness.value.split(",")[:_MAX_SELECTORS]]
    # Of "main .locked > p" the last part is looked for; what is no tag, class or id is left alone.
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
        if all(name in classes if sign == "." else name == element.get("id") for sign, name in names):
            yield element
