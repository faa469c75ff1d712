"""What there is on a page that claims are read from, gathered once: each walk over the tree costs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from newsclean.page.class_names import class_name

_TAGS = ("a", "base", "h1", "h2", "link", "meta", "script", "time", "title")
# Attributes that say what a part of the page is.
NAMING = ("class", "id", "aria-label", "itemtype")


def _values(attribute: str) -> Callable[[HtmlElement], list[str]]:
    return cast(Callable[[HtmlElement], list[str]], etree.XPath(f"//@{attribute}", smart_strings=False))


# One query for all would sort what it finds.
_VALUES = {name: _values(name) for name in NAMING}


class Inventory:
    """The elements that most claims are read from, by tag, and the values of the attributes that name parts."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self._elements: dict[str, list[HtmlElement]] = {tag: [] for tag in _TAGS}
        self.links: list[HtmlElement] = []  # <a> and <link> with a rel
        for element in tree.iter(*_TAGS):
            tag = element.tag
            self._elements[tag].append(element)
            if tag in ("a", "link") and element.get("rel"):
                self.links.append(element)
        # Both now, while the tree is still in the processor's cache: later it costs twice as much.
        self.classes = frozenset(_VALUES["class"](tree))
        self.ids = frozenset(_VALUES["id"](tree))

    def all(self, tag: str) -> list[HtmlElement]:
        """The elements with one of the tags above, in page order."""
        return self._elements[tag]

    @cached_property
    def breadcrumbs(self) -> frozenset[str]:
        """The values of any attribute that call an element a breadcrumb."""
        labels = (value for name in ("aria-label", "itemtype") for value in _VALUES[name](self.tree))
        return _called("breadcrumb", self.classes.union(self.ids, labels))

    def classes_called(self, kind: str) -> frozenset[str]:
        """The class attributes that hold a name of that kind."""
        return _called(kind, self.classes)


def _called(kind: str, values: frozenset[str]) -> frozenset[str]:
    """The values that hold a name of that kind; mostly none does, and no name goes on in the next line."""
    if class_name.__wrapped__(kind, "\n".join(values)) is None:  # such a text is not worth remembering
        return frozenset()
    return frozenset(value for value in values if class_name(kind, value) is not None)
