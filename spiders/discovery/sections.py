"""HTML pages as sources: the links and feeds that they show."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from newsclean.models import Entry
from newsclean.page.anchors import MAX_ANCHORS, anchors, base_of, web_url
from newsclean.page.blocks import fold
from newsclean.page.characters import printable
from newsclean.page.charset import decode
from newsclean.page.class_names import class_name
from newsclean.page.document import parse
from newsclean.page.limits import check_size
from newsclean.sites.site import same_site

from .addresses import Kind, kind_named
from .links import Link, Moment, Sight, SourceContents, moment, together

_FEED_TYPE = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)", re.I)
_JSON_TYPE = re.compile(r"application/json", re.I)
_COMMENTS = re.compile(r"/comments?/feed|[?&]feed=comments", re.I)
# How the addresses of feeds look that a page links in its text.
_FEED_ADDRESS = re.compile(
    r"(?:^|[/.])(?:rss|atom|feed)(?:\.(?:xml|rss|json|php))?/?(?:$|\?)|\.(?:rss|atom)$|[?&](?:feed|format|type)=(?:rss|atom)",
    re.I,
)
# Feeds of sections and of tags are named beside the main one, which comes first.
_MAX_FEEDS = 20

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MENU_ROLES = frozenset(("navigation", "menu", "menubar"))
_MENU_RELS = frozenset(("tag", "author", "category", "license", "privacy-policy"))
_LEVELS = 30
# A headline: words, or characters of a script that puts no spaces between them.
_HEADLINE_WORDS, _HEADLINE_WIDE = 4, 12
_HEADLINE_LENGTH = 25
_SHORT_WORDS, _SHORT_WIDE, _NAME_WIDE = 4, 9, 2
_NO_NEWS = (Kind.STANDING, Kind.FOREIGN, Kind.MEDIA, Kind.REPEATING)
_NAME_WORDS = 3  # of a standing page: "Terms and conditions"
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TEXT = 500  # characters of a link's text that are looked at
# A teaser's time stands in a box of few links, a few levels around it.
_MAX_TIMES, _TEASER_LEVELS, _TEASER_LINKS = 500, 5, 6


def page_tree(html: bytes, content_type: str | None = None) -> HtmlElement | None:
    """The page's `html` element; None for bytes that are not text, hold no element, or exceed the limits of a page."""
    try:
        check_size(html)  # a source may be larger than a page, but then it is a feed or a sitemap
        return parse(printable(decode(html, content_type)))
    except ValueError:  # TooLargeError, NotTextError, and whatever else no text can be made of
        return None


def read_section(tree: HtmlElement, url: str) -> SourceContents:
    """All links of an HTML page to pages of its site, in its order, each once, with the way they are shown.

    Links to other sites are not broken entries, so nothing counts as skipped here.
    """
    sights: dict[str, Sight] = {}
    menus: dict[HtmlElement, Sight] = {}
    for anchor, address in anchors(tree, url):
        if anchor.tag != "link" and address != url and same_site(url, address, None):
            sights[address] = sights.get(address, Sight.NONE) | _sight(anchor, menus)
    times = _times(tree, url)
    links = (
        Link(Entry(url=address, source="section"), times.get(address), sight=together(sight))
        for address, sight in sights.items()
    )
    return SourceContents(links=tuple(links))


