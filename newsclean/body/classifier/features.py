"""What the classifier sees of a block at first sight: numbers, the same in training and in use.

The leading idea (measured, see docs/model.md): an article's paragraphs share one signature, the tags and classes of
their own element and its parent, and that signature holds most of the page's unlinked text. It needs no vocabulary
and no language. Beside it stand shape of the text, place in the page, what trafilatura kept nearby and likeness to
what the page claims about itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from newsclean.page.blocks import Block

from .likeness import LIKENESS_NAMES, Claims, likeness
from .masses import Masses
from .places import Places, near_names, signature
from .texts import TEXT_NAMES, common_words, text_features

Matrix = NDArray[np.float32]

TAGS = ("p", "div", "li", "h2", "h3", "h4", "tr", "blockquote", "figcaption", "section", "td", "dd", "h1", "h5")
INLINE_TAGS = ("strong", "b", "em", "i", "a", "span", "small", "time", "font", "u", "h2")
PLACE_NAMES = (
    "depth", "index_share", "sig_share", "sig_rank", "sig_count", "sig_kept", "sig_kept_share", "own_share", "own_kept",
    "own_link", "parent_share", "parent_kept", "parent_kept_share", "grand_share", "grand_kept", "grand_kept_share",
    "parent_link", "kept", "kept_near", "kept_before", "kept_after", "kept_position", "chars_before", "chars_after",
    "in_half", "up_half", "in_most", "up_most", "below_most", "from_title", "after_title", "tag_share", "siblings",
    "inline_sig_share", "kept_blocks", "title_up", "title_down", "slot_rank", "in_slot",
)  # fmt: skip
NEAR_FEATURES = (
    "chars", "link_density", "sentence_end", "kept", "sig_share", "parent_kept_share", "title_ratio", "strong_share",
)  # fmt: skip
OFFSETS = (-2, -1, 1, 2)
_TAG_COLUMN = {tag: column for column, tag in enumerate(TAGS)}
_INLINE_COLUMN = {tag: column for column, tag in enumerate(INLINE_TAGS)}

# Which blocks are looked at: on labelled news pages this leaves out 63 % of the blocks and 0.3 % of the right ones.
NEAR_KEPT = 3
NEAR_TEXT = 2
NEAR_TITLE = (-1, 10)
MIN_FREE = 60


@dataclass(frozen=True, slots=True)
class Sight:
    """The rows of the blocks that are looked at (`index`: their indexes), and what all blocks share with each other.

    `groups` gives for each kind of neighbourhood a code a block of the page: blocks with one code belong together.
    """

    rows: Matrix
    index: NDArray[np.intp]
    groups: dict[str, NDArray[np.intp]]


@cache
def feature_names() -> tuple[str, ...]:
    """Names of the columns of `Sight.rows`, in order."""
    own = tuple(f"tag:{tag}" for tag in TAGS) + tuple(f"inline:{tag}" for tag in INLINE_TAGS)
    around = tuple(f"{name}@{offset:+d}" for offset in OFFSETS for name in NEAR_FEATURES)
    same = tuple(f"same_sig@{offset:+d}" for offset in OFFSETS)
    return TEXT_NAMES + LIKENESS_NAMES + PLACE_NAMES + near_names() + own + around + same


def first_sight(blocks: Sequence[Block], kept: frozenset[int], claims: Claims) -> Sight:
    """The features of a page's blocks. `kept` are the indexes that trafilatura took for main content."""
    page = _Page(blocks, kept, claims)
    index = page.candidates()
    if not len(index):
        return Sight(np.zeros((0, len(feature_names())), np.float32), index, page.groups)
    chosen = [blocks[i] for i in index]
    table = np.hstack([
        text_features(chosen, common_words(blocks)),
        likeness(blocks, index, claims, page.title_at),
        page.place(index),
        page.places.near([block.element for block in chosen]),
        _own_tags(chosen),
    ])  # fmt: skip
    return Sight(np.hstack([table, _around(table, index, page.groups["sig"])]), index, page.groups)


