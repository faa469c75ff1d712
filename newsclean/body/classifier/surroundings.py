"""What the elements around a block are, in steps up to tags and class words; the signatures of elements."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

import numpy as np

from newsclean.page.class_names import token_groups

from .arrays import Indexes, Matrix
from .page_tree import FAR, PageTree

UP_TAGS = (
    "figure", "figcaption", "aside", "nav", "header", "footer", "ul", "ol", "table", "blockquote", "form", "article",
    "main", "section", "a", "button", "li", "details", "p",
)  # fmt: skip
_ATTRIBUTES = ("class", "id", "itemprop", "role", "data-component", "data-testid", "data-type")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
MAX_ATTRIBUTES = 400
_WHOLE_PAGE = frozenset(("body", "html"))


@cache
def surrounding_names() -> tuple[str, ...]:
    """Names of the columns of `surroundings`."""
    return tuple(f"up:{name}" for name in (*UP_TAGS, *token_groups()))


def surroundings(tree: PageTree, index: Indexes) -> Matrix:
    """A row for each block of `index`: steps up to the nearest element of each kind, its own or above; FAR for none."""
    owners = tree.owners[index]
    numbers: list[int] = []
    columns: list[int] = []
    for number in np.flatnonzero(tree.inside(owners)).tolist():
        element = tree.elements[number]
        attributes = element.attrib
        said = ""
        if attributes and element.tag not in _WHOLE_PAGE:
            get = attributes.get
            said = " ".join([value for name in _ATTRIBUTES if (value := get(name))])
        for column in _kinds(element.tag, said):
            numbers.append(number)
            columns.append(column)
    present, places = np.unique(np.array(columns, np.intp), return_inverse=True)  # a page has half of the kinds
    own = np.zeros((len(tree.elements), len(present)), np.bool_)
    own[numbers, places] = True
    steps = np.full((len(surrounding_names()), len(owners)), FAR, np.float32)
    steps[present] = tree.steps_up(own)[owners].T
    return steps.T


@lru_cache(maxsize=8192)
def _kinds(tag: str, attributes: str) -> tuple[int, ...]:
    """The columns of the kinds that an element with this tag and these words in its attributes is of."""
    index = _group_index()
    tokens = _TOKEN.findall(attributes[:MAX_ATTRIBUTES])
    found = {column for token in tokens for column in index.get(token.lower(), ())}
    if tag in UP_TAGS:
        found.add(UP_TAGS.index(tag))
    return tuple(found)


@cache
def _group_index() -> dict[str, tuple[int, ...]]:
    """The columns of the groups that a word is in, by word."""
    found: dict[str, list[int]] = defaultdict(list)
    for column, words in enumerate(token_groups().values(), len(UP_TAGS)):
        for word in words:
            found[word].append(column)
    return {word: tuple(columns) for word, columns in found.items()}