def _sight(anchor: HtmlElement, menus: dict[HtmlElement, Sight]) -> Sight:
    text = fold("".join(islice(anchor.itertext(), 50))[:_TEXT])
    words, wide = len(text.split()), len(_WIDE.findall(text))
    is_long = (words >= _HEADLINE_WORDS and len(text) >= _HEADLINE_LENGTH) or wide >= _HEADLINE_WIDE
    is_short = bool(text) and not is_long and words <= _SHORT_WORDS and wide <= _SHORT_WIDE
    short = Sight.SHORT if is_short else Sight.NONE
    named = kind_named(text) if words <= _NAME_WORDS else None
    if named in _NO_NEWS:
        return Sight.ASIDE | short
    if named is Kind.SECTION:  # "Archive", in the foot of the page, too
        return Sight.MENU | short
    if _MENU_RELS.intersection(anchor.get("rel", "").lower().split()):
        return Sight.MENU | short
    if menu := _menu_around(anchor, menus):
        return Sight.NONE if is_long else menu | short  # the foot of a page may list the latest articles, too
    if is_long:
        return Sight.HEADLINE
    in_heading = any(box.tag in _HEADINGS for box in islice(anchor.iterancestors(), 3)) or any(
        True for _ in anchor.iter(*_HEADINGS)
    )
    if (in_heading or "bookmark" in anchor.get("rel", "").lower()) and (words > 1 or wide > _NAME_WIDE):
        return Sight.HEADLINE
    return short


def _menu_around(anchor: HtmlElement, known: dict[HtmlElement, Sight]) -> Sight:
    """The menu or foot that the link is in, by tag, role or names of the elements around it; NONE without one.

    `known` saves going up again.
    """
    path = []
    answer = Sight.NONE
    for box in islice(anchor.iterancestors(), _LEVELS):
        if box in known:
            answer = known[box]
            break
        if box.tag in ("body", "html"):
            break
        path.append(box)
    for box in reversed(path):
        if answer is not Sight.ASIDE:  # what is in the foot of the page may be called a menu
            answer = _menu(box) or answer
        known[box] = answer
    return answer


def _menu(box: HtmlElement) -> Sight:
    """What a box is by itself; one with the page's headline or articles in it is no menu, whatever it is called."""
    role, names = box.get("role"), f"{box.get('class', '')} {box.get('id', '')}"[:_TEXT]
    if box.tag == "footer" or role == "contentinfo" or (len(names) > 1 and class_name("page_foot", names)):
        sight = Sight.ASIDE
    elif box.tag == "nav" or role in _MENU_ROLES or (len(names) > 1 and class_name("menu", names)):
        sight = Sight.MENU
    else:
        return Sight.NONE
    return sight if next(box.iter("h1", "article", "main"), None) is None else Sight.NONE


def _times(tree: HtmlElement, url: str) -> dict[str, Moment]:
    """The times that stand beside the links of teasers, by address."""
    base = base_of(tree, url)
    found: dict[str, Moment] = {}
    for element in islice(tree.iter("time"), _MAX_TIMES):
        value = moment(element.get("datetime"))
        if value is None:
            continue
        for box in islice(element.iterancestors(), _TEASER_LEVELS):
            if box.tag in ("body", "html"):
                break
            inside = list(islice(box.iter("a"), _TEASER_LINKS + 1))
            if inside:
                if len(inside) <= _TEASER_LINKS:
                    addresses = filter(None, (web_url(anchor.get("href"), base) for anchor in inside))
                    for address in addresses:
                        found.setdefault(address, value)
                break
    return found


def linked_feeds(tree: HtmlElement, url: str) -> tuple[str, ...]:
    """The first feeds that a page names in `link rel=alternate`, then those it links, without those of comments."""
    base = base_of(tree, url)
    named = (web_url(link.get("href"), base) for link in tree.iter("link") if _is_feed(link))
    linked = (
        address
        for anchor in islice(tree.iter("a"), MAX_ANCHORS)
        if _FEED_ADDRESS.search(anchor.get("href") or "")
        and (address := web_url(anchor.get("href"), base))
        and same_site(url, address, None)
    )
    feeds = (feed for feed in (*named, *linked) if feed and not _COMMENTS.search(feed))
    return tuple(dict.fromkeys(feeds))[:_MAX_FEEDS]


def _is_feed(link: HtmlElement) -> bool:
    if "alternate" not in link.get("rel", "").lower().split():
        return False
    kind = link.get("type", "")
    # WordPress names its programming interface as JSON, too.
    return bool(_FEED_TYPE.search(kind)) or bool(_JSON_TYPE.search(kind) and "feed" in link.get("href", "").lower())
