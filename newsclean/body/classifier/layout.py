"""The layout of one page as the classifier sees it, whatever is its main content: its text, groups and headline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsclean.page.blocks import Block
from newsclean.page.headline import headline_block

from .arrays import Indexes, Marks
from .objects import PageObjects
from .page_tree import PageTree
from .text_totals import TextTotals, codes_of

# Which blocks are scored: near long text, in the container of half of the text, or near the headline. On labelled news
# pages this leaves out 70 % of all blocks and 1 % of the right ones.
NEAR_TEXT = 2
NEAR_TITLE = (-1, 10)
MIN_FREE = 60


class PageLayout:
    """What the features of all blocks of one page draw on.

    `groups` has, for each kind of neighbourhood, a number for every block of the page: blocks of one group share it.
    """

    def __init__(self, blocks: Sequence[Block], title: str) -> None:
        self.blocks = blocks
        self.tree = tree = PageTree(blocks)
        self.totals = TextTotals(blocks)
        self.headline = headline_block(blocks, title)
        self.objects = PageObjects(blocks, tree)
        parents = tree.parents[tree.owners]
        self.groups = {"own": tree.owners, "parent": parents, "grand": tree.parents[parents], **self._alike()}

    def _alike(self) -> dict[str, Indexes]:
        """The groups of blocks that are alike: in the signature, the tags and classes of their own element and its
        parent, in tag, in class, in the inline element around their text."""
        tree, elements = self.tree, self.tree.elements
        shown: dict[int, tuple[str, str]] = {}
        for number in {*tree.owners.tolist(), *tree.parents[tree.owners].tolist()}:
            element = elements[number]
            shown[number] = element.tag, element.get("class", "")
        pairs = zip(tree.owners.tolist(), tree.parents[tree.owners].tolist(), strict=True)
        signatures = codes_of([(shown[owner], shown[parent]) for owner, parent in pairs])
        own = [shown[owner] for owner in tree.owners.tolist()]
        inlines = [block.inline for block in self.blocks]
        within = [
            sig if inline is None else (sig, inline.tag, inline.get("class", ""))
            for sig, inline in zip(signatures.tolist(), inlines, strict=True)
        ]
        return {
            "sig": signatures,
            "tag": codes_of([tag for tag, _ in own]),
            "class": codes_of([name for _, name in own]),
            "inline": codes_of(within),
            "inline_tag": codes_of(["" if inline is None else inline.tag for inline in inlines]),
        }

    def candidates(self) -> Marks:
        """The blocks that may be the article, whatever the main content is."""
        free = self.totals.free
        padded = np.pad(free > MIN_FREE, NEAR_TEXT)
        likely = np.zeros(len(free), np.bool_)
        for shift in range(2 * NEAR_TEXT + 1):
            likely |= padded[shift : shift + len(likely)]
        half = self.tree.holding(0.5, free)
        if half is not None:
            likely |= (self.tree.owners >= half) & (self.tree.owners < self.tree.ends[half])
        if self.headline is not None:
            low, high = NEAR_TITLE
            likely[max(0, self.headline + low) : self.headline + high + 1] = True
        return likely
