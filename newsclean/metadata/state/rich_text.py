"""The text of a node of data as HTML: a string, a list of paragraphs, or the tree of an editor or of React."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from newsclean.page.elements import SILENT_TAGS
from newsclean.page.limits import MAX_STATE_NODES
from newsclean.page.scripts import is_unspaced, length_of
from newsclean.page.sentences import count_sentences, ends_sentence

from .formats import referred
from .names import elements, fields, fold_name, names

# Nodes below each other; editors nest lists three or four levels deep, React's trees are those of pages.
MAX_DEPTH = 120
# Of one text: several times that of a page.
MAX_HTML = 2_000_000

# A string of running text is at least as long (characters), has a sentence and few signs of code; its words have fewer
# letters in the mean than addresses and keys have.
MIN_PROSE = 40
MAX_CODE = 0.02
MAX_WORD = 15

TAG = re.compile(r"<[^<>]{1,2000}>")
_CODE = re.compile(r"[{};=\\]")
_MARKUP = re.compile(r"<(?:/?[a-z][a-z0-9]*\b[^<>]{0,2000}|!--)>?", re.I)
_ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|br|div|h[1-6]|strong|em|a|ul|li|span)\b", re.I)
_TAG = re.compile(r"[a-z][a-z0-9-]{0,20}")
_SUFFIX = re.compile(r"(?:block|element|component|node|widget|module)$")
_KIND_KEYS = ("type", "_type", "nodetype", "tag", "tagname", "kind", "typename", "name", "blockname", "component")
_CONTINUING = ",.;:)"
_OTHER = names("texts", "other")
_ELEMENT = "$"  # opens an element of React's: ["$", tag, key, properties]


def has_markup(text: str) -> bool:
    """Whether a string is written as HTML."""
    return _MARKUP.search(text) is not None


def prose_length(text: str) -> int:
    """The length of a string that is running text, as `length_of` counts; 0 for any other."""
    if len(text) < MIN_PROSE or (" " not in text and not is_unspaced(text[:200])):
        return 0
    if _ESCAPED_MARKUP.search(text):
        text = html.unescape(text)
    if has_markup(text):
        text = TAG.sub(" ", text)
    if not is_unspaced(text[:200]) and len(text) > MAX_WORD * len(text.split()):
        return 0
    if len(text) < MIN_PROSE or len(_CODE.findall(text)) > MAX_CODE * len(text) or not count_sentences(text[:2000]):
        return 0
    return length_of(text)


def html_of(node: Any, rows: dict[str, Any]) -> str:
    """The HTML of a text. `rows` are the parts that nodes refer to by name."""
    writer = _Writer(rows)
    writer.write(node, 0, as_block=True)
    return "".join(writer.parts)


def text_html(text: str) -> str:
    """The HTML of a string that is HTML, HTML escaped once more, or lines of plain text."""
    if not has_markup(text) and _ESCAPED_MARKUP.search(text):
        text = html.unescape(text)
    if has_markup(text):
        return f"<div>{text}</div>"
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())


def kind_of(node: dict[str, Any]) -> str | None:
    """The HTML element that says what the node is; "nothing" where it is no text, None for an unknown kind."""
    known = {fold_name(key): value for key, value in node.items()}
    for key in _KIND_KEYS:
        if isinstance(kind := known.get(key), str):
            name = fold_name(kind.rpartition(".")[2])
            if tag := elements().get(name) or elements().get(_SUFFIX.sub("", name)):
                return tag
    return None


def is_work(node: dict[str, Any]) -> bool:
    """Whether a node describes an article: it has a headline, and an address, a date or an author."""
    found = {fields().get(fold_name(key)) for key, value in node.items() if value}
    return "headline" in found and bool(found & {"address", "published", "author"})


class _Writer:
    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows
        self.parts: list[str] = []
        self.size = 0
        self.left = MAX_STATE_NODES  # nodes that refer to each other can be without end

    def put(self, part: str) -> None:
        self.size += len(part)
        if self.size <= MAX_HTML:
            self.parts.append(part)

    def write(self, node: Any, depth: int, as_block: bool = False) -> bool:
        """Write a node; whether there was text in it. `as_block`: it is a line of its own whatever its kind."""
        self.left -= 1
        if depth > MAX_DEPTH or self.size > MAX_HTML or self.left < 0:
            return False
        node = referred(node, self.rows)
        if isinstance(node, str):
            return self.write_text(node, as_block)
        if isinstance(node, list):
            if len(node) > 3 and node[0] == _ELEMENT and isinstance(node[1], str):
                return self.write_element(node[1], node[3], depth)
            return self.write_all(node, depth, as_block)
        if is_series(node):
            return self.write_all(list(node.values()), depth, as_block)
        return isinstance(node, dict) and self.write_node(node, depth, as_block)

    def write_all(self, nodes: list[Any], depth: int, as_block: bool) -> bool:
        is_line = as_block and _is_line(nodes)
        self.put("<p>" if is_line else "")
        found = [self.write(one, depth + 1, as_block and not is_line) for one in nodes]
        self.put("</p>" if is_line else "")
        return any(found)

    def write_text(self, text: str, as_block: bool) -> bool:
        if text.strip():
            self.put(text_html(text) if as_block or has_markup(text) else html.escape(text, quote=False))
            return True
        self.put(" " if text else "")
        return False

    def write_element(self, tag: str, properties: Any, depth: int) -> bool:
        if tag in SILENT_TAGS or tag in ("nav", "footer", "img") or not isinstance(properties, dict):
            return False
        markup = properties.get("dangerouslySetInnerHTML")
        inner = markup.get("__html") if isinstance(markup, dict) else properties.get("children")
        if tag == "br" or not _TAG.fullmatch(tag):  # "$L12" and "$Sreact.suspense" are components and hold elements
            self.put("<br>" if tag == "br" else "")
            return self.write(inner, depth + 1)
        return self.wrap(tag, inner, depth, properties.get("href"))

    def write_node(self, node: dict[str, Any], depth: int, as_block: bool) -> bool:
        kind = kind_of(node)
        if kind == "nothing" or (depth and is_work(node)):
            return False
        if kind == "br":
            self.put("<br>")
            return False
        if kind:
            href = next((url for key, url in node.items() if fields().get(fold_name(key)) == "address"), None)
            return any(self.wrap(kind, inner, depth, href) for inner in _inner(node))
        if any(self.write(inner, depth + 1, as_block) for inner in _inner(node)):
            return True
        texts = [one for key, one in node.items() if isinstance(one, str) and fold_name(key) not in _OTHER]
        found = [self.write_text(text, as_block) for text in texts if prose_length(text)]
        return any(found)

    def wrap(self, tag: str, inner: Any, depth: int, href: Any = None) -> bool:
        address = f' href="{html.escape(href)}"' if tag == "a" and isinstance(href, str) else ""
        self.put(f"<{tag}{address}>")
        found = self.write(inner, depth + 1, as_block=tag in ("ul", "ol"))
        self.put(f"</{tag}>")
        return found


def is_series(value: Any) -> bool:
    """Whether the parts of a value follow each other: a list, or named entries of one form."""
    if not isinstance(value, dict):
        return isinstance(value, list)
    entries = [frozenset(map(fold_name, one)) for one in value.values() if isinstance(one, dict)]
    shared = frozenset.intersection(*entries) if len(entries) > 2 and len(entries) == len(value) else frozenset()
    return len(shared) > 1 or not shared.isdisjoint(_KIND_KEYS)


def _is_line(nodes: list[Any]) -> bool:
    """Whether the nodes are the pieces of one line: one of them breaks off in the middle of a sentence."""
    pieces = [_piece(node) for node in nodes]
    return any(
        before[-1].isspace() or after[0].isspace() or after[0].islower() or after[0] in _CONTINUING
        for before, after in pairwise(pieces)
        if before and after and not ends_sentence(before.rstrip())
    )


def _piece(node: Any) -> str:
    """The text of a node without parts; "" for all others."""
    if isinstance(node, str):
        return "" if has_markup(node) else node
    if not isinstance(node, dict) or kind_of(node) not in (None, "a"):
        return ""
    return next((inner for inner in _inner(node) if isinstance(inner, str) and not has_markup(inner)), "")


def _inner(node: dict[str, Any]) -> Iterator[Any]:
    """What may be a node's text, the likeliest first: fields with the name of one, then those with parts."""
    known = {fold_name(key): value for key, value in node.items() if isinstance(value, str | list | dict) and value}
    inner = names("texts", "inner")
    yield from (known[name] for name in inner if name in known)
    yield from (one for name, one in known.items() if not isinstance(one, str) and name not in inner + _OTHER)
