"""RSS, RDF and Atom: from a feed's tree to links. A broken entry costs only itself."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from w3lib.url import add_or_replace_parameter

from newsclean.models import Entry
from newsclean.page.anchors import web_url
from newsclean.page.limits import MAX_URL

from .full_text import Room, full_text, paragraphs
from .links import Link, Moment, SourceContents, first_entries, moment, plain_title, section_name
from .markup import first_children, inner_markup, local_name, xml_text

_WORDPRESS = "wordpress.org"
ROOTS = frozenset(("rss", "rdf", "feed", "channel"))

_ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# Of an entry: tried until one is an address.
_MAX_ADDRESSES = 20
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")  # `date` is Dublin Core's, of RDF feeds
_MODIFIED = ("updated", "modified")


def read_feed(root: etree._Element, url: str, zone: dt.tzinfo | None = None) -> SourceContents:
    """The articles a feed links, in its order. `url` is its address, `zone` that of times without one."""
    links: list[Link] = []
    skipped = 0
    language, bases, room = _language(root), _Bases(url), Room()
    for item in first_entries(root.iter("{*}item", "{*}entry"), url):
        children = first_children(item)
        address = _address(children, bases)
        if address is None:
            skipped += 1
            continue
        title = plain_title(xml_text(_child(children, "title")))
        published, modified = (_moment(children, names, zone, language) for names in (_PUBLISHED, _MODIFIED))
        entry = Entry(url=address, source="feed", title=title, date=published, section=_section(children))
        links.append(Link(entry, modified, room.take(_full_text(children))))
    next_page = _next_page(root, bases) or (_next_of_wordpress(root, url) if links else None)
    return SourceContents(links=tuple(links), skipped=skipped, next_page=next_page)


class _Bases:
    """The base address of each element: `xml:base`, resolved once for all elements below it (XML Base, 4).

    One that is malformed does not count; where one is too long to be an address, nothing relative to it is one either.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._known: dict[etree._Element, str] = {}

    def of(self, element: etree._Element) -> str:
        path = []
        parent: etree._Element | None = element
        while parent is not None and parent not in self._known:
            path.append(parent)
            parent = parent.getparent()
        base = self._url if parent is None else self._known[parent]
        for below in reversed(path):
            if own := below.get(_BASE):
                base = web_url(own, base) or ("" if len(base) + len(own) > MAX_URL else base)
            self._known[below] = base
        return base


def _address(children: list[etree._Element], bases: _Bases) -> str | None:
    """The article's own page: where FeedBurner says it was first, the link, or a key that is an address."""
    candidates = sorted(
        (
            (rank, number, value)
            for number, child in enumerate(children)
            for rank, value in (_candidate(child),)
            if value
        )
    )
    found = (web_url(value, bases.of(children[number])) for _, number, value in candidates[:_MAX_ADDRESSES])
    return next(filter(None, found), None)


def _candidate(child: etree._Element) -> tuple[int, str | None]:
    """A rank (the lower, the better) and an address as written, None where the element gives none."""
    name = local_name(child)
    if name == "link" and (href := child.get("href")):
        if child.get("rel", "alternate") != "alternate":
            return 9, None
        return (1 if "html" in child.get("type", "html") else 3), href
    if name not in ("origlink", "link", "guid", "id"):
        return 9, None
    text = (xml_text(child) or "").strip()
    if name in ("origlink", "link"):
        return (0 if name == "origlink" else 2), text
    is_key = (name == "guid" and child.get("isPermaLink", "true").lower() != "false") or child.tag == f"{_ATOM}id"
    return 4, text if is_key and text.startswith(("http://", "https://")) else None


def _child(children: list[etree._Element], name: str) -> etree._Element | None:
    found = [child for child in children if local_name(child) == name]
    # Media RSS has a title of its own, for the picture: the one in the feed's namespace comes first.
    return min(found, key=lambda child: "search.yahoo.com/mrss" in str(child.tag), default=None)


def _section(children: list[etree._Element]) -> str | None:
    categories = [child for child in children if local_name(child) in ("category", "subject")]
    return section_name([xml_text(child) or child.get("label") or child.get("term") for child in categories])


def _full_text(children: list[etree._Element]) -> str | None:
    """The article as HTML, where the entry holds it: the content module of RSS, or Atom's content."""
    for child in children:
        if child.tag == _CONTENT:
            return full_text(xml_text(child, Room.ENTRY))
        if child.tag == f"{_ATOM}content" and child.get("src") is None:
            kind = child.get("type", "text").lower()
            if "xhtml" in kind:
                return full_text(inner_markup(child, Room.ENTRY))
            text = xml_text(child, Room.ENTRY)
            return full_text(text if "html" in kind else paragraphs(text))
    return None


def _next_page(root: etree._Element, bases: _Bases) -> str | None:
    """Where a paged feed goes on (RFC 5005, 3): Atom's link in the feed itself, or in an RSS channel."""
    for parent in (root, *islice(root, 1)):
        for child in first_children(parent):
            if child.tag == f"{_ATOM}link" and child.get("rel", "").lower() == "next":
                return web_url(child.get("href"), bases.of(child))
    return None


def _next_of_wordpress(root: etree._Element, url: str) -> str | None:
    """The next page of a feed by WordPress, which has all posts over its pages and does not say so."""
    channel = next((child for child in islice(root, 1)), root)
    made_by = xml_text(_child(first_children(channel), "generator")) or ""
    if _WORDPRESS not in made_by.lower():
        return None
    number = parse_qs(urlsplit(url).query).get("paged", ["1"])[0]
    return web_url(add_or_replace_parameter(url, "paged", str(int(number) + 1)), url) if number.isdecimal() else None


def _moment(
    children: list[etree._Element], names: tuple[str, ...], zone: dt.tzinfo | None, language: str | None
) -> Moment | None:
    values = (moment(xml_text(_child(children, name)), zone, language) for name in names)
    return next((value for value in values if value is not None), None)


def _language(root: etree._Element) -> str | None:
    """The feed's language: of its channel (RSS, Dublin Core), or its `xml:lang` (Atom)."""
    children = [*first_children(root), *(child for channel in islice(root, 1) for child in first_children(channel))]
    told = (xml_text(child) for child in children if local_name(child) == "language")
    return (next(told, None) or root.get(_LANG) or "").strip() or None