class _Page:
    """What the features of all blocks of one page draw on."""

    def __init__(self, blocks: Sequence[Block], kept: frozenset[int], claims: Claims) -> None:
        self.blocks = blocks
        self.claims = claims
        self.kept = sorted(kept)
        self.places = Places()
        self.masses = Masses(blocks, kept)
        self.owners = [block.element for block in blocks]
        parents = [element.getparent() for element in self.owners]
        signatures = [signature(element) for element in self.owners]
        inlines = [block.inline for block in blocks]
        keys: dict[str, list[object]] = {
            "own": [*self.owners],
            "parent": [*parents],
            "grand": [parent.getparent() if parent is not None else None for parent in parents],
            "sig": [*signatures],
            "tag": [element.tag for element in self.owners],
            "inline": [
                (sig, "", "") if inline is None else (sig, inline.tag, inline.get("class", ""))
                for sig, inline in zip(signatures, inlines, strict=True)
            ],
        }
        self.groups = {name: _codes(values) for name, values in keys.items()}
        self.half = self.masses.container(self.owners, 0.5, self.places)
        self.most = self.masses.container(self.owners, 0.8, self.places)
        self.title_at = self._title_spot()
        self.title_chain = self.places.chain(self.owners[self.title_at]) if self.title_at is not None else ()
        self.before, self.after = self._nearest()

    def candidates(self) -> NDArray[np.intp]:
        """Indexes of the blocks that may be the article."""
        likely = np.minimum(self.before, self.after) <= NEAR_KEPT
        padded = np.pad(self.masses.free > MIN_FREE, NEAR_TEXT)
        for shift in range(2 * NEAR_TEXT + 1):
            likely |= padded[shift : shift + len(likely)]
        if self.title_at is not None:
            low, high = NEAR_TITLE
            likely[max(0, self.title_at + low) : self.title_at + high + 1] = True
        return np.flatnonzero(likely)

    def place(self, index: NDArray[np.intp]) -> Matrix:
        """The columns PLACE_NAMES of those blocks."""
        mass, size = self.masses, len(self.blocks)
        own, parent, grand, sig, tag, inline = (
            mass.by(self.groups[name]) for name in ("own", "parent", "grand", "sig", "tag", "inline")
        )
        elements = [self.owners[i] for i in index]
        first, last = (self.kept[0], self.kept[-1]) if self.kept else (0, size)
        half, most, title = (self.places.steps(elements, chain) for chain in (self.half, self.most, self.title_chain))
        if not self.title_chain:
            title[:] = -1
        spots = np.arange(size)
        taken_before = np.concatenate([[0.0], np.cumsum(mass.taken)[:-1]]) / mass.all_taken
        from_title = None if self.title_at is None else spots - self.title_at
        slot = self._slot()
        columns = (
            spots / size,
            sig.free / mass.all_free,
            self._ranks(sig.free),
            np.minimum(sig.blocks, 50),
            sig.taken / mass.all_taken,
            sig.kept_share,
            own.free / mass.all_free,
            own.taken / mass.all_taken,
            own.link_share,
            parent.free / mass.all_free,
            parent.taken / mass.all_taken,
            parent.kept_share,
            grand.free / mass.all_free,
            grand.taken / mass.all_taken,
            grand.kept_share,
            parent.link_share,
            self.before == 0,
            np.minimum(np.minimum(self.before, self.after), 20),
            np.minimum(self.before, 20),
            np.minimum(self.after, 20),
            (spots - first) / max(1, last - first),
            taken_before,
            1 - taken_before,
        )
        return np.column_stack([
            [len(self.places.chain(element)) for element in elements],
            np.column_stack(columns)[index],
            half[:, 1] == 0,
            half[:, 0],
            most[:, 1] == 0,
            most,
            np.full(len(index), -99) if from_title is None else np.clip(from_title, -20, 60)[index],
            np.full(len(index), -1) if from_title is None else from_title[index] > 0,
            (tag.free / mass.all_free)[index],
            np.minimum(parent.blocks, 60)[index],
            (inline.free / mass.all_free)[index],
            np.full(len(index), min(len(self.kept), 80)),
            title,
            [slot.get(i, -1) for i in index],
            [i in slot for i in index],
        ]).astype(np.float32)  # fmt: skip

    def _ranks(self, free: NDArray[np.float64]) -> NDArray[np.intp]:
        """Place of each block's signature among those of the page, by the text it holds."""
        codes = self.groups["sig"]
        by_code = np.zeros(codes.max() + 1)
        by_code[codes] = free
        ranks = np.empty(len(by_code), np.intp)
        ranks[np.argsort(-by_code, kind="stable")] = np.arange(len(by_code))
        return np.minimum(ranks, 20)[codes]

    def _nearest(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Distances of each block to the kept block before and after it: 0 for a kept one, 99 if there is none."""
        spots, kept = np.arange(len(self.blocks)), np.array(self.kept, np.intp)
        place = np.searchsorted(kept, spots)
        following = np.append(kept, -1)[place]
        after = np.where(place < len(kept), following - spots, 99)
        before = np.where(place > 0, spots - np.append(-1, kept)[place], 99)
        before[kept] = 0
        return before, after

    def _title_spot(self) -> int | None:
        """Where the headline stands: the block most like the title, an h1 before others."""
        title = self.claims.title.lower()
        best, best_score = None, 80.0
        for block in self.blocks if title else ():
            if 0.5 * len(title) < len(block.text) < 2 * len(title) + 10:
                score = fuzz.ratio(block.text.lower(), title) + (5 if block.element.tag == "h1" else 0)
                if score > best_score:
                    best, best_score = block.index, score
        if best is None:
            best = next((b.index for b in self.blocks if b.element.tag == "h1" and len(b.text) > 15), None)
        return best

    def _slot(self) -> dict[int, int]:
        """Texts between headline and the first long block of the container, where a lead stands, by their order."""
        if self.title_at is None or not self.half:
            return {}
        found: dict[int, int] = {}
        for block in self.blocks[self.title_at + 1 : self.title_at + 25]:
            free = self.masses.free[block.index]
            if free > 100 and self.half[-1] in self.places.chain(block.element):
                break
            if free > 25:
                found[block.index] = len(found)
        return found


def _own_tags(blocks: Sequence[Block]) -> Matrix:
    own = np.array([_TAG_COLUMN.get(block.element.tag, -1) for block in blocks])
    inline = np.array(
        [_INLINE_COLUMN.get(block.inline.tag, -1) if block.inline is not None else -1 for block in blocks]
    )
    columns = own[:, None] == np.arange(len(TAGS)), inline[:, None] == np.arange(len(INLINE_TAGS))
    return np.hstack(columns).astype(np.float32)


def _around(table: Matrix, index: NDArray[np.intp], sig: NDArray[np.intp]) -> Matrix:
    """NEAR_FEATURES of the neighbours, -1 where there is none that is looked at; then whether signatures agree."""
    names = TEXT_NAMES + LIKENESS_NAMES + PLACE_NAMES
    columns = table[:, [names.index(name) for name in NEAR_FEATURES]]
    size = len(sig)
    padded = np.full((size, len(NEAR_FEATURES)), -1.0, np.float32)
    padded[index] = columns
    shifted, same = [], []
    for offset in OFFSETS:
        spots = index + offset
        inside = (spots >= 0) & (spots < size)
        spots = np.clip(spots, 0, size - 1)
        shifted.append(np.where(inside[:, None], padded[spots], np.float32(-1.0)))
        same.append((inside & (sig[spots] == sig[index]))[:, None].astype(np.float32))
    return np.hstack([*shifted, *same])


def _codes(keys: Sequence[object]) -> NDArray[np.intp]:
    known: dict[object, int] = {}
    return np.array([known.setdefault(key, len(known)) for key in keys], np.intp)
