"""Texts that are on the page twice: whole, inside a longer block, in its title, description or JSON-LD body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

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
MAX_PLACES = 20
MOST = 20
_BASE = 0x9E3779B97F4A7C15


def repeats(blocks: Sequence[Block], index: Indexes, taken: Column, facts: PageFacts) -> Matrix:
    """The columns REPEAT_NAMES of the blocks of `index`. `taken` has the characters of main content of all blocks."""
    size = len(blocks)
    said = [*map(letters_of, (facts.title, facts.body, *facts.descriptions))]
    texts = [*(block.letters for block in blocks), *said]
    inside: dict[int, dict[int, int]] = defaultdict(dict)
    holding: dict[int, list[int]] = defaultdict(list)
    for shorter, longer, place in contained(texts):
        inside[shorter].setdefault(longer, place)
        holding[longer].append(shorter)
    words = frozenset(facts.title.lower().split())
    chosen = index.tolist()
    length = len(texts[size + 1])
    rows = np.tile(np.array((*_longer(0, 0, texts, taken), 0, *_said({}, (), size, length)), float), (len(chosen), 1))
    for row, i in enumerate(chosen):
        if i in inside or i in holding:  # few are
            longer = next((j for j in inside[i] if j < size), i)
            held = min(sum(j < size for j in holding[i]), MOST)
            rows[row] = (*_longer(i, longer, texts, taken), held, *_said(inside[i], holding[i], size, length))
    shared = [_shared(blocks[i].text, words) for i in chosen]
    return np.column_stack([_copies(texts[:size])[index], rows, shared]).astype(np.float32)


def _longer(own: int, longer: int, texts: Sequence[str], taken: Column) -> tuple[float, ...]:
    """Whether a longer block repeats the text, is main content, by how much it is longer and how far it is."""
    if longer == own:
        return 0, 0, 0, 0
    return 1, taken[longer] > 0, len(texts[own]) / len(texts[longer]), max(-MOST, min(longer - own, MOST))


def _said(inside: Mapping[int, int], holding: Sequence[int], title: int, length: int) -> tuple[float, ...]:
    """Whether the page's title, its descriptions and its JSON-LD body of that length hold the text or are in it.

    `title` is the number of the title's text; those of body and descriptions follow.
    """
    body = title + 1
    return (
        title in inside,
        title in holding,
        any(j > body for j in inside),
        any(j > body for j in holding),
        (1 if body in inside else -1) if length else 0,
        inside[body] / length if body in inside else -1,
    )


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
    """Each text that is in a longer one: its number, the longer one's, and the place there.

    In linear time: the openings of all texts are looked for in all others at once, by a hash that rolls over them.
    """
    sizes = np.array([*map(len, texts)])
    able = np.flatnonzero(sizes >= OPENING)
    if not len(able):
        return
    starts = np.cumsum(np.append(0, sizes[:-1] + 1))
    hashes = _rolling("\n".join(texts))
    keys, groups = np.unique(hashes[starts[able]], return_inverse=True)
    places, found = _occurrences(keys, hashes)
    members: dict[int, list[int]] = defaultdict(list)
    for text, group in zip(able.tolist(), groups.tolist(), strict=True):
        members[group].append(text)
    looked = [0] * len(keys)
    holders = np.searchsorted(starts, places, "right") - 1
    for group, place, holder in zip(found.tolist(), places.tolist(), holders.tolist(), strict=True):
        looked[group] += 1
        if looked[group] > MAX_PLACES:
            continue
        place -= int(starts[holder])
        for text in members[group]:
            if sizes[holder] > sizes[text] and texts[holder].startswith(texts[text], place):
                yield text, holder, place


def _occurrences(keys: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> tuple[Indexes, Indexes]:
    """The places of hashes that are among the sorted keys, and the numbers of their keys; only of keys found twice."""
    filled = np.zeros(1 << 16, np.bool_)
    filled[keys >> np.uint64(48)] = True
    places = np.flatnonzero(filled[hashes >> np.uint64(48)])
    found = np.minimum(np.searchsorted(keys, hashes[places]), len(keys) - 1)
    right = keys[found] == hashes[places]
    places, found = places[right], found[right]
    again = np.bincount(found, minlength=len(keys))[found] > 1
    return places[again], found[again]


def _rolling(text: str) -> NDArray[np.uint64]:
    """A hash of the OPENING characters from each place on (Rabin and Karp 1987, modulo a power of two)."""
    found = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    base, reach = _BASE, 1
    while reach < OPENING:
        found = found[:-reach] * np.uint64(base) + found[reach:]
        base, reach = base * base % 2**64, 2 * reach
    return found
