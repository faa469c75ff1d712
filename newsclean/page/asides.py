"""Where a page names others than the writers of its article: teasers, comments, notes on the author."""

from __future__ import annotations

from lxml.html import HtmlElement

from .class_names import class_name

_ASIDES = frozenset(("aside", "footer", "nav"))
# Elements around a line that tell whose it is; the classes of a whole article tell nothing.
_AROUND = 6
_WHOLE = frozenset(("article", "main", "body"))


def is_aside(element: HtmlElement) -> bool:
    """Whether an element stands beside the article, by its tag or class or those of the elements around it."""
    for depth, node in enumerate((element, *element.iterancestors())):
        if node.tag in _WHOLE or depth > _AROUND:
            return False
        if node.tag in _ASIDES or class_name("not_byline", node.get("class") or ""):
            return True
    return False
