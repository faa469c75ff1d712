"""Sitemaps: plain, index, news and text. Scrapy's own reader loses news:title and news:publication_date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from urllib.parse import urljoin

from lxml import etree

from newsclean.models import Entry
from newsclean.page.anchors import web_url
from newsclean.page.limits import MAX_URL

from .links import Link, Pointer, SourceContents, first_entries, moment, plain_title
from .markup import first_children, local_name, xml_text

ROOTS = frozenset(("urlset", "sitemapindex"))


def read_sitemap(root: etree._Element, url: str, zone: dt.tzinfo | None = None) -> SourceContents:
    """The articles and further sitemaps that a sitemap names, in its order.

    `lastmod` is when a page changed and never becomes an entry's date: only news:publication_date does.
    """
    links: list[Link] = []
    sitemaps: list[Pointer] = []
    skipped = 0
    for element in first_entries(root.iter("{*}url", "{*}sitemap"), url):
        facts = _facts(element)
        address = web_url(facts.get("loc"), url)
        if address is None:
            skipped += 1
            continue
        modified = moment(facts.get("lastmod"), zone)
        if local_name(element) == "sitemap":
            sitemaps.append(Pointer(address, modified))
        else:
            published = moment(facts.get("publication_date"), zone)
            title = plain_title(facts.get("title"))
            links.append(Link(Entry(url=address, source="sitemap", title=title, date=published), modified))
    return SourceContents(links=tuple(links), sitemaps=tuple(sitemaps), skipped=skipped)


def read_text_sitemap(text: str, url: str) -> SourceContents | None:
    """The articles of a sitemap that is one address a line; None when the text is something else."""
    found = (stripped for line in StringIO(text, None) if (stripped := line[: MAX_URL + 1].strip()))
    addresses = [
        web_url(line, url) if line.startswith(("http://", "https://")) else None for line in first_entries(found, url)
    ]
    if not addresses or addresses[0] is None:
        return None
    links = tuple(Link(Entry(url=address, source="sitemap")) for address in addresses if address)
    return SourceContents(links=links, skipped=len(addresses) - len(links))


def sitemaps_in_robots(text: str, url: str) -> tuple[str, ...]:
    """The addresses of the `Sitemap:` lines of a robots.txt (RFC 9309, 2.2.4), in its order."""
    values = (line.partition(":")[2] for line in text.splitlines() if line.strip().lower().startswith("sitemap:"))
    found = (web_url(value, urljoin(url, "/")) for value in values)
    return tuple(dict.fromkeys(address for address in found if address))


def _facts(element: etree._Element) -> dict[str, str]:
    """The texts of a `url` by name, also those of its `news:news`; an image's title or caption is left out."""
    facts: dict[str, str] = {}
    for child in _described(element):
        facts.setdefault(local_name(child), xml_text(child) or "")
    return facts


def _described(element: etree._Element) -> Iterator[etree._Element]:
    for child in first_children(element):
        name = local_name(child)
        if name == "news":
            yield from first_children(child)
        elif name not in ("image", "video"):
            yield child
