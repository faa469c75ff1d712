"""RSS, RDF and Atom: from a feed's tree to links. A broken entry costs only itself."""

from __future__ import annotations

import datetime as dt

from lxml import etree

from newsclean.models import Entry

from .links import Link, Moment, SourceContents, first_entries, moment, plain_title, web_url
from .markup import local_name, xml_text

ROOTS = frozenset(("rss", "rdf", "feed", "channel"))

_ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")  # `date` is Dublin Core's, of RDF feeds
_MODIFIED = ("updated", "modified")


def read_feed(root: etree._Element, url: str, zone: dt.tzinfo | None = None) -> SourceContents:
    """The articles a feed links, in its order. `url` is its address, `zone` that of times without one."""
    links: list[Link] = []
    skipped = 0
    language = _language(root)
    for item in first_entries(root.iter("{*}item", "{*}entry"), url):
        address = _address(item, url)
        if address is None:
            skipped += 1
            continue
        title = plain_title(xml_text(_child(item, "title")))
        published, modified = (_moment(item, names, zone, language) for names in (_PUBLISHED, _MODIFIED))
        links.append(Link(Entry(url=address, source="feed", title=title, date=published), modified))
    return SourceContents(links=tuple(links), skipped=skipped)


def _address(item: etree._Element, url: str) -> str | None:
    """The article's own page: where FeedBurner says it was first, the link, or a key that is an address."""
    candidates: list[tuple[int, str]] = []
    for child in item:
        rank, value = _candidate(child)
        if value and (address := web_url(value, _base(child, url))):
            candidates.append((rank, address))
    return min(candidates, key=lambda candidate: candidate[0])[1] if candidates else None


def _candidate(child: etree._Element) -> tuple[int, str | None]:
    """A rank (the lower, the better) and an address as written, None where the element gives none."""
    name, text = local_name(child), (xml_text(child) or "").strip()
    if name == "origlink":
        return 0, text
    if name == "link" and (href := child.get("href")):
        if child.get("rel", "alternate") != "alternate":
            return 9, None
        return (1 if "html" in child.get("type", "html") else 3), href
    if name == "link":
        return 2, text
    is_key = (name == "guid" and child.get("isPermaLink", "true").lower() != "false") or child.tag == f"{_ATOM}id"
    return 4, text if is_key and text.startswith(("http://", "https://")) else None


def _base(element: etree._Element, url: str) -> str:
    return element.base or url  # lxml works xml:base out, up to the document's address


def _child(item: etree._Element, name: str) -> etree._Element | None:
    found = [child for child in item if local_name(child) == name]
    # Media RSS has a title of its own, for the picture: the one in the feed's namespace comes first.
    return min(found, key=lambda child: "search.yahoo.com/mrss" in str(child.tag), default=None)


def _moment(
    item: etree._Element, names: tuple[str, ...], zone: dt.tzinfo | None, language: str | None
) -> Moment | None:
    values = (moment(xml_text(_child(item, name)), zone, language) for name in names)
    return next((value for value in values if value is not None), None)


def _language(root: etree._Element) -> str | None:
    """The feed's language: of its channel (RSS, Dublin Core), or its `xml:lang` (Atom)."""
    told = (xml_text(child) for box in (root, *list(root)[:1]) for child in box if local_name(child) == "language")
    return (next(told, None) or root.get(_LANG) or "").strip() or None
