"""Which blocks of a page are its article, by a truth that gives the article's paragraphs as text.

Labels follow docs/explanation/contract.md. Where a truth departs from it (a shown lead or a table left out), the block
gets no weight, so that the classifier learns nothing from it (see samples.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from newsclean.page.blocks import Block

RIGHT, WRONG, EITHER = 1, 0, -1
# Shorter texts occur in a long one by chance.
MIN_SURE = 25
NEARLY = 93
_SAME = str.maketrans(
    dict.fromkeys("‘’‚‛`´ʼ′", "'") | dict.fromkeys("“”„‟«»″〝〞", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)
_BULLET = re.compile(r"^[-*•·‣▪|]\s+")


@dataclass(frozen=True, slots=True)
class Truth:
    """An article's paragraphs; `optional` are the numbers, from 0, of those that may be left out.

    Where only snippets are known, `wanted` are texts inside the article and `unwanted` texts outside it.
    """

    paragraphs: tuple[str, ...] = ()
    optional: frozenset[int] = frozenset()
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def plain(text: str) -> str:
    """The text with uniform quotation marks, dashes and white space, without list marks and cell separators."""
    text = unicodedata.normalize("NFKC", _BULLET.sub("", text.strip()).replace("|", " ").translate(_SAME))
    return " ".join(text.split())


def label(blocks: Sequence[Block], truth: Truth) -> NDArray[np.int8]:
    """RIGHT, WRONG or EITHER for each block."""
    if not truth.paragraphs:
        return _label_snippets(blocks, truth)
    paragraphs = [plain(paragraph) for paragraph in truth.paragraphs]
    texts = [plain(block.text) for block in blocks]
    places = [_place(text, paragraphs, " ".join(paragraphs)) for text in texts]
    _add_fragments(texts, places, paragraphs)
    _leave_repeats(texts, places, paragraphs)
    return np.array(
        [WRONG if place is None else EITHER if place in truth.optional else RIGHT for place in places], np.int8
    )


def _label_snippets(blocks: Sequence[Block], truth: Truth) -> NDArray[np.int8]:
    """RIGHT for blocks with a wanted snippet, WRONG for those with an unwanted one, EITHER for the rest."""
    wanted, unwanted = ([plain(snippet).lower() for snippet in snippets] for snippets in (truth.wanted, truth.unwanted))
    labels = np.full(len(blocks), EITHER, np.int8)
    for block in blocks:
        text = plain(block.text).lower()
        if any(snippet in text for snippet in wanted):
            labels[block.index] = RIGHT
        elif any(snippet in text for snippet in unwanted):
            labels[block.index] = WRONG
    return labels


def _place(text: str, paragraphs: Sequence[str], whole: str) -> int | None:
    """The paragraph that contains the text; -1 when the text spans several; None when it is not in the truth."""
    if not re.search(r"\w", text):
        return None
    if text in paragraphs:
        return paragraphs.index(text)
    if len(text) < MIN_SURE:
        return None
    for place, paragraph in enumerate(paragraphs):
        longer = max(len(paragraph), len(text))
        if text in paragraph or (len(paragraph) >= MIN_SURE and paragraph in text and len(paragraph) > 0.8 * len(text)):
            return place
        if abs(len(paragraph) - len(text)) < 0.15 * longer and fuzz.ratio(text, paragraph) >= NEARLY:
            return place
    inside = sum(len(paragraph) for paragraph in paragraphs if len(paragraph) >= MIN_SURE and paragraph in text)
    return -1 if text in whole or inside > 0.8 * len(text) else None


def _add_fragments(texts: Sequence[str], places: list[int | None], paragraphs: Sequence[str]) -> None:
    """Short pieces count when they are next to another piece of the same paragraph."""
    for i, text in enumerate(texts):
        if places[i] is not None or len(text) >= MIN_SURE or not re.search(r"\w", text):
            continue
        for k in (i - 1, i + 1):
            place = places[k] if 0 <= k < len(texts) else None
            if place is None or place < 0 or len(texts[k]) >= len(paragraphs[place]):
                continue
            if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", paragraphs[place]):
                places[i] = place
                break


def _leave_repeats(texts: Sequence[str], places: list[int | None], paragraphs: Sequence[str]) -> None:
    """Of a text that is on the page more often than in the truth, only the copies nearest to its neighbours count."""
    spots: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        if places[i] is not None:
            spots[text].append(i)
    single = [same[0] for same in spots.values() if len(same) == 1]
    middle = sorted(single)[len(single) // 2] if single else 0
    for text, same in spots.items():
        wanted = max(1, paragraphs.count(text))
        if len(same) <= wanted:
            continue
        place = places[same[0]] or 0
        beside = [k for k in single if abs((places[k] or 0) - place) <= 2] or [middle]
        same.sort(key=lambda spot: min(abs(spot - k) for k in beside))
        for spot in same[wanted:]:
            places[spot] = None
