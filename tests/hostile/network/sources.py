"""Feeds and sitemaps that attack whoever reads them; and sites that send a crawler in circles.

A source links one sound story, `/story/NAME-is-the-news-of-today`. Its outcome tells whether that became a record, and
why the source could not be read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from itertools import count

from tests.hostile.network.case import SILENCE, Case, body, forever, head, page, raw, redirect
from tests.hostile.server import Fault, Wire

XML = "application/xml"
NOTHING = "no record"
# In the text of a case: the sound story, its address alone, and both with the name of the case in them.
LINK = "/story/{name}-is-the-news-of-today"
ITEM = f"<item><title>News</title><link>{LINK}</link></item>"
URL = f"<url><loc>{LINK}</loc></url>"


def _feed(
    name: str, text: str | bytes, *headers: str, expected: str = "record", type: str = XML, never: str | None = None
) -> Case:
    data = text if isinstance(text, bytes) else text.replace("{name}", name).encode()
    return Case(name, expected, body(data, *headers, type=type), never=never)


def _nothing(name: str, text: str | bytes, *headers: str, type: str = XML, never: str | None = None) -> Case:
    return _feed(name, text, *headers, expected=NOTHING, type=type, never=never)


def _rss(*items: str, before: str = '<?xml version="1.0"?>') -> str:
    return f'{before}<rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def _atom(*entries: str, base: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{base}>{"".join(entries)}</feed>'


def _entry(link: str, base: str = "") -> str:
    return f'<entry{base}><link href="{link}"/></entry>'


def _base(address: str) -> str:
    return f' xml:base="{address}"'


def _json_feed(*items: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def _urlset(*urls: str) -> str:
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(urls)}</urlset>'


def _index(*addresses: str) -> str:
    maps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'


def _links(addresses: Iterable[str]) -> str:
    return "".join(f"<item><link>{address}</link></item>" for address in addresses)


def _entities(levels: int, width: int) -> str:
    """Billion laughs: each entity is the one before, many times."""
    lines = ['<!ENTITY lol0 "lol">'] + [f'<!ENTITY lol{n} "{f"&lol{n - 1};" * width}">' for n in range(1, levels)]
    return f"<!DOCTYPE rss [{''.join(lines)}]>"


_FILE = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
_REMOTE = '<!DOCTYPE rss [<!ENTITY remote SYSTEM "http://sources.example:{port}/inner/entity">]>'
_DTD = '<!DOCTYPE rss SYSTEM "http://sources.example:{port}/inner/feed.dtd">'
_PARAMETER = '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://sources.example:{port}/inner/p.dtd"> %p;]>'
_ATTRIBUTE = '<!DOCTYPE feed [<!ENTITY a "/story/hidden-is-the-news-of-today">]>'
_LARGE = f'<!DOCTYPE rss [<!ENTITY x "{"x" * 50_000}">]>'
_LAUGH = "<item><title>&lol9;</title></item>"

DECLARATIONS = (
    _feed("feed", _rss(ITEM)),
    _feed("entity-of-a-file", _rss("<item><link>&file;</link></item>", ITEM, before=_FILE)),
    _feed(
        "entity-of-a-server", _rss("<item><link>&remote;</link></item>", ITEM, before=_REMOTE), never="/inner/entity"
    ),
    _feed("entity-in-an-attribute", _ATTRIBUTE + _atom(_entry("&a;"), _entry(LINK)), never="/story/hidden"),
    _feed("dtd-of-a-server", _rss(ITEM, before=_DTD), never="/inner/feed.dtd"),
    _feed("parameter-entity", _rss(ITEM, before=_PARAMETER), never="/inner/p.dtd"),
    _feed("billion-laughs", _rss(_LAUGH, ITEM, before=_entities(10, 10))),
    _feed("billion-laughs-after-a-comment", _rss(_LAUGH, ITEM, before="<!-- -->" + _entities(10, 10))),
    _feed("large-entity-many-times", _rss("<item><title>" + "&x;" * 50_000 + "</title></item>", ITEM, before=_LARGE)),
    _feed("charset-that-is-none", _rss(ITEM, before='<?xml version="1.0" encoding="zlib"?>')),
)

_SCHEMES = ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://sources.example/x", "mailto:a@b.c")
_EMPTY = ("//", "http://", "http:///x", "about:blank", "#", "?", " ", "\\\\", "http:\\\\x")
_MALFORMED = (
    "http://[bad/",
    "http://a:99999999/",
    "http://a:b/",
    "http://\u2100.example/",
    f"http://{'y' * 70}.example/",
)
_OTHER = "http://inner.example/inner/1"

LINKS = (
    _feed("links-of-other-schemes", _rss(_links(_SCHEMES), ITEM)),
    _feed("links-without-a-host", _rss(_links(_EMPTY), ITEM)),
    _feed("links-that-are-malformed", _rss(_links(_MALFORMED), ITEM)),
    _feed("link-of-5000-characters", _rss(_links(["/" + "x" * 5000]), ITEM)),
    _feed("base-that-is-malformed", _atom(_entry("/lost"), _entry(LINK, ' xml:base="/"'), base=_base("http://[bad"))),
    _nothing("link-to-another-site", _rss(_links([_OTHER])), never="/inner/1"),
    _nothing("base-of-another-site", _atom(_entry("/inner/4"), base=_base(_OTHER)), never="/inner/4"),
    _feed("date-that-is-none", _rss(ITEM.replace("</item>", "<pubDate>Fri, 30 Feb 9999 99:99 +9999</pubDate></item>"))),
    _nothing("sitemap-index-of-itself", _index("/s/sitemap-index-of-itself")),
    _nothing("sitemap-index-of-loopback", _index("http://127.0.0.2/inner/3"), never="/inner/3"),
    _feed("sitemap-with-a-day-that-is-none", _urlset(URL.replace("</url>", "<lastmod>2026-02-30</lastmod></url>"))),
    _nothing("feed-that-is-json", json.dumps({"items": [{"url": LINK}]}), type="application/json"),
)  # fmt: skip

_ATTRIBUTES = "".join(f' a{n}="1"' for n in range(100_000))
_SAME = f"<item><link>{LINK}</link></item>"
_MEBIBYTE = gzip.compress(bytes(1 << 20))
_HALF = gzip.compress(_urlset("<url><loc>/story/sitemap-in-gzip-cut-is-the-news-of-today</loc></url>").encode(), 0)

BYTES = (
    _feed("json-feed-with-broken-items", _json_feed(None, 7, [], {"url": []}, {"url": "x" * 9000}, {"url": LINK})),
    _nothing("json-feed-a-million-deep", _json_feed({"url": LINK})[:-2] + "[" * 1_000_000),
    _nothing("json-feed-with-a-number-of-a-million-digits", _json_feed({"url": LINK})[:-2] + ", " + "9" * 1_000_000 + "]}"),
    _nothing("json-feed-of-lists-by-the-million", _json_feed({"url": LINK})[:-2] + ", []" * 5_000_000 + "]}"),
    _feed("type-of-a-picture", _rss(ITEM), type="image/png"),
    _feed("type-of-html", _rss(ITEM), type="text/html"),
    _feed("utf-16", _rss(ITEM).replace("{name}", "utf-16").encode("utf-16")),
    _feed("control-characters", _rss("<item><title>\x00\x0b\x1f&#11;</title></item>", ITEM)),
    _feed("cut-in-the-middle", _rss(ITEM, "<item><link>/story/half-of-the").partition("</channel>")[0][:-7]),
    _feed("marks-that-do-not-close", "<rss><channel><item><b><i><link>x</b>" + ITEM),
    _feed("bare-ampersands", _rss("<item><title>" + "& " * 100_000 + "</title></item>", ITEM)),
    _feed("attributes-by-the-100000", _rss(ITEM).replace("<rss", f"<rss{_ATTRIBUTES}")),
    _feed("items-within-items", "<rss>" + "<item>" * 200 + f"<link>{LINK}</link>" + "</item>" * 200 + "</rss>"),
    _feed("60000-entries", _rss(ITEM, _SAME * 60_000, _links(["/inner/last-of-all"])), never="/inner/last-of-all"),
    _nothing("nested-a-million-deep", "<rss>" + "<a>" * 1_000_000),
    _nothing("ampersands-by-the-million", _rss("<item><title>" + "&" * 8_000_000 + "</title></item>")),
    _nothing("elements-by-the-million", "<urlset>" + "<url/>" * 4_000_000),
    _nothing("cdata-that-does-not-close", "<rss><channel>" + "<![CDATA[" * 200_000),
    _nothing("feed-that-is-empty", ""),
    _nothing("feed-that-is-binary", bytes(range(256)) * 500),
    _feed("sitemap", _urlset(URL)),
    _feed("sitemap-as-text", "http://sources.example:{port}" + LINK + "\n", type="text/plain"),
    _feed("sitemap-in-gzip", gzip.compress(_urlset(URL).replace("{name}", "sitemap-in-gzip").encode())),
    _feed("sitemap-in-gzip-cut", _HALF[:-20]),
    _nothing("sitemap-in-gzip-bomb", _MEBIBYTE * 1000, type="application/gzip"),
)  # fmt: skip


def _unreadable(name: str, why: str, fault: Fault, never: str | None = None) -> Case:
    return Case(name, f"{NOTHING}; {why}", fault, never=never)


def _deep(wire: Wire) -> None:
    """An index of an index of an index, without end."""
    depth = int(wire.path.partition("?")[2] or 0)
    wire.answer(_index(f"/s/sitemap-index-without-bottom?{depth + 1}"), type=XML)


ANSWERS = (
    _unreadable("feed-error-500", "HTTP status 500", lambda wire: wire.answer("", status="500 Error")),
    _unreadable("feed-reset", "the connection broke", Wire.reset),
    _unreadable("feed-drips", SILENCE, forever(b"<item>", first=head(), pause=0.05)),
    _unreadable("feed-without-end", "the response is larger", forever(b"<item>" * 100_000, first=head())),
    _unreadable("feed-announced-too-large", "the response is larger", raw(head("Content-Length: 99000000"))),
    _unreadable("feed-bomb", "the body has more than", body(_MEBIBYTE * 1000, "Content-Encoding: gzip")),
    _unreadable("feed-leads-to-loopback", "127.0.0.2 is no", redirect("http://127.0.0.2:{port}/inner/"), "/inner/"),
    _unreadable("feed-redirects-to-itself", "redirects without end", redirect("/s/feed-redirects-to-itself")),
    Case("sitemap-index-without-bottom", NOTHING, _deep, never="/s/sitemap-index-without-bottom?5"),
)  # fmt: skip

CASES = (*DECLARATIONS, *LINKS, *BYTES, *ANSWERS)


def robots(cases: Iterable[Case]) -> Fault:
    """The robots.txt of the sources' host, which names them all."""
    return body("".join(f"Sitemap: /s/{case.name}\n" for case in cases).encode(), type="text/plain")


