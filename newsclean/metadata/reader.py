"""Reads what a page claims about itself: JSON-LD, <meta>, microdata, then what is visible."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any
from urllib.parse import urljoin

from newsclean.page.asides import is_aside
from newsclean.page.blocks import fold
from newsclean.page.characters import UNPRINTABLE, unescaped
from newsclean.page.class_names import class_name
from newsclean.page.mojibake import repaired

from . import json_ld
from .breadcrumbs import read_breadcrumb
from .claims import (
    AUTHOR_CLASS,
    BREADCRUMB_CLASS,
    CANONICAL_LINK,
    HTML_LANG,
    JSON_LD_BREADCRUMB,
    TITLE,
    Claim,
    Kind,
    Metadata,
    Origin,
    Region,
    TimeMark,
)
from .headings import element_text, read_headings, xpath
from .inventory import Inventory
from .meta_tags import read_tags
from .microdata import read_items
from .times import read_times

# A longer value is a text in the wrong place (characters). Bodies have a limit of their own.
MAX_VALUE = 2_000
MAX_BODY = 500_000
MAX_BYLINE = 150
MAX_CLAIMS = 60  # per kind; a page with more is a listing


def read_metadata(inventory: Inventory, url: str | None) -> Metadata:
    """The claims of a page. `url` resolves relative addresses. Broken JSON-LD makes no claims and raises nothing."""
    return _Reader(inventory, url).read()


_NAMED_AUTHOR = xpath("descendant::*[contains(@class, 'author') or contains(@class, 'byline')]")
_KINDS = tuple(field.name for field in fields(Metadata))
_TAG = re.compile(r"</?(?:[bius]|em|strong|span|br|p|sup|sub|mark|small|wbr)\b[^<>]{0,200}>", re.I)


class _Reader:
    """Collects claims by kind."""

    def __init__(self, inventory: Inventory, url: str | None) -> None:
        self.inventory, self.tree = inventory, inventory.tree
        base = next(iter(inventory.all("base")), None)
        self.base = _join(url or "", base.get("href") or "") if base is not None else url or ""
        self.url = url
        self.claims: dict[str, dict[Claim, None]] = {name: {} for name in _KINDS}
        self.headings = list(read_headings(inventory))
        self.links = inventory.links

    def read(self) -> Metadata:
        self.read_json_ld()
        for kind, value, name in read_tags(self.inventory.all("meta")):
            self.add(kind, value, Origin(Kind.META, name))
        for kind, value, name in read_items(self.tree):
            self.add(kind, value, Origin(Kind.MICRODATA, name))
        self.read_visible()
        return Metadata(**{kind: tuple(claims)[:MAX_CLAIMS] for kind, claims in self.claims.items()})

    def add(self, kind: str, value: str | None, origin: Origin) -> None:
        if not value:
            return
        text = value[: MAX_BODY if kind == "bodies" else MAX_VALUE]
        if kind != "bodies":
            if "&" in text:
                text = unescaped(html.unescape(unescaped(text)))
            if not text.isascii():
                text = repaired(text)  # JSON-LD may be in ASCII, with "\\u00e2\\u20ac\\u2122" for an apostrophe
            if "<" in text:
                text = _TAG.sub(" ", text)
            text = fold(text)
        if text and kind in ("images", "canonical"):
            text = _join(self.base, text)
        if not text.isprintable():
            text = UNPRINTABLE.sub("", text).strip()
        if text and (kind != "titles" or any(map(str.isalnum, text))):  # "..." is not a headline
            self.claims[kind].setdefault(Claim(text, origin))

    # ---------------------------------------------------------------------------------------------------- JSON-LD

    def read_json_ld(self) -> None:
        scripts = (
            script.text or ""
            for script in self.inventory.all("script")
            if (kind := script.get("type")) and "ld+json" in kind.lower()
        )
        nodes = json_ld.read_nodes(scripts)
        if not nodes:
            return
        by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str)}
        addresses = {json_ld.address_key(address) for address in (self.url or "", *self._canonical()) if address}
        titles = [
            heading.value
            for heading in self.headings
            if heading.origin.is_heading and heading.origin.key == "h1" and heading.origin.region is not Region.LOGO
        ]
        titles += [fold(title.text_content()) for title in self.inventory.all("title")[:1]]
        own = json_ld.own_articles(nodes, addresses, titles)
        for node in own:
            self.read_node(node, "", by_id)
        for node in nodes:
            for kind in json_ld.types_of(node):
                self.add("types", kind, Origin(Kind.JSON_LD, "@type"))
            if not json_ld.is_article(node) and json_ld.speaks_of_page(node):
                name = next(iter(json_ld.types_of(node)), "Thing")
                self.read_node(node, name, by_id)
            elif "WebSite" in json_ld.types_of(node):
                self.add("site_names", json_ld.string_of(node.get("name")), Origin(Kind.JSON_LD, "name", "WebSite"))
            elif "BreadcrumbList" in json_ld.types_of(node):
                for name in list(_crumbs(node))[1:]:
                    self.add("sections", name, JSON_LD_BREADCRUMB)

    def read_node(self, node: json_ld.Node, name: str, by_id: dict[str, json_ld.Node]) -> None:
        """The claims of a node; `name` is its type, "" for the page's own article."""
        for kind, keys, values_of in _NODE_CLAIMS:
            for key in keys:
                for value in values_of(node.get(key), by_id):
                    self.add(kind, value, Origin(Kind.JSON_LD, key, name))
        for selector in json_ld.locked_parts(node):
            self.add("locked_parts", selector, Origin(Kind.JSON_LD, "hasPart", name))

    # ---------------------------------------------------------------------------------------------------- visible

    def read_visible(self) -> None:
        for heading in self.headings:
            self.add("titles", heading.value, heading.origin)
        for title in self.inventory.all("title"):
            if title.getparent() is None or title.getparent().tag != "svg":
                self.add("titles", title.text_content(), TITLE)
                break
        self.read_times()
        self.add("languages", self.tree.get("lang") or self.tree.get("xml:lang"), HTML_LANG)
        for link in self.links:
            rel = link.get("rel")
            if rel and "author" in rel.split():
                self.add("authors", element_text(link), Origin(Kind.REL, "author"))
            elif rel == "canonical":
                self.add("canonical", link.get("href"), CANONICAL_LINK)
            elif rel == "image_src":
                self.add("images", link.get("href"), Origin(Kind.LINK, "image_src"))
        if not self.claims["authors"]:
            self.read_author_classes()
        if not self.claims["sections"]:
            for name in read_breadcrumb(self.inventory, lambda link: _join(self.base, link), self.url):
                self.add("sections", name, BREADCRUMB_CLASS)

    def read_author_classes(self) -> None:
        """The last resort: it looks at every class on the page and often finds the authors of other articles."""
        for element in _NAMED_AUTHOR(self.tree):
            if class_name("author", element.get("class") or "") and not is_aside(element):
                text = element_text(element)
                if len(text) <= MAX_BYLINE:
                    self.add("authors", text, AUTHOR_CLASS)

    def read_times(self) -> None:
        for value, mark in read_times(self.inventory):
            self.add("modified" if mark is TimeMark.UPDATED else "published", value, Origin(Kind.TIME, mark))

    def _canonical(self) -> Iterator[str]:
        for link in self.links:
            if link.get("rel") == "canonical" and (href := link.get("href")):
                yield _join(self.base, href)


