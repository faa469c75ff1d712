"""What the classifier sees of a block at first sight: numbers, the same in training and in use.

The leading idea (measured, see docs/model.md): an article's paragraphs share one signature, the tags and classes of
their own element and its parent, and that signature holds most of the page's unlinked text. It needs no vocabulary
and no language. Beside it stand shape of the text, place in the page, what trafilatura kept nearby and likeness to
what the page claims about itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ..blocks import Block
from .masses import Masses
from .places import Places, near_names, signature
from .texts import TEXT_NAMES, common_words, text_features

Matrix = NDArray[np.float32]

TAGS = ("p", "div", "li", "h2", "h3", "h4", "tr", "blockquote", "figcaption", "section", "td", "dd", "h1", "h5")
INLINE_TAGS = ("strong", "b", "em", "i", "a", "span", "small", "time", "font", "u", "h2")
LIKENESS_NAMES = (
    "title_ratio", "title_partial", "lead_ratio", "lead_partial", "in_json_body", "has_author", "seen_before",
    "seen_later",
)  # fmt: skip
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

# Which blocks are looked at: on labelled news pages this leaves out 63 % of the blocks and 0.3 % of the right ones.
NEAR_KEPT = 3
NEAR_TEXT = 2
NEAR_TITLE = (-1, 10)
MIN_FREE = 60
# A lead stands within so many blocks below the headline.
TOP = 25


@dataclass(frozen=True, slots=True)
class Claims:
    """What the page says of itself, as far as it tells blocks apart."""

    title: str = ""
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    body: str = ""


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
    index = np.array(page.candidates(), np.intp)
    groups = {name: _codes(keys) for name, keys in page.keys.items()}
    if not len(index):
        return Sight(np.zeros((0, len(feature_names())), np.float32), index, groups)
    chosen = [blocks[i] for i in index]
    text = [text_features(block, page.common) for block in chosen]
    place = [page.place(i) for i in index]
    near = np.array([page.places.near(block.element) for block in chosen], np.float32)
    own = [_own_tags(block) for block in chosen]
    table = np.hstack([np.array(part, np.float32) for part in (text, page.likeness(index), place, near, own)])
    return Sight(np.hstack([table, _around(table, index, groups["sig"])]), index, groups)


class _Page:
    """What the features of all blocks of one page draw on."""

    def __init__(self, blocks: Sequence[Block], kept: frozenset[int], claims: Claims) -> None:
        self.blocks = blocks
        self.claims = claims
        self.kept = sorted(kept)
        self.places = Places()
        self.common = common_words(blocks)
        self.masses = Masses(blocks, kept)
        owners = [block.element for block in blocks]
        parents = [element.getparent() for element in owners]
        signatures = [signature(element) for element in owners]
        self.keys: dict[str, list[object]] = {
            "own": [*owners],
            "parent": [*parents],
            "grand": [parent.getparent() if parent is not None else None for parent in parents],
            "sig": [*signatures],
            "tag": [element.tag for element in owners],
            "inline": [
                (sig, block.inline.tag, block.inline.get("class", "")) if block.inline is not None else (sig, "", "")
                for sig, block in zip(signatures, blocks, strict=True)
            ],
        }
        self.sums = {name: self.masses.by(keys) for name, keys in self.keys.items()}
        by_text = sorted(self.sums["sig"], key=lambda key: -self.sums["sig"][key].free)
        self.rank = {key: min(place, 20) for place, key in enumerate(by_text)}
        self.half = self.masses.container(owners, 0.5, self.places)
        self.most = self.masses.container(owners, 0.8, self.places)
        self.title_at = self._title_spot()
        self.title_chain = self.places.chain(owners[self.title_at]) if self.title_at is not None else ()
        self.slot = self._slot()
        self.before = np.concatenate([[0.0], np.cumsum(self.masses.taken)])
        self.nearest = self._nearest()

    def candidates(self) -> list[int]:
        """Indexes of the blocks that may be the article."""
        low, high = NEAR_TITLE
        free = [0.0] * NEAR_TEXT + self.masses.free + [0.0] * NEAR_TEXT
        return [
            index
            for index in range(len(self.blocks))
            if max(free[index : index + 2 * NEAR_TEXT + 1]) > MIN_FREE
            or min(self.nearest[index]) <= NEAR_KEPT
            or (self.title_at is not None and low <= index - self.title_at <= high)
        ]

    def place(self, index: int) -> list[float]:
        """The columns PLACE_NAMES of one block."""
        block, sums, total = self.blocks[index], self.sums, self.masses
        own, parent, grand, sig, tag, inline = (
            sums[name][self.keys[name][index]] for name in ("own", "parent", "grand", "sig", "tag", "inline")
        )
        previous, following = self.nearest[index]
        taken = previous == 0
        first, last = (self.kept[0], self.kept[-1]) if self.kept else (0, len(self.blocks))
        half_up, half_down = self.places.steps(block.element, self.half)
        most_up, most_down = self.places.steps(block.element, self.most)
        title_up, title_down = self.places.steps(block.element, self.title_chain) if self.title_chain else (-1, -1)
        from_title = index - self.title_at if self.title_at is not None else None
        return [
            len(self.places.chain(block.element)),
            index / len(self.blocks),
            sig.free / total.all_free,
            self.rank[self.keys["sig"][index]],
            min(sig.blocks, 50),
            sig.taken / total.all_taken,
            sig.kept_share,
            own.free / total.all_free,
            own.taken / total.all_taken,
            own.link_share,
            parent.free / total.all_free,
            parent.taken / total.all_taken,
            parent.kept_share,
            grand.free / total.all_free,
            grand.taken / total.all_taken,
            grand.kept_share,
            parent.link_share,
            taken,
            min(previous, following, 20),
            min(previous, 20),
            min(following, 20),
            (index - first) / max(1, last - first),
            self.before[index] / total.all_taken,
            1 - self.before[index] / total.all_taken,
            half_down == 0,
            half_up,
            most_down == 0,
            most_up,
            most_down,
            max(-20, min(60, from_title)) if from_title is not None else -99,
            from_title > 0 if from_title is not None else -1,
            tag.free / total.all_free,
            min(parent.blocks, 60),
            inline.free / total.all_free,
            min(len(self.kept), 80),
            title_up,
            title_down,
            self.slot.get(index, -1),
            index in self.slot,
        ]

    def likeness(self, index: NDArray[np.intp]) -> list[list[float]]:
        """The columns LIKENESS_NAMES of those blocks; ratios from 0 to 100 (rapidfuzz)."""
        title = self.claims.title.lower()
        leads = [lead.lower() for lead in self.claims.descriptions if len(lead) > 20]
        names = [name.lower() for name in self.claims.authors]
        times = Counter(block.text for block in self.blocks)
        first: dict[str, int] = {}
        for block in self.blocks:
            first.setdefault(block.text, block.index)
        top = (self.title_at if self.title_at is not None else index[0]) + TOP
        rows: list[list[float]] = []
        for i in index:
            text = self.blocks[i].text
            lower, size = text.lower(), len(text)
            near_title = bool(title) and size < 3 * len(title) + 20
            near_lead = [lead for lead in leads if 20 < size < 3 * len(lead)] if i <= top else []
            partly = leads if i <= top and 40 < size < 900 else []
            rows.append(
                [
                    fuzz.ratio(lower, title) if near_title and size > 3 else 0.0,
                    fuzz.partial_ratio(lower, title) if near_title and size > 12 else 0.0,
                    max((fuzz.ratio(lower, lead) for lead in near_lead), default=0.0),
                    max((fuzz.partial_ratio(lower[:400], lead[:400]) for lead in partly), default=0.0),
                    (1.0 if text[:80] in self.claims.body else -1.0) if self.claims.body and size > 20 else 0.0,
                    float(size < 200 and any(name in lower for name in names)),
                    float(first[text] != i),
                    float(times[text] > 1),
                ]
            )
        return rows

    def _nearest(self) -> list[tuple[int, int]]:
        """Distance of each block to the kept block before and after it (0, 0 for a kept one), 99 if there is none."""
        found, spot = [], 0
        for index in range(len(self.blocks)):
            while spot < len(self.kept) and self.kept[spot] < index:
                spot += 1
            following = self.kept[spot] - index if spot < len(self.kept) else 99
            previous = index - self.kept[spot - 1] if spot else 99
            found.append((0, 0) if following == 0 else (previous, following))
        return found

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


def _own_tags(block: Block) -> list[float]:
    inline = block.inline.tag if block.inline is not None else ""
    return [block.element.tag == tag for tag in TAGS] + [inline == tag for tag in INLINE_TAGS]


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