# Sites without end: a run asks for so many sources at most, and comes to its end.
_numbers = count()


def _more_sitemaps(wire: Wire) -> None:
    wire.answer(_index(*(f"/trap/map-{next(_numbers)}.xml" for _ in range(50))), type=XML)


def _calendar(wire: Wire) -> None:
    links = "".join(f'<a href="/trap/2026/08/{day:02}/day-{next(_numbers)}">next day</a>' for day in range(1, 29))
    wire.answer(page("Calendar").replace(b"</article>", f"{links}</article>".encode()))


def _feeds(wire: Wire) -> None:
    kind = 'rel="alternate" type="application/rss+xml"'
    links = "".join(f'<link {kind} href="/trap/{next(_numbers)}.rss">' for _ in range(5000))
    wire.answer(f"<html><head>{links}</head><body><a href='/trap/'>more</a></body></html>")


TRAPS: dict[str, dict[str, Fault]] = {
    "trap-of-sitemaps": {"/": body(b"<p>News"), "/robots.txt": body(b"Sitemap: /trap/0"), "/trap/": _more_sitemaps},
    "trap-of-links": {"/": _calendar, "/trap/": _calendar},
    "trap-of-feeds": {"/": _feeds, "/trap/": _feeds},
}


# Sources of so many entries that each once took minutes or gigabytes to read, and how many addresses each holds.


