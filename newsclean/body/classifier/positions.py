"""Where elements are in the tree: steps up to tags and class words, signatures, the path between two elements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from newsclean.page.class_names import token_groups

FAR = 12  # steps; what is further away is not near
UP_TAGS = (
    "figure", "figcaption", "aside", "nav", "header", "footer", "ul", "ol", "table", "blockquote", "form", "article",
    "main", "section", "a", "button", "li", "details", "p",
)  # fmt: skip
_ATTRIBUTES = ("class", "id", "itemprop", "role", "data-component", "data-testid", "data-type")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
MAX_ATTRIBUTES = 400

Signature = tuple[str, str, str, str]


@cache
def near_names() -> tuple[str, ...]:
    """Names of the columns of `TreePositions.near`."""
    return tuple(f"up:{tag}" for tag in UP_TAGS) + tuple(f"up:{name}" for name in token_groups())


class TreePositions:
    """The geometry of one page's tree; each element is visited once."""

    def __init__(self) -> None:
        self._near: dict[HtmlElement, NDArray[np.int8]] = {}
        self._chains: dict[HtmlElement, tuple[HtmlElement, ...]] = {}
        self._tags = {tag: index for index, tag in enumerate(UP_TAGS)}

    def chain(self, element: HtmlElement) -> tuple[HtmlElement, ...]:
        """The element and its ancestors, outermost first."""
        known = self._chains.get(element)
        if known is None:
            parent = element.getparent()
            known = (*(self.chain(parent) if parent is not None else ()), element)
            self._chains[element] = known
        return known

    def near(self, elements: Sequence[HtmlElement]) -> NDArray[np.float32]:
        """A row per element: steps up to the nearest ancestor-or-self of each kind of `near_names`; FAR for none."""
        return np.array([self._steps_up(element) for element in elements], np.float32)

    def _steps_up(self, element: HtmlElement) -> NDArray[np.int8]:
        known = self._near.get(element)
        if known is None:
            parent = element.getparent()
            above = self._steps_up(parent) if parent is not None else np.full(len(near_names()), FAR - 1, np.int8)
            known = np.minimum(above + 1, FAR).astype(np.int8)
            if (index := self._tags.get(element.tag)) is not None:
                known[index] = 0
            if element.tag not in ("body", "html"):
                for group in _groups_of(" ".join(filter(None, map(element.get, _ATTRIBUTES)))):
                    known[len(UP_TAGS) + group] = 0
            self._near[element] = known
        return known

    def steps(self, elements: Sequence[HtmlElement], chain: Sequence[HtmlElement]) -> NDArray[np.float32]:
        """Per element: steps up to its nearest ancestor in `chain`, and from there down to the end of `chain`."""
        depths = {element: depth for depth, element in enumerate(chain, 1)}
        found = []
        for element in elements:
            up, shared = 0, 0
            for up, above in enumerate(reversed(self.chain(element))):  # noqa: B007  # `up` is used after the loop
                if shared := depths.get(above, 0):
                    break
            found.append((min(up, FAR), min(len(chain) - shared, FAR)))
        return np.array(found, np.float32).reshape(-1, 2)


def signature(element: HtmlElement) -> Signature:
    """Tags and classes of an element and its parent: the paragraphs of an article share them."""
    parent = element.getparent()
    if parent is None:
        return element.tag, element.get("class", ""), "", ""
    return element.tag, element.get("class", ""), parent.tag, parent.get("class", "")


@cache
def _group_index() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, words in enumerate(token_groups().values()):
        for word in words:
            found[word].append(index)
    return {word: tuple(indexes) for word, indexes in found.items()}


@lru_cache(maxsize=4096)
def _groups_of(attributes: str) -> frozenset[int]:
    index = _group_index()
    tokens = _TOKEN.findall(attributes[:MAX_ATTRIBUTES])
    return frozenset(group for token in tokens for group in index.get(token.lower(), ()))
