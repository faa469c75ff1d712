"""HTML pages as sources: the articles and feeds that they link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsclean.models import Entry
from newsclean.page.characters import printable
from newsclean.page.charset import decode
from newsclean.page.document import parse
from newsclean.page.limits import check_size
from newsclean.sites.site import same_site

from .links import Link, SourceContents, web_url

_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml", re.I)
_COMMENTS = re.compile(r"/comments?/feed|[?&]feed=comments", re.I)
# How article addresses look on sites that are not declared: a date, a long number or a slug of many words.
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?(?:0[1-9]|1[0-2])[/-]?(?:0[1-9]|[12]\d|3[01])(?:/|\b)[^/]*[a-z0-9]", re.I)
_NUMBERED = re.compile(r"(?:^|[/_.-])[a-z]{0,3}-?\d{5,}(?:[/_.-]|$)", re.I)
_WORD = re.compile(r"[^-_]+")
_SLUG_WORDS = 5
_LISTING = re.compile(r"/(?:tags?|topics?|author|category|categories|search|page|login|about)(?:/|$)", re.I)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml|rss|json)$", re.I)
# Feeds of sections and of tags are named beside the main one, which comes first.
_MAX_FEEDS = 20
# Front pages of large papers have about a thousand links. Each takes 15 microseconds here.
MAX_ANCHORS = 20_000


def page_tree(html: bytes, content_type: str | None = None) -> HtmlElement | None:
    """The page's `html` element; None for bytes that are not text, hold no element, or exceed the limits of a page."""
    try:
        check_size(html)  # a source may be larger than a page, but then it is a feed or a sitemap
        return parse(printable(decode(html, content_type)))
    except ValueError:  # TooLargeError, NotTextError, and whatever else no text can be made of
        return None


def read_section(tree: HtmlElement, url: str, article_url: str | None = None) -> SourceContents:
    """The articles that an HTML page links, in its order.

    `article_url` is the site's pattern; without it, links that look like an article's address count. Links to other
    sites and to pages that are not articles are not broken entries, so nothing counts as skipped here.
    """
    addresses = dict.fromkeys(address for _, address in anchors(tree, url) if same_site(url, address, None))
    found = (address for address in addresses if address != url and is_article_url(address, article_url))
    return SourceContents(links=tuple(Link(Entry(url=address, source="section")) for address in found))


def is_article_url(url: str, article_url: str | None = None) -> bool:
    """Whether the address matches the pattern; without a pattern, whether it looks like an article's."""
    if article_url is not None:
        return re.search(article_url, url) is not None
    path = urlsplit(url).path
    if _FILE.search(path) or _LISTING.search(path):
        return False
    last = path.rstrip("/").rpartition("/")[2]
    return bool(_DATED.search(path) or _NUMBERED.search(path)) or len(_WORD.findall(last)) >= _SLUG_WORDS


def says_article(tree: HtmlElement) -> bool:
    """Whether the page names itself an article (Open Graph's type), which front and section pages do not."""
    return bool(tree.xpath('//meta[@property="og:type" or @name="og:type"][starts-with(@content, "article")]'))


def canonical_address(tree: HtmlElement, url: str) -> str | None:
    """The address that a page gives as its own."""
    links = (link for link in tree.iter("link") if link.get("rel", "").lower() == "canonical")
    return next((web_url(link.get("href"), url) for link in links), None)


def linked_feeds(tree: HtmlElement, url: str) -> tuple[str, ...]:
    """The first feeds that a page names in `link rel=alternate`, those of comments left out, in its order."""
    base = _base(tree, url)
    feeds = (
        web_url(link.get("href"), base)
        for link in tree.iter("link")
        if "alternate" in link.get("rel", "").lower().split() and _FEED_TYPE.search(link.get("type", ""))
    )
    return tuple(dict.fromkeys(feed for feed in feeds if feed and not _COMMENTS.search(feed)))[:_MAX_FEEDS]


def anchors(tree: HtmlElement, url: str) -> Iterator[tuple[HtmlElement, str]]:
    """Links of the page and their absolute addresses: <a>, <area> and <link rel=next>, at most MAX_ANCHORS of them."""
    base = _base(tree, url)
    for anchor in islice(tree.iter("a", "link", "area"), MAX_ANCHORS):
        if anchor.tag == "link" and "next" not in anchor.get("rel", "").lower().split():
            continue
        if address := web_url(anchor.get("href"), base):
            yield anchor, address


def _base(tree: HtmlElement, url: str) -> str:
    declared = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    return web_url(declared, url) or url
