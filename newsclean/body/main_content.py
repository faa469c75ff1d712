"""Where the main content is: a first opinion on the blocks of a page, which the classifier weighs with much else.

trafilatura gives it; only this module calls trafilatura's extraction. Another MainContentFinder can take its place: see
docs/how-to/another-extractor.md.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Protocol

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from newsclean.page.blocks import Block, letters_of
from newsclean.page.document import prune_tree

from .xpath_finders import answer_in_python

# trafilatura warns about every short page; our own outcome reports what was found.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

answer_in_python()
# trafilatura only reads them. Without, it makes its own from a configuration file's sections, for each page.
_OPTIONS = Extractor(output_format="python", comments=False, fast=True, recall=True)
# Shorter texts occur in longer ones by chance ("ya" in "yang"); in letters.
_MIN_CONTAINED = 25
# The blocks that a line may begin with open with the same letters; more of them than this are looked at on no page.
_OPENING, _MAX_STARTS = 4, 200


class MainContentFinder(Protocol):
    """Finds the blocks of a page that are its main content."""

    def __call__(self, tree: HtmlElement, blocks: Sequence[Block]) -> frozenset[int]:
        """Their indexes, empty when there are none. `tree` is the whole page and must not be changed."""


def trafilatura_content(tree: HtmlElement, blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks whose text trafilatura extracts.

    `fast` skips trafilatura's comparison with other extractors, which does not improve the classifier's result
    (docs/explanation/model.md); `recall` saves its second try on short texts. It gets a pruned
    copy with half of the page's elements or fewer. Its paragraphs are matched to the blocks by their letters, in page
    order.
    """
    pruned = copy.deepcopy(tree)
    prune_tree(pruned)
    found = trafilatura.bare_extraction(pruned, options=_OPTIONS)
    text = getattr(found, "text", None)
    return _matching(text.split("\n"), blocks) if text else frozenset()


def _matching(lines: Sequence[str], blocks: Sequence[Block]) -> frozenset[int]:
    keys = [block.letters for block in blocks]
    indexes = _places(keys)
    kept: set[int] = set()
    last = -1
    # Most lines are a block's text as it is, or with the mark of a list item: their letters are known.
    known = {block.text: letters for block, letters in zip(blocks, keys, strict=True)}
    line_keys = [letters for line in lines if (letters := known.get(line.removeprefix("- ")) or letters_of(line))]
    for letters in line_keys:
        if same := indexes.get(letters):
            last = next((index for index in same if index > last), same[0])
            kept.add(last)
    whole = "\n".join(line_keys)
    for index, letters in enumerate(keys):
        if index not in kept and len(letters) >= _MIN_CONTAINED and letters in whole:
            kept.add(index)
    if joined := [letters for letters in dict.fromkeys(line_keys) if letters not in indexes]:
        starts = _places(letters[:_OPENING] for letters in keys)
        for letters in joined:
            alike = (start for size in range(1, _OPENING + 1) for start in starts.get(letters[:size], ()))
            kept.update(_pieces(letters, keys, sorted(set(islice(alike, _MAX_STARTS)))))
    return frozenset(kept)


def _places(texts: Iterable[str]) -> dict[str, list[int]]:
    """Where each text is."""
    places: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        places.setdefault(text, []).append(index)
    return places


def _pieces(line: str, keys: Sequence[str], starts: Sequence[int]) -> list[int]:
    """The neighbouring blocks that trafilatura joined to this line: their keys follow each other in it."""
    for start in starts:
        letters = keys[start]
        if not line.startswith(letters):
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
