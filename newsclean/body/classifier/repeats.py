"""Texts that are on the page twice: whole, inside a longer block, in its title, description or JSON-LD body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from newsclean.page.blocks import Block, letters_of

from .arrays import Column, Indexes, Matrix
from .likeness import PageFacts

REPEAT_NAMES = tuple(
    f"repeat:{name}"
    for name in (
        "times", "since_same", "until_same", "in_longer", "longer_kept", "longer_share", "longer_distance", "holds",
        "in_title", "holds_title", "in_description", "holds_description", "in_body", "body_place", "title_words",
    )
)  # fmt: skip
# Letters of the opening by which a text is looked for in others, a power of two; shorter ones are not looked for.
OPENING = 16
# Places with the same opening that are looked at, for one text: pages that repeat one line a thousand times exist.
MAX_PLACES = 8
MOST = 20
_BASE = 0x9E3779B97F4A7C15


def repeats(blocks: Sequence[Block], index: Indexes, taken: Column, facts: PageFacts) -> Matrix:
    """The columns REPEAT_NAMES of the blocks of `index`. `taken` has the characters of main content of all blocks."""
    size = len(blocks)
    sources = [*map(letters_of, (facts.title, facts.body, *facts.descriptions))]
    title, body = size, size + 1
    texts = [*(block.letters for block in blocks), *sources]
    inside, holding = defaultdict(list), defaultdict(list)
    for shorter, longer, place in contained(texts):
        inside[shorter].append((longer, place))
        holding[longer].append(shorter)
    words = frozenset(facts.title.lower().split())
    rows = []
    for i in index.tolist():
        longer = next((j for j, _ in inside[i] if j < size), None)
        others = {j for j, _ in inside[i]}
        body_place = next((place / len(texts[body]) for j, place in inside[i] if j == body), -1.0)
        rows.append((
            longer is not None,
            longer is not None and taken[longer] > 0,
            len(texts[i]) / len(texts[longer]) if longer is not None else 0,
            np.clip(longer - i, -MOST, MOST) if longer is not None else 0,
            min(sum(j < size for j in holding[i]), MOST),
            title in others,
            title in holding[i],
            any(j > body for j in others),
            any(j > body for j in holding[i]),
            (body_place >= 0) - (body_place < 0) if texts[body] else 0,
            body_place,
            _shared(blocks[i].text, words),
        ))  # fmt: skip
    return np.hstack([_copies(texts[:size])[index], np.array(rows)]).astype(np.float32)


def _shared(text: str, words: frozenset[str]) -> float:
    """Share of the words at the beginning of the text that are among these."""
    own = text[:120].lower().split()
    return sum(map(words.__contains__, own)) / max(1, len(own))


def _copies(texts: Sequence[str]) -> Matrix:
    """How often each text is on the page, and how far its copies before and behind are; 0 without one."""
    times = Counter(texts)
    columns = np.zeros((len(texts), 3), np.float32)
    columns[:, 0] = [times[text] for text in texts]
    last: dict[str, int] = {}
    for spot, text in enumerate(texts):
        if times[text] > 1:
            if text in last:
                columns[spot, 1] = columns[last[text], 2] = spot - last[text]
            last[text] = spot
    return np.minimum(columns, np.float32(MOST))


def contained(texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Triples of a text, a longer one that contains it, and the place there: the longer texts' order is the page's.

    In linear time: the openings of all texts are looked for in all others at once, by a hash that rolls over them.
    """
    joined = "\n".join(texts)
    sizes = np.array([*map(len, texts)])
    starts = np.cumsum(np.append(0, sizes[:-1] + 1))
    able = np.flatnonzero(sizes >= OPENING)
    if not len(able):
        return
    hashes = _rolling(joined)
    keys, groups = np.unique(hashes[starts[able]], return_inverse=True)
    filled = np.zeros(1 << 16, np.bool_)
    filled[keys >> np.uint64(48)] = True
    places = np.flatnonzero(filled[hashes >> np.uint64(48)])
    found = np.minimum(np.searchsorted(keys, hashes[places]), len(keys) - 1)
    right = keys[found] == hashes[places]
    places, found = places[right], found[right]
    holders = np.searchsorted(starts, places, "right") - 1
    members: list[list[int]] = [[] for _ in keys]
    for text, group in zip(able.tolist(), groups.tolist(), strict=True):
        members[group].append(text)
    often = np.bincount(found, minlength=len(keys)) > 1
    candidates: dict[int, list[tuple[int, int]]] = defaultdict(list)
    again = often[found]
    for group, place, holder in zip(*(column[again].tolist() for column in (found, places, holders)), strict=True):
        if len(candidates[group]) < MAX_PLACES:
            candidates[group].append((holder, place - int(starts[holder])))
    for group, spots in candidates.items():
        for text in members[group]:
            for holder, place in spots:
                if sizes[holder] > sizes[text] and texts[holder].startswith(texts[text], place):
                    yield text, holder, place


def _rolling(text: str) -> NDArray[np.uint64]:
    """A hash of the OPENING characters from each place on (Rabin and Karp 1987, modulo a power of two)."""
    found = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    base, reach = _BASE, 1
    while reach < OPENING:
        found = found[:-reach] * np.uint64(base) + found[reach:]
        base, reach = base * base % 2**64, 2 * reach
    return found