def rss(content: str, attributes: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"{attributes}><channel>{content}</channel></rss>'.encode()


def items(address: Callable[[int], str], number: int) -> str:
    return _links(map(address, range(number)))


COSTLY: dict[str, tuple[Callable[[int], bytes], int]] = {
    "long-xml-base": (lambda n: rss(items("read/{}".format, n), _base(f"https://news.example/{'a/' * 50_000}")), 0),
    "nested-xml-base": (lambda n: rss(f"<a{_base('b/' * 90)}>" * 200 + items("read/{}".format, n)), 0),
    "many-links-in-an-item": (lambda n: rss(f"<item>{'<link>http://news.example/é</link>' * 20 * n}</item>"), 1),
    "many-keys-in-an-item": (lambda n: rss(f"<item>{'<guid>http://[x</guid>' * 20 * n}</item>"), 0),
    "folders-up": (lambda n: rss(items(lambda i: f"{'../' * 200}read/{i}", n)), 0),
    "to-be-quoted": (lambda n: rss(items(lambda i: f"/read/{i}/{'é' * 600}", n // 2)), 0),
    "nested-items": (lambda n: rss("<item>" * 240 + "<link>/read/1</link><title>News</title>" * 10 * n), 1),
    "a-long-address": (lambda n: rss(f"<item><link>https://news.example/{'a' * 600 * n}</link></item>"), 0),
    "a-long-line": (lambda n: b"https://news.example/1\n" + b"https://news.example/" + b"a" * 600 * n, 1),
}
