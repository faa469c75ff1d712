"""Copies of a page that a trained classifier must decide like the page itself.

What a class or an id is called is each outlet's own. A classifier that has seen a few hundred outlets leans on their
names; a copy without them teaches it the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from newsclean.page.document import body_of, parse

Copy = Callable[[str], str]
_NAMED = ("id", "itemprop", "itemtype", "role")


def without_names(text: str) -> str:
    """The page with its class names hashed, and without ids, roles, microdata and data attributes in its body."""
    tree = parse(text)
    if tree is None:
        return text
    for element in body_of(tree).iter(etree.Element):
        _hide_names(element)
    return etree.tostring(tree, encoding="unicode", method="html")


def _hide_names(element: HtmlElement) -> None:
    for name in list(element.attrib):
        if name in _NAMED or name.startswith("data-"):
            del element.attrib[name]
    if names := element.get("class"):
        element.set("class", " ".join(map(_hashed, names.split())))


def _hashed(name: str) -> str:
    """A name that says nothing: digits, so that no word can be read in it."""
    return f"c{int.from_bytes(hashlib.blake2b(name.encode(errors='replace'), digest_size=4).digest()):010d}"
