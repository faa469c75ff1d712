"""Where the main content is: trafilatura's opinion on the blocks of a page, the one place where it is called."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement

from newsclean.page.blocks import Block, letters_of
from newsclean.page.document import prune

# trafilatura warns of every short page; what it finds or not is told by our own outcome.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Shorter keys stand in longer ones by chance ("ya" in "yang").
_MIN_CONTAINED = 25


def main_content(tree: HtmlElement, blocks: Sequence[Block]) -> frozenset[int]:
    """Indexes of the blocks that trafilatura takes for main content; empty when it finds none.

    trafilatura's `fast` leaves out its comparison with other extractors: under the classifier that costs nothing
    (cross-validated, see docs/model.md); that it favours recall saves its second try on short texts. `tree` is pruned,
    otherwise it stays as it is: trafilatura works on a copy.
    Its paragraphs are matched to ours by their letters, in page order.
    """
    tree = deepcopy(tree)
    prune(tree)
    found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False, fast=True, favor_recall=True)
    text = getattr(found, "text", None)
    return _matching(text.split("\n"), blocks) if text else frozenset()


def _matching(lines: Sequence[str], blocks: Sequence[Block]) -> frozenset[int]:
    keys = [block.letters for block in blocks]
    places: dict[str, list[int]] = {}
    for index, letters in enumerate(keys):
        places.setdefault(letters, []).append(index)
    kept: set[int] = set()
    last = -1
    line_keys = [letters for line in lines if (letters := letters_of(line))]
    for letters in line_keys:
        if spots := places.get(letters):
            last = next((spot for spot in spots if spot > last), spots[0])
            kept.add(last)
    whole = "\n".join(line_keys)
    for index, letters in enumerate(keys):
        if index not in kept and len(letters) >= _MIN_CONTAINED and letters in whole:
            kept.add(index)
    for letters in line_keys:
        if letters not in places:
            kept.update(_pieces(letters, keys))
    return frozenset(kept)


def _pieces(line: str, keys: Sequence[str]) -> list[int]:
    """Blocks that make up one line of trafilatura's: a run of neighbours whose keys follow each other in it."""
    for start, letters in enumerate(keys):
        if not letters or not line.startswith(letters):
            continue
        rest, run = line[len(letters) :], [start]
        for index in range(start + 1, len(keys)):
            if not rest:
                return run
            if not keys[index]:
                continue
            if not rest.startswith(keys[index]):
                break
            rest = rest[len(keys[index]) :]
            run.append(index)
        if not rest:
            return run
    return []
