"""What a page claims about itself, each claim with its source; nothing here decides which claim is right.

Sources are named like the place they stand in:

    json_ld:headline, json_ld:WebPage.datePublished   the page's own article; another node that speaks of the page
    json_ld:breadcrumb, json_ld:@type
    json_ld:isAccessibleForFree, meta:article:content_tier   whether all may read it ("true", "False", "locked")
    json_ld:hasPart                  the CSS selector of a part that not all may read
    meta:og:title, meta:article:published_time, meta:author
    itemprop:datePublished
    time:published, time:updated     <time> marked as the date of the article (pubdate, rel or class)
    time:datetime, time:before-h1    a bare <time> after or before the first h1
    time:aside                       a bare <time> inside a link, aside, nav or footer: likely another article's
    h1, h1:header, h1:breadcrumb, h1:logo  a heading in the content; in the page's header, footer or aside; in a
                                     breadcrumb; linking to the home page
    h1:after-kicker, h1:after-line, h1:after-first  a heading without its first inner element: marked as a kicker, a
                                     line of its own, or neither
    h1:before-last                   a heading without its last inner element; all of these for h2 too
    title, link:canonical, link:image_src, html:lang, rel:author
    class:author                     an element named "author" or "byline", where nothing above names one
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from newsclean.models import UNPRINTABLE
from newsclean.page.blocks import fold

from . import json_ld as jsonld
from .headings import read_headings, text_of, xpath
from .meta_tags import read_tags
from .microdata import read_items

# Longer claims are texts in the wrong place. Bodies have their own limit.
MAX_VALUE = 2_000
MAX_BODY = 500_000
MAX_BYLINE = 150
MAX_TIMES = 200
MAX_CLAIMS = 60  # a kind; more are a listing's


@dataclass(frozen=True, slots=True)
class Witness:
    """One claim: the value as written (white space folded) and where it stands."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """All claims of a page by what they are about, in the order: JSON-LD, meta, itemprop, visible."""

    titles: tuple[Witness, ...] = ()
    published: tuple[Witness, ...] = ()
    modified: tuple[Witness, ...] = ()
    authors: tuple[Witness, ...] = ()
    descriptions: tuple[Witness, ...] = ()
    sections: tuple[Witness, ...] = ()
    tags: tuple[Witness, ...] = ()
    images: tuple[Witness, ...] = ()
    canonical: tuple[Witness, ...] = ()
    languages: tuple[Witness, ...] = ()
    site_names: tuple[Witness, ...] = ()
    bodies: tuple[Witness, ...] = ()
    types: tuple[Witness, ...] = ()
    access: tuple[Witness, ...] = ()
    locked_parts: tuple[Witness, ...] = ()
    word_counts: tuple[Witness, ...] = ()


def read_witnesses(tree: HtmlElement, url: str | None) -> Witnesses:
    """All claims of the page. `url` resolves relative addresses. Bad JSON-LD gives no claims and raises nothing."""
    return _Reader(tree, url).read()


_NAMED_AUTHOR = xpath("descendant::*[contains(@class, 'author') or contains(@class, 'byline')]")
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:article|post|entry|story|news|c|meta)[_-]+){0,2}(?:author|byline)(?:[_-]*(?:name|s|link|text))?(?:$|\s)",
    re.I,
)
_PUBLISHED_CLASS = re.compile(r"publi|pubdate|entry-date|created|posted|dt-published", re.I)
_UPDATED_CLASS = re.compile(r"updated|modified", re.I)
_ASIDES = frozenset(("a", "aside", "nav", "footer"))
_TAG = re.compile(r"</?(?:[bius]|em|strong|span|br|p|sup|sub|mark|small|wbr)\b[^<>]{0,200}>", re.I)


class _Reader:
    """Collects claims by kind; `read` goes through the sources in the order in which they are listed."""

    def __init__(self, tree: HtmlElement, url: str | None) -> None:
        self.tree = tree
        base = next(tree.iter("base"), None)
        self.base = _join(url or "", base.get("href") or "") if base is not None else url or ""
        self.url = url
        self.claims: dict[str, dict[Witness, None]] = {field.name: {} for field in fields(Witnesses)}
        self.headings = list(read_headings(tree))
        self.links = [link for link in tree.iter("link", "a") if link.get("rel")]

    def read(self) -> Witnesses:
        self.read_json_ld()
        for kind, value, name in read_tags(self.tree):
            self.add(kind, value, f"meta:{name}")
        for kind, value, name in read_items(self.tree):
            self.add(kind, value, f"itemprop:{name}")
        self.read_visible()
        return Witnesses(**{kind: tuple(claims)[:MAX_CLAIMS] for kind, claims in self.claims.items()})

    def add(self, kind: str, value: str | None, source: str) -> None:
        if not value:
            return
        text = value[: MAX_BODY if kind == "bodies" else MAX_VALUE]
        if kind != "bodies":
            if "&" in text:
                text = html.unescape(text)
            if "<" in text:
                text = _TAG.sub(" ", text)
            text = fold(text)
        if text and kind in ("images", "canonical"):
            text = _join(self.base, text)
        if text := UNPRINTABLE.sub("", text).strip():
            self.claims[kind].setdefault(Witness(text, source))

    # ---------------------------------------------------------------------------------------------------- JSON-LD

    def read_json_ld(self) -> None:
        scripts = (
            script.text or "" for script in self.tree.iter("script") if "ld+json" in (script.get("type") or "").lower()
        )
        nodes = jsonld.read_nodes(scripts)
        if not nodes:
            return
        by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str)}
        addresses = {jsonld.address_key(address) for address in (self.url or "", *self._canonical()) if address}
        titles = [text for source, text in self.headings if source in ("h1", "h1:header", "h1:breadcrumb")]
        titles += [fold(title.text_content()) for title in self.tree.iter("title")][:1]
        own = jsonld.own_articles(nodes, addresses, titles)
        for node in own:
            self.read_node(node, "json_ld:", by_id)
        for node in nodes:
            for kind in jsonld.types_of(node):
                self.add("types", kind, "json_ld:@type")
            if not jsonld.is_article(node) and jsonld.speaks_of_page(node):
                name = next(iter(jsonld.types_of(node)), "Thing")
                self.read_node(node, f"json_ld:{name}.", by_id)
            elif "WebSite" in jsonld.types_of(node):
                self.add("site_names", jsonld.text_of(node.get("name")), "json_ld:WebSite.name")
            elif "BreadcrumbList" in jsonld.types_of(node):
                for name in list(_crumbs(node))[1:]:
                    self.add("sections", name, "json_ld:breadcrumb")

    def read_node(self, node: jsonld.Node, prefix: str, by_id: dict[str, jsonld.Node]) -> None:
        for kind, keys in (
            ("titles", ("headline", "name", "alternativeHeadline")),
            ("published", ("datePublished", "dateCreated", "uploadDate")),
            ("modified", ("dateModified",)),
            ("descriptions", ("description",)),
            ("languages", ("inLanguage",)),
            ("bodies", ("articleBody", "text")),
        ):
            for key in keys:
                for value in jsonld.as_list(node.get(key))[:1]:
                    self.add(kind, jsonld.text_of(value), prefix + key)
        for key in ("author", "creator"):
            self.add_all("authors", jsonld.names_of(node.get(key), by_id), prefix + key)
        self.add_all("sections", jsonld.names_of(node.get("articleSection"), by_id), prefix + "articleSection")
        self.add_all("tags", jsonld.names_of(node.get("keywords"), by_id), prefix + "keywords")
        self.add_all("site_names", jsonld.names_of(node.get("publisher"), by_id), prefix + "publisher")
        for key in ("image", "thumbnailUrl"):
            self.add_all("images", jsonld.urls_of(node.get(key), by_id), prefix + key)
        self.add_all("canonical", jsonld.urls_of(node.get("mainEntityOfPage"), {}), prefix + "mainEntityOfPage")
        self.add_all("access", jsonld.scalars_of(node.get("isAccessibleForFree")), prefix + "isAccessibleForFree")
        self.add_all("word_counts", jsonld.scalars_of(node.get("wordCount")), prefix + "wordCount")
        self.add_all("locked_parts", jsonld.locked_parts(node), prefix + "hasPart")

    def add_all(self, kind: str, values: Iterable[str], source: str) -> None:
        for value in values:
            self.add(kind, value, source)

    # ---------------------------------------------------------------------------------------------------- visible

    def read_visible(self) -> None:
        for source, text in self.headings:
            self.add("titles", text, source)
        for title in self.tree.iter("title"):
            if title.getparent() is None or title.getparent().tag != "svg":
                self.add("titles", title.text_content(), "title")
                break
        self.read_times()
        self.add("languages", self.tree.get("lang") or self.tree.get("xml:lang"), "html:lang")
        for link in self.links:
            rel = link.get("rel")
            if rel == "author":
                self.add("authors", text_of(link), "rel:author")
            elif rel == "canonical":
                self.add("canonical", link.get("href"), "link:canonical")
            elif rel == "image_src":
                self.add("images", link.get("href"), "link:image_src")
        if not self.claims["authors"]:
            self.read_author_classes()

    def read_author_classes(self) -> None:
        """The last resort: it costs a look at every class of the page and often meets other articles' authors."""
        for element in _NAMED_AUTHOR(self.tree):
            if _AUTHOR_CLASS.search(element.get("class") or ""):
                text = text_of(element)
                if len(text) <= MAX_BYLINE:
                    self.add("authors", text, "class:author")

    def read_times(self) -> None:
        first_h1 = next(self.tree.iter("h1"), None)
        seen_h1 = first_h1 is None
        for element in islice(self.tree.iter("h1", "time"), MAX_TIMES):
            if element.tag == "h1":
                seen_h1 = True
                continue
            value = element.get("datetime") or text_of(element)
            mark = f"{element.get('class') or ''} {element.get('rel') or ''}"
            if element.get("pubdate") is not None or _PUBLISHED_CLASS.search(mark):
                self.add("published", value, "time:published")
            elif _UPDATED_CLASS.search(mark):
                self.add("modified", value, "time:updated")
            elif any(ancestor.tag in _ASIDES for ancestor in element.iterancestors()):
                self.add("published", value, "time:aside")
            else:
                self.add("published", value, "time:datetime" if seen_h1 else "time:before-h1")

    def _canonical(self) -> Iterator[str]:
        for link in self.links:
            if link.get("rel") == "canonical" and (href := link.get("href")):
                yield _join(self.base, href)


def _crumbs(node: jsonld.Node) -> Iterator[str]:
    for element in jsonld.as_list(node.get("itemListElement"))[:10]:
        if isinstance(element, dict):
            item = element.get("item")
            name = element.get("name") or (item.get("name") if isinstance(item, dict) else None)
            yield jsonld.text_of(name)


def _join(base: str, address: str) -> str:
    if address.startswith(("https://", "http://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address
