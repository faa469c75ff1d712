"""The layout of one page as the classifier sees it: where its text, its headline and its main content are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsclean.page.blocks import Block
from newsclean.page.headline import headline_block

from .arrays import Column, Indexes, Matrix
from .boxes import Boxes
from .likeness import PageFacts
from .objects import PageObjects
from .page_tree import FAR, PageTree
from .positions import signature
from .text_totals import TextTotals, codes_of

POSITION_NAMES = (
    "depth", "index_share", "sig_share", "sig_rank", "sig_count", "sig_kept", "sig_kept_share", "own_share", "own_kept",
    "own_link", "parent_share", "parent_kept", "parent_kept_share", "grand_share", "grand_kept", "grand_kept_share",
    "parent_link", "kept", "kept_near", "kept_before", "kept_after", "kept_position", "chars_before", "chars_after",
    "in_half", "up_half", "in_most", "up_most", "below_most", "from_title", "after_title", "tag_share", "siblings",
    "inline_sig_share", "kept_blocks", "title_up", "title_down", "slot_rank", "in_slot",
)  # fmt: skip

# Which blocks are scored: on labelled news pages this leaves out 63 % of all blocks and 0.3 % of the right ones.
NEAR_KEPT = 3
NEAR_TEXT = 2
NEAR_TITLE = (-1, 10)
MIN_FREE = 60


class PageLayout:
    """What the features of all blocks of one page draw on. `main` are the indexes of the blocks of main content."""

    def __init__(self, blocks: Sequence[Block], main: frozenset[int], facts: PageFacts) -> None:
        self.blocks = blocks
        self.main = sorted(main)
        self.tree = PageTree(blocks)
        self.totals = TextTotals(blocks, main)
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
        self.groups = {name: codes_of(values) for name, values in keys.items()}
        self.half = self.totals.container(self.tree, 0.5)
        self.most = self.totals.container(self.tree, 0.8)
        self.boxes = Boxes(self.tree, (self.half, self.most))
        self.objects = PageObjects(blocks, self.tree)
        self.headline = headline_block(blocks, facts.title)
        self.before, self.after = self._nearest()

    def candidates(self) -> Indexes:
        """Indexes of the blocks that may be the article: near main content, long text, or the headline."""
        likely = np.minimum(self.before, self.after) <= NEAR_KEPT
        padded = np.pad(self.totals.free > MIN_FREE, NEAR_TEXT)
        for shift in range(2 * NEAR_TEXT + 1):
            likely |= padded[shift : shift + len(likely)]
        if self.headline is not None:
            low, high = NEAR_TITLE
            likely[max(0, self.headline + low) : self.headline + high + 1] = True
        return np.flatnonzero(likely)

    def features(self, index: Indexes) -> Matrix:
        """The columns POSITION_NAMES of those blocks."""
        title_owner = self.tree.owners[self.headline] if self.headline is not None else None
        half, most, title = (self._steps(index, element) for element in (self.half, self.most, title_owner))
        if self.headline is None:
            title[:] = -1
        from_title = None if self.headline is None else np.arange(len(self.blocks)) - self.headline
        by = {name: self.totals.by(self.groups[name]) for name in ("parent", "tag", "inline")}
        slot = self._slot()
        return np.column_stack([
            self.tree.depths[self.tree.owners[index]],
            self._shares()[index],
            half[:, 1] == 0,
            half[:, 0],
            most[:, 1] == 0,
            most,
            np.full(len(index), -99) if from_title is None else np.clip(from_title, -20, 60)[index],
            np.full(len(index), -1) if from_title is None else from_title[index] > 0,
            (by["tag"].free / self.totals.all_free)[index],
            np.minimum(by["parent"].blocks, 60)[index],
            (by["inline"].free / self.totals.all_free)[index],
            np.full(len(index), min(len(self.main), 80)),
            title,
            [slot.get(i, -1) for i in index],
            [i in slot for i in index],
        ]).astype(np.float32)  # fmt: skip

    def _steps(self, index: Indexes, element: int | None) -> Indexes:
        """Per block: steps up to the innermost element that also holds `element`, and from there down to it."""
        depths = self.tree.depths[self.tree.owners[index]]
        if element is None:
            return np.column_stack([np.minimum(depths - 1, FAR), np.zeros(len(index), np.intp)])
        shared = self.tree.shared(element, self.tree.owners[index])
        return np.asarray(np.minimum(np.column_stack([depths - shared, self.tree.depths[element] - shared]), FAR))

    def _shares(self) -> Matrix:
        """The columns from index_share to chars_after, for every block of the page."""
        totals, size = self.totals, len(self.blocks)
        own, parent, grand, sig = (totals.by(self.groups[name]) for name in ("own", "parent", "grand", "sig"))
        first, last = (self.main[0], self.main[-1]) if self.main else (0, size)
        spots = np.arange(size)
        taken_before = np.concatenate([[0.0], np.cumsum(totals.taken)[:-1]]) / totals.all_taken
        return np.column_stack([
            spots / size,
            sig.free / totals.all_free,
            self._ranks(sig.free),
            np.minimum(sig.blocks, 50),
            sig.taken / totals.all_taken,
            sig.kept_share,
            own.free / totals.all_free,
            own.taken / totals.all_taken,
            own.link_share,
            parent.free / totals.all_free,
            parent.taken / totals.all_taken,
            parent.kept_share,
            grand.free / totals.all_free,
            grand.taken / totals.all_taken,
            grand.kept_share,
            parent.link_share,
            self.before == 0,
            np.minimum(np.minimum(self.before, self.after), 20),
            np.minimum(self.before, 20),
            np.minimum(self.after, 20),
            (spots - first) / max(1, last - first),
            taken_before,
            1 - taken_before,
        ])  # fmt: skip

    def _ranks(self, free: Column) -> Indexes:
        """Rank of each block's signature on the page, by the amount of text it holds; 0 for the most."""
        codes = self.groups["sig"]
        by_code = np.zeros(codes.max() + 1)
        by_code[codes] = free
        ranks = np.empty(len(by_code), np.intp)
        ranks[np.argsort(-by_code, kind="stable")] = np.arange(len(by_code))
        return np.minimum(ranks, 20)[codes]

    def _nearest(self) -> tuple[Indexes, Indexes]:
        """Distance of each block to the nearest main content before and after it: 0 within it, 99 if there is none."""
        spots, main = np.arange(len(self.blocks)), np.array(self.main, np.intp)
        rank = np.searchsorted(main, spots)
        following = np.append(main, -1)[rank]
        after = np.where(rank < len(main), following - spots, 99)
        before = np.where(rank > 0, spots - np.append(-1, main)[rank], 99)
        before[main] = 0
        return before, after

    def _slot(self) -> dict[int, int]:
        """The texts between headline and first long block of the container, numbered in order: a lead is among them."""
        if self.headline is None or self.half is None:
            return {}
        container = range(self.half, int(self.tree.ends[self.half]))
        found: dict[int, int] = {}
        for block in self.blocks[self.headline + 1 : self.headline + 25]:
            free = self.totals.free[block.index]
            if free > 100 and self.tree.owners[block.index] in container:
                break
            if free > 25:
                found[block.index] = len(found)
        return found
