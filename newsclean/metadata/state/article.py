"""The article in the data of a page: the longest running text that belongs to it, not to another one of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import orjson
from rapidfuzz import fuzz

from newsclean.metadata.json_ld import address_key
from newsclean.page.blocks import letters_of
from newsclean.page.limits import MAX_STATE_NODES
from newsclean.page.scripts import topic_words

from .formats import referred
from .names import fold_name, names, strings_in, values_of
from .rich_text import TAG, html_of, is_series, is_work, prose_length
from .scripts import State

# A text is one that has this many characters, as `length_of` counts.
MIN_TEXT = 300
# A node has the whole text when this share of it is in one of its parts.
MOST = 0.8
# A field that is called text or content is taken before one with this many times as much in it.
PREFERRED = 3
# How like the page's headline another form of it is (rapidfuzz ratio, 0 to 100).
SAME_HEADLINE = 75
# Share of the headline's words that its text repeats, where nothing but the words shows whose text it is.
MIN_TOPIC = 0.5
MAX_HEADLINE = 300
# Texts that are compared with the page's headline, the longest.
MAX_WORKS = 200


@dataclass(frozen=True, slots=True)
class PageNames:
    """What tells the article of a page from others: its addresses, and the words and letters of its headlines."""

    addresses: Sequence[str]
    words: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class StateArticle:
    """An article that a page carries: its text as HTML, and what is said about it."""

    html: str
    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node:
    """A value in the data: how much running text is in it, without that of the articles in it."""

    value: Any
    parent: int
    key: str = ""
    is_work: bool = False
    weight: int = 0
    parts: list[int] = field(default_factory=list)


def find_article(state: State, page: PageNames) -> StateArticle | None:
    """The page's article in its data, None when no text of it is there."""
    nodes = _walk(state)
    for index in range(len(nodes) - 1, 0, -1):
        node = nodes[index]
        if node.weight and node.parent and not node.is_work:
            nodes[node.parent].weight += node.weight
    tops = [at for at, node in enumerate(nodes) if node.weight >= MIN_TEXT and (node.is_work or not node.parent)]
    tops = sorted(tops, key=lambda at: -nodes[at].weight)[:MAX_WORKS]
    best = max(((rank, nodes[at].weight, -at) for at in tops if (rank := _rank(nodes, at, page))), default=None)
    return _article(nodes, -best[2], state.rows) if best else None


def _walk(state: State) -> list[_Node]:
    """All values, each before its parts; strings that hold JSON are read, references followed once."""
    nodes = [_Node(state.values, -1)]
    seen: set[tuple[int, bool]] = set()
    others = frozenset(names("texts", "other"))
    at = 0
    while at < len(nodes) < MAX_STATE_NODES:
        holder = nodes[at].value
        pairs = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        for key, one in pairs:
            name = fold_name(key) if isinstance(key, str) else ""
            value = referred(one, state.rows)
            mark = (id(value), value is one)
            if name in others or not isinstance(value, str | dict | list) or mark in seen:
                continue
            if not isinstance(value, str) or len(value) >= MIN_TEXT:
                seen.add(mark)
            node = _node(_parsed(value), at, name)
            if node.weight or not isinstance(node.value, str):
                nodes[at].parts.append(len(nodes))
                nodes.append(node)
                if len(nodes) >= MAX_STATE_NODES:
                    break
        at += 1
    return nodes


def _node(value: Any, parent: int, key: str) -> _Node:
    if isinstance(value, str):
        return _Node(value, parent, key, weight=prose_length(value))
    return _Node(value, parent, key, is_work=isinstance(value, dict) and is_work(value))


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and len(value) >= MIN_TEXT and value[0] in "{[" and value[-1] in "}]":
        try:
            return orjson.loads(value)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            return value
    return value


def _rank(nodes: list[_Node], at: int, page: PageNames) -> int:
    """How surely a text is the page's: 3 by its address, 2 by its headline, 1 by its words, 0: it is not."""
    known = [nodes[at].value] if nodes[at].is_work else []
    spot = _text_of(nodes, at)
    while spot != at:
        spot = nodes[spot].parent
        known.insert(len(known) - nodes[at].is_work, nodes[spot].value)
    for node in known:
        if not isinstance(node, dict):
            continue
        if any(_is_address(address, page) for address in _strings(node, "address")):
            return 3
        if headline := next(_strings(node, "headline"), None):
            if _is_headline(headline, page):
                return 2
            if nodes[at].is_work:
                return 0
    text = str(nodes[_text_of(nodes, at)].value).lower()
    return int(bool(page.words) and sum(word in text for word in page.words) >= MIN_TOPIC * len(page.words))


def _text_of(nodes: list[_Node], at: int) -> int:
    """The part of a node that is its text. The fields of a node are alternatives, the items of a list follow each
    other."""
    inner = frozenset(names("texts", "inner"))
    while parts := [part for part in nodes[at].parts if nodes[part].weight and not nodes[part].is_work]:
        weights = {part: nodes[part].weight * (PREFERRED if nodes[part].key in inner else 1) for part in parts}
        heaviest = max(parts, key=weights.__getitem__)
        if is_series(nodes[at].value) and nodes[heaviest].weight < MOST * nodes[at].weight:
            return at
        at = heaviest
    return at


def _article(nodes: list[_Node], at: int, rows: dict[str, Any]) -> StateArticle:
    text = html_of(nodes[_text_of(nodes, at)].value, rows)
    node = nodes[at].value
    if not isinstance(node, dict):
        return StateArticle(text)
    return StateArticle(
        text,
        headline=next(_strings(node, "headline"), None),
        published=next(_strings(node, "published"), None),
        modified=next(_strings(node, "modified"), None),
        authors=tuple(dict.fromkeys(_people(node))),
    )


def _people(node: dict[str, Any]) -> Iterator[str]:
    for value in values_of(node, "author"):
        for one in (value if isinstance(value, list) else [value])[:10]:
            if isinstance(one, str):
                yield one
            elif isinstance(one, dict):
                yield from list(_strings(one, "name"))[:1]


def _strings(node: dict[str, Any], field: str) -> Iterator[str]:
    for value in values_of(node, field):
        for text in strings_in(value):
            if 0 < len(text) <= MAX_HEADLINE:
                yield text


def _is_address(address: str, page: PageNames) -> bool:
    """Whether an address, with host or without, is the page's; also the last part of one, when it is no mere word."""
    key = address_key(address) if "://" in address else address.partition("?")[0].strip("/").lower()
    for own in page.addresses:
        if key and (key == own or own.endswith(f"/{key}")) and (key == own or "/" in key or len(key) > 8):
            return True
    return False


def _is_headline(headline: str, page: PageNames) -> bool:
    key = letters_of(TAG.sub(" ", headline))
    return any(fuzz.ratio(key, own) >= SAME_HEADLINE for own in page.letters)


def page_names(titles: Sequence[str], addresses: Sequence[str]) -> PageNames:
    """The names of a page with these titles and addresses; the words of an address are a headline, too."""
    keys = [address_key(address) for address in addresses if address]
    slugs = [unquote(key.rpartition("/")[2].partition("?")[0]) for key in keys]
    words = frozenset(word.lower() for title in titles[:3] for word in topic_words(title))
    return PageNames(keys, words, frozenset(letters_of(name) for name in (*titles, *slugs)))
