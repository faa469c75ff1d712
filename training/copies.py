"""Copies of a page that a trained classifier must decide like the page itself.

What a class or an id is called, and which container tags a template uses, is each outlet's own. A classifier that has
seen a few hundred outlets leans on their names; a copy without them teaches it the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from newsclean.page.document import body_of, parse

Copy = Callable[[str], str]
_NAMED = ("id", "itemprop", "itemtype", "role")
_FRAMES = frozenset(("article", "aside", "footer", "header", "main", "nav", "section"))


def without_names(text: str) -> str:
    """The page with its class names hashed, and without ids, roles, microdata and data attributes in its body."""
    return _changed(text, _hide_names)


def without_frames(text: str) -> str:
    """The page without names, and with every container of its body as a div."""
    return _changed(text, _hide_frames)


def _changed(text: str, change: Callable[[HtmlElement], None]) -> str:
    tree = parse(text)
    if tree is None:
        return text
    for element in body_of(tree).iter(etree.Element):
        change(element)
    return etree.tostring(tree, encoding="unicode", method="html")


def _hide_names(element: HtmlElement) -> None:
    for name in list(element.attrib):
        if name in _NAMED or name.startswith("data-"):
            del element.attrib[name]
    if names := element.get("class"):
        element.set("class", " ".join(map(_hashed, names.split())))


def _hide_frames(element: HtmlElement) -> None:
    _hide_names(element)
    if element.tag in _FRAMES:
        element.tag = "div"


def _hashed(name: str) -> str:
    """A name that says nothing: digits, so that no word can be read in it."""
    return f"c{int.from_bytes(hashlib.blake2b(name.encode(errors='replace'), digest_size=4).digest()):010d}"
