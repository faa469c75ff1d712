"""The part of a page's tree that holds its blocks, as arrays: sums over subtrees and steps between elements at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from newsclean.page.blocks import Block

from .arrays import Amounts, Column, Indexes, Marks

FAR = 12  # steps; what is further away is not near


class PageTree:
    """The elements that hold the blocks of a page, each numbered before those inside it, in page order.

    `owners` has the number of each block's own element. Per element: `parents` (the root is its own), `depths` (1 for
    the root), `ends` (the number behind its last inner element), and the range of its blocks from `first` to before
    `behind`.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.elements: list[HtmlElement] = []
        self._numbers: dict[HtmlElement, int] = {}
        self._parents: list[int] = []
        self._depths: list[int] = []
        first: list[int] = []
        behind: list[int] = []
        owners = []
        for spot, block in enumerate(blocks):
            owner = self._numbers.get(block.element)
            if owner is None:
                owner = self._add(block.element)
                new = len(self.elements) - len(first)
                first += [spot] * new
                behind += [0] * new
            behind[owner] = spot + 1
            owners.append(owner)
        parents = self._parents
        ends = [*range(1, len(first) + 1)]
        for number in range(len(first) - 1, 0, -1):
            parent = parents[number]
            if ends[number] > ends[parent]:
                ends[parent] = ends[number]
            if behind[number] > behind[parent]:
                behind[parent] = behind[number]
        self.owners, self.parents, self.depths, self.ends, self.first, self.behind = (
            np.array(values, np.intp) for values in (owners, parents, self._depths, ends, first, behind)
        )
        order = np.argsort(self.depths, kind="stable")
        steps = np.flatnonzero(np.diff(self.depths[order])) + 1
        self._levels = np.split(order, steps)[1:]

    def _add(self, element: HtmlElement) -> int:
        """The number of an element that has none; it gets one, as the elements around it do."""
        numbers, elements = self._numbers, self.elements
        path = [element]
        above = element.getparent()
        while above is not None and (known := numbers.get(above)) is None:
            path.append(above)
            above = above.getparent()
        number, depth = (known or 0, self._depths[known or 0]) if above is not None else (0, 0)
        for inner in reversed(path):
            depth += 1
            self._parents.append(number)
            self._depths.append(depth)
            number = numbers[inner] = len(elements)
            elements.append(inner)
        return number

    def around(self, element: HtmlElement) -> int:
        """The number of the innermost element with blocks that is or holds this one."""
        above: HtmlElement | None = element
        while above is not None:
            if (number := self._numbers.get(above)) is not None:
                return number
            above = above.getparent()
        return 0

    def sums(self, amounts: Amounts) -> Column:
        """Per element, the sum of these amounts, one per block, over its blocks."""
        until = np.concatenate([[0.0], np.cumsum(amounts)])
        return np.asarray(until[self.behind] - until[self.first])

    def inside(self, numbers: Sequence[int] | Indexes) -> Indexes:
        """Per element, how many of these elements are in it."""
        until = np.concatenate([[0], np.cumsum(np.bincount(np.array(numbers, np.intp), minlength=len(self.ends)))])
        return np.asarray(until[self.ends] - until[:-1])

    def steps_up(self, own: Marks) -> NDArray[np.int8]:
        """Per element and column of `own`, steps to the nearest element that has it, itself or above; FAR for none."""
        steps = np.where(own, np.int8(0), np.int8(FAR))
        for level in self._levels:
            steps[level] = np.minimum(steps[level], steps[self.parents[level]] + np.int8(1))
        return np.minimum(steps, np.int8(FAR))

    def nearest(self, chosen: Marks) -> Indexes:
        """Per element, the nearest of the chosen ones, itself or above; -1 for none."""
        found = np.where(chosen, np.arange(len(chosen)), -1)
        for level in self._levels:
            found[level] = np.where(chosen[level], level, found[self.parents[level]])
        return found

    def holding(self, share: float, amounts: Column) -> int | None:
        """The innermost element with this share of the amounts, one per block; None where they are 0."""
        total = float(amounts.sum())
        if not total:
            return None
        enough = self.sums(amounts) >= share * total - 1e-6
        return int(np.argmax(np.where(enough, self.depths, 0)))

    def shared(self, element: int, numbers: Indexes) -> Indexes:
        """Per number, the depth of the innermost element that holds it and `element`."""
        chain = [element]
        while chain[-1]:
            chain.append(int(self.parents[chain[-1]]))
        path = np.array(chain[::-1], np.intp)
        begun = np.searchsorted(path, numbers, "right")
        open_still = len(path) - np.searchsorted(self.ends[path][::-1], numbers, "right")
        return np.minimum(begun, open_still)

    def at_depth(self, numbers: Indexes, depths: Indexes) -> Indexes:
        """Per number, the element of that depth that is it or holds it."""
        found = numbers.copy()
        while (deeper := self.depths[found] > depths).any():
            found[deeper] = self.parents[found[deeper]]
        return found
