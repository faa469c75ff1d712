"""JSON-LD as pages really write it: scripts to nodes, and which node describes the page's own article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from rapidfuzz import fuzz

from .broken_json import BrokenJson

Node = dict[str, Any]

# A page's own JSON-LD is some kilobytes, with the article's text some hundred; more is data of another kind.
MAX_CHARS = 1_000_000
MAX_NODES = 500
MAX_DEPTH = 8

# Keys below which a page describes itself. Not itemListElement, blogPost, hasPart, comment: those hold other works.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
# Wrappers that old templates put before a script so that XML and ancient browsers pass over it.
_WRAPPER = re.compile(r"(?:(?://|/\*)?\s*<!(?:\[CDATA\[|--)\s*(?:\*/)?\s*)+")

# schema.org: Article's subtypes and what newsrooms use in its place.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report|Review|Reportage)$")
# Nodes about other things than the page's text.
_OTHER = re.compile(
    r"(?:Object|Person|Organization|WebSite|List|Product|Element|Offer|Rating|Place|Action|Corporation|Business|"
    r"Brand|Service|Comment|Clip|Question|Answer|Event|Episode|Series|Season|Movie|Book|Game|Course|Recording|Album|"
    r"ProfilePage|Application|JobPosting|Legislation|Claim)$"
)
_NO_PERSON = re.compile(r"(?:Organization|Corporation|Business|Brand|WebSite|Product)$")
_NAMING = frozenset(("name", "givenName", "familyName"))
# How like the page's heading a headline must be (rapidfuzz ratio, 0 to 100) to count as the same, reworded.
_SAME_HEADLINE = 75


def read_nodes(scripts: Iterable[str]) -> list[Node]:
    """All nodes in which the page describes itself, in page order. What cannot be read is left out, never raised."""
    nodes: list[Node] = []
    budget, broken = MAX_CHARS, BrokenJson()
    for script in scripts:
        budget -= len(script)
        if budget < 0 or len(nodes) >= MAX_NODES:
            break
        nodes.extend(_flatten(_load(script, broken)))
    return nodes[:MAX_NODES]


def types_of(node: Node) -> tuple[str, ...]:
    """The node's types without their namespace: ("NewsArticle",)."""
    return tuple(str(kind).rpartition("/")[2].rpartition(":")[2] for kind in as_list(node.get("@type")) if kind)


def is_article(node: Node) -> bool:
    return any(_ARTICLE.search(kind) for kind in types_of(node))


def speaks_of_page(node: Node) -> bool:
    """Whether a node that is not an article may still give the page's headline and dates (WebPage, Recipe, no type)."""
    return not any(_OTHER.search(kind) for kind in types_of(node))


def own_articles(nodes: list[Node], addresses: set[str], headings: list[str]) -> list[Node]:
    """The article nodes that are the page's own, the best first.

    Of several, those win whose address is the page's, else those whose headline resembles one of its headings; more
    than two without either are a list of teasers, and none is taken. `addresses` are keys of `address_key`.
    """
    articles = [node for node in nodes if is_article(node)]
    if len(articles) < 2:
        return articles
    if at_home := [node for node in articles if any(address_key(url) in addresses for url in _addresses(node))]:
        return at_home
    if alike := [node for node in articles if _resembles(string_of(node.get("headline")), headings)]:
        return alike
    return articles if len(articles) == 2 else []


def address_key(url: str) -> str:
    """The address without scheme, "www.", query, fragment and last slash: equal for the same page."""
    bare = url.partition("#")[0].partition("?")[0].partition("://")[2]
    return bare.removeprefix("www.").rstrip("/").lower()


def as_list(value: Any) -> list[Any]:
    """JSON-LD writes one value bare and several as a list: always the list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def string_of(value: Any) -> str:
    """A string as it is, the text of a language-tagged value, "" for everything else."""
    if isinstance(value, dict):
        value = value.get("@value")
    return value if isinstance(value, str) else ""


def scalars_of(value: Any) -> Iterator[str]:
    """The strings, numbers and truth values of a property, as strings: "800", "true"."""
    for item in as_list(value)[:20]:
        if isinstance(item, str | int | float):
            yield str(item)


def locked_parts(node: Node) -> Iterator[str]:
    """The CSS selectors of the parts that the node says are not free to read."""
    for part in as_list(node.get("hasPart"))[:20]:
        if isinstance(part, dict) and "true" not in map(str.lower, scalars_of(part.get("isAccessibleForFree"))):
            yield from (string_of(selector) for selector in as_list(part.get("cssSelector"))[:20])


def names_of(value: Any, by_id: dict[str, Node]) -> Iterator[str]:
    """The names in an author, publisher or section: a string, a node, a reference to a node, or a list of these."""
    for item in as_list(value)[:20]:
        if isinstance(item, dict):
            node = item if _NAMING & item.keys() else by_id.get(str(item.get("@id")), {})
            yield from _names_in(node)
        elif isinstance(item, list):
            yield from (string_of(one) for one in item)
        else:
            yield string_of(item)


def people_in(value: Any, by_id: dict[str, Node]) -> Iterator[str]:
    """The names in an author, without those of organisations, products and sites."""
    for item in as_list(value)[:20]:
        if isinstance(item, dict) and "@list" in item:
            yield from people_in(item["@list"], by_id)
            continue
        node = by_id.get(str(item.get("@id")), item) if isinstance(item, dict) and not _NAMING & item.keys() else item
        if not (isinstance(node, dict) and any(_NO_PERSON.search(kind) for kind in types_of(node))):
            yield from names_of([node], by_id)


def _names_in(node: Node) -> Iterator[str]:
    parts = (string_of(node.get(key)) for key in ("givenName", "familyName"))
    names = as_list(node.get("name")) or [" ".join(part for part in parts if part)]
    yield from (string_of(one) for one in names[:20])


def urls_of(value: Any, by_id: dict[str, Node]) -> Iterator[str]:
    """The addresses in an image or page: a string, a node with a url, a reference to one, or a list of these."""
    for item in as_list(value)[:20]:
        if isinstance(item, dict):
            node = item if "url" in item or "contentUrl" in item else by_id.get(str(item.get("@id")), item)
            url = node.get("url") or node.get("contentUrl") or node.get("@id")
            yield from (string_of(one) for one in as_list(url)[:1])
        else:
            yield string_of(item)


def _load(script: str, broken: BrokenJson) -> Any:
    text = script.strip()
    if wrapper := _WRAPPER.match(text):
        text = text[wrapper.end() :]
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return broken.read(text)


def _flatten(value: Any) -> Iterator[Node]:
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > MAX_DEPTH:
            continue
        if isinstance(item, list):
            stack.extend((one, depth + 1) for one in reversed(item[:MAX_NODES]))
        elif isinstance(item, dict):
            yield item
            stack.extend(
                (item[key], depth + 1) for key in reversed(_OWN_KEYS) if isinstance(item.get(key), dict | list)
            )


def _addresses(node: Node) -> Iterator[str]:
    for key in ("mainEntityOfPage", "url", "@id"):
        yield from urls_of(node.get(key), {})


def _resembles(headline: str, headings: list[str]) -> bool:
    return any(fuzz.ratio(headline.lower(), heading.lower()) >= _SAME_HEADLINE for heading in headings)