def _first_text(value: Any, _: dict[str, json_ld.Node]) -> Iterator[str]:
    yield from map(json_ld.string_of, json_ld.as_list(value)[:1])


def _addresses(value: Any, _: dict[str, json_ld.Node]) -> Iterator[str]:
    yield from json_ld.urls_of(value, {})  # a node for the page that is described elsewhere is named by its @id


def _scalars(value: Any, _: dict[str, json_ld.Node]) -> Iterator[str]:
    yield from json_ld.scalars_of(value)


# Fields of `Metadata`, the properties of a node that claim something about them, and how their values are read.
_NODE_CLAIMS = (
    ("titles", ("headline", "name", "alternativeHeadline"), _first_text),
    ("published", ("datePublished", "dateCreated", "uploadDate"), _first_text),
    ("modified", ("dateModified",), _first_text),
    ("descriptions", ("description",), _first_text),
    ("languages", ("inLanguage",), _first_text),
    ("bodies", ("articleBody", "text"), _first_text),
    ("authors", ("author", "creator"), json_ld.people_in),
    ("sections", ("articleSection",), json_ld.names_of),
    ("tags", ("keywords",), json_ld.names_of),
    ("site_names", ("publisher",), json_ld.names_of),
    ("images", ("image", "thumbnailUrl"), json_ld.urls_of),
    ("canonical", ("mainEntityOfPage",), _addresses),
    ("access", ("isAccessibleForFree",), _scalars),
    ("word_counts", ("wordCount",), _scalars),
)


def _crumbs(node: json_ld.Node) -> Iterator[str]:
    for element in json_ld.as_list(node.get("itemListElement"))[:10]:
        if isinstance(element, dict):
            item = element.get("item")
            name = element.get("name") or (item.get("name") if isinstance(item, dict) else None)
            yield json_ld.string_of(name)


def _join(base: str, address: str) -> str:
    if address.startswith(("https://", "http://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address
