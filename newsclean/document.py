"""Text to one tree, in a state that every later step can rely on."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

# Signs that no text needs and that XML forbids (XML 1.0, 2.2); one of them makes trafilatura return nothing.
_CONTROLS = frozenset([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_LOW_CONTROLS = bytes(code for code in _CONTROLS if code < 0x80)
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_REFERENCE = re.compile(r"&#(?:0*(\d{1,3})|[xX]0*([0-9a-fA-F]{1,2}));")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CHILDLESS = etree.XPath(".//*[not(node())]")
# Without text they still part it or hold its place.
_MEANT_EMPTY = frozenset(("br", "hr", "td", "th", "body", "head"))
_TAG = re.compile(r"<(?:!doctype|/?(?:html|head|body|p|div|br|a|span|article|title|meta|h1|table|ul|section)\b)", re.I)


def printable(text: str) -> str:
    """The text without control characters and lone surrogates, also those written as references (`&#11;`)."""
    data = text.encode("utf-8", "replace").translate(None, _LOW_CONTROLS)  # on bytes: a tenth of the time
    if b"\xc2" in data:
        data = _HIGH_CONTROL.sub(b"", data)
    text = data.decode("utf-8")
    return _REFERENCE.sub(_no_control, text) if "&#" in text else text


def has_markup(text: str) -> bool:
    """Whether this is HTML at all, and not a page's text without its tags."""
    return _TAG.search(text) is not None


def parse(text: str) -> HtmlElement | None:
    """The page's `html` element, comments and processing instructions left out; None when there is no element."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # lxml.html's own look-up asks Python for the class of every element, which takes a twentieth of a page's time.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8"), parser)
    except etree.ParserError:
        return None
    return tree


def body_of(tree: HtmlElement) -> HtmlElement:
    """The `body` element, the tree itself when it has none."""
    body = tree.find("body")
    return tree if body is None else body


def prune(tree: HtmlElement) -> None:
    """Takes out of the tree, in place, what carries neither text nor JSON-LD: half of a page's elements and more."""
    for silent in list(tree.iter("script", "style", "svg", "link", "meta")):
        if silent.tag == "script" and "ld+json" in silent.get("type", ""):
            continue
        if silent.getparent() is not None:
            silent.drop_tree()
    for empty in cast(list[HtmlElement], _CHILDLESS(tree)):
        element: HtmlElement | None = empty
        while element is not None and not len(element) and not (element.text and element.text.strip()):
            above = element.getparent()
            if above is None or element.tag in _MEANT_EMPTY:
                break
            element.drop_tree()
            element = above


def _no_control(match: re.Match[str]) -> str:
    code = int(match[1]) if match[1] else int(match[2], 16)
    return " " if code in _CONTROLS else match[0]
