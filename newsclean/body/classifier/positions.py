"""What the elements around a block are, in steps up to tags, class words and roles; the signatures of elements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import numpy as np
from lxml.html import HtmlElement

from newsclean.page.class_names import token_groups

from .arrays import Indexes, Matrix
from .page_tree import FAR, PageTree
from .roles import ROLE_NAMES, roles_of

UP_TAGS = (
    "figure", "figcaption", "aside", "nav", "header", "footer", "ul", "ol", "table", "blockquote", "form", "article",
    "main", "section", "a", "button", "li", "details", "p",
)  # fmt: skip
_ATTRIBUTES = ("class", "id", "itemprop", "role", "data-component", "data-testid", "data-type")
_STYLED = frozenset(("class", "id"))
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
MAX_ATTRIBUTES = 400

Signature = tuple[str, str, str, str]


@cache
def surrounding_names() -> tuple[str, ...]:
    """Names of the columns of `surroundings`."""
    return (*(f"up:{name}" for name in (*UP_TAGS, *token_groups())), *ROLE_NAMES)


def surroundings(tree: PageTree, index: Indexes) -> Matrix:
    """A row for each block of `index`: steps up to the nearest element of each kind, its own or above; FAR for none."""
    own = np.zeros((len(tree.elements), len(surrounding_names())), np.bool_)
    owners = tree.owners[index]
    known: dict[tuple[str, *tuple[tuple[str, str], ...]], list[int]] = {}
    for number in np.flatnonzero(tree.inside(owners)).tolist():
        element = tree.elements[number]
        key = element.tag, *element.items()
        if key not in known:
            known[key] = [*_kinds(element.tag, dict(key[1:]))]
        own[number, known[key]] = True
    present = own.any(axis=0)  # a page has half of the kinds
    steps = np.full((len(owners), own.shape[1]), FAR, np.float32)
    steps[:, present] = tree.steps_up(own[:, present])[owners]
    return steps


def _kinds(tag: str, attributes: Mapping[str, str]) -> Iterator[int]:
    """The columns of the kinds that an element is of."""
    if tag in UP_TAGS:
        yield UP_TAGS.index(tag)
    if not attributes or tag in ("body", "html"):
        return
    columns = _columns()
    for group in _groups_of(" ".join(filter(None, map(attributes.get, _ATTRIBUTES)))):
        yield columns[group]
    if attributes.keys() - _STYLED:
        for column in roles_of(attributes, _groups_of):
            yield len(UP_TAGS) + len(columns) + column


def signature(element: HtmlElement) -> Signature:
    """Tags and classes of an element and its parent: the paragraphs of an article share them."""
    parent = element.getparent()
    if parent is None:
        return element.tag, element.get("class", ""), "", ""
    return element.tag, element.get("class", ""), parent.tag, parent.get("class", "")


@cache
def _columns() -> dict[str, int]:
    return {group: column for column, group in enumerate(token_groups(), len(UP_TAGS))}


@cache
def _group_index() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for group, words in token_groups().items():
        for word in words:
            found[word].append(group)
    return {word: tuple(groups) for word, groups in found.items()}


@lru_cache(maxsize=4096)
def _groups_of(attributes: str) -> frozenset[str]:
    index = _group_index()
    tokens = _TOKEN.findall(attributes[:MAX_ATTRIBUTES])
    return frozenset(group for token in tokens for group in index.get(token.lower(), ()))
