"""The links of a block and of its neighbours, and blocks that open alike, as teasers and labels do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Column, Indexes, Marks, Matrix
from .text_totals import codes_of

LINK_NAMES = tuple(
    f"links:{name}"
    for name in (
        "internal", "external", "fragment", "mail", "whole", "per_100", "near_share", "near_whole", "run",
        "address_times", "word_before", "word_behind", "word_times", "opening_before", "opening_behind",
        "opening_times", "opening_linked",
    )
)  # fmt: skip
# A block with this share of its text in links is a link as a whole.
WHOLE = 0.95
NEAR = 3
MOST = 20
# Characters of a first word, of the first two, and of the text that they are looked for in: some scripts set no spaces.
WORD, OPENING, START = 8, 14, 40


def link_features(blocks: Sequence[Block], index: Indexes, domain: str) -> Matrix:
    """The columns LINK_NAMES of the blocks of `index`. `domain` is the page's registered one, "" where unknown."""
    sizes = np.array([len(block.text) for block in blocks], np.float64)
    linked = np.array([block.link_chars for block in blocks], np.float64)
    whole = linked > WHOLE * sizes
    starts = [block.text[:START].split(None, 2)[:2] for block in blocks]
    openings = [" ".join(start)[:OPENING] for start in starts]
    chosen = index.tolist()
    times = Counter(address for block in blocks for address in set(block.links))
    per_100 = 100 * np.array([len(block.links) for block in blocks]) / np.maximum(20, sizes)
    return np.column_stack([
        np.array([_targets(blocks[i].links, domain) for i in chosen]),
        whole[index],
        per_100[index],
        (_near(linked) / np.maximum(1, _near(sizes)))[index],
        _near(whole.astype(np.float64))[index],
        np.minimum(run_lengths(whole), MOST)[index],
        [min(max(map(times.__getitem__, blocks[i].links), default=0), MOST) for i in chosen],
        *_openings([start[0][:WORD] for start in starts], chosen),
        *_openings(openings, chosen),
        _linked_share(openings, whole)[index],
    ]).astype(np.float32)  # fmt: skip


def run_lengths(marked: Marks) -> Indexes:
    """Per block, the length of the run of marked blocks that it is in; 0 for one that is not marked."""
    runs = np.cumsum(np.diff(marked.astype(np.int8), prepend=0) != 0)
    return np.where(marked, np.bincount(runs)[runs], 0)


def _targets(links: Sequence[str], domain: str) -> tuple[int, int, int, int]:
    """How many addresses lead to other pages of the site, to other sites, to places on this page, to a mailbox."""
    internal = external = fragment = mail = 0
    for link in links:
        if link.startswith(("http://", "https://", "//")):
            host = link.split("/", 3)[2].lower()
            foreign = bool(domain) and host != domain and not host.endswith(f".{domain}")
            internal, external = internal + (not foreign), external + foreign
        elif link.startswith(("#", "javascript:")):
            fragment += 1
        elif link.startswith(("mailto:", "tel:", "whatsapp:")):
            mail += 1
        else:
            internal += 1
    return min(internal, MOST), min(external, MOST), min(fragment, MOST), min(mail, MOST)


def _near(amounts: Column) -> Column:
    """Per block, the sum of these amounts over the blocks near it and itself."""
    until = np.cumsum(np.pad(amounts, (NEAR + 1, NEAR)))
    return np.asarray(until[2 * NEAR + 1 :] - until[: -2 * NEAR - 1])


def _openings(openings: Sequence[str], index: Sequence[int]) -> list[list[int]]:
    """Whether the block before and the one behind open like this one, and how many blocks of the page do."""
    times = Counter(openings)
    before, behind = ["", *openings], [*openings[1:], ""]
    return [
        [openings[i] == before[i] for i in index],
        [openings[i] == behind[i] for i in index],
        [min(times[openings[i]], MOST) for i in index],
    ]


def _linked_share(openings: Sequence[str], whole: Marks) -> Column:
    """Per block, the share of the blocks that open like it that are links as a whole."""
    codes = codes_of(openings)
    return np.asarray((np.bincount(codes, whole) / np.bincount(codes))[codes])
