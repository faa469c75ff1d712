"""Parsed pages for the tests of the fields: from markup, or from claims alone."""

from __future__ import annotations

from lxml import html as lxml_html

from newsclean.metadata.claims import Claim, Kind, Metadata, Origin, Part, Region
from newsclean.metadata.parsed_page import ParsedPage, parse_page
from newsclean.sites.site import Site

_HEADINGS = ("h1", "h2")


def parsed(
    markup: str, url: str | None = None, *, language: str | None = None, timezone: str | None = None
) -> ParsedPage:
    """The page of this markup, on a site with that language and time zone."""
    site = Site(name="test", domains=("test.example",), language=language, timezone=timezone)
    page = parse_page(markup, url or "file:///page.html", site)
    assert page is not None
    return page


def claiming(metadata: Metadata, url: str = "file:///page.html") -> ParsedPage:
    """A page without text that claims this."""
    return ParsedPage(lxml_html.document_fromstring("<p></p>"), [], metadata, url, None)


def claims(origin: str, *values: str) -> tuple[Claim, ...]:
    """Claims with an origin as `explain` prints it: "json_ld:headline", "meta:og:title", "h1:header"."""
    return tuple(Claim(value, origin_of(origin)) for value in values)


def origin_of(text: str) -> Origin:
    name, _, key = text.partition(":")
    if name in _HEADINGS:
        region = key if key in set(Region) else ""
        return Origin(Kind.HEADING, name, region=Region(region), part=Part("" if region else key))
    node, _, key = key.rpartition(".") if name == Kind.JSON_LD else ("", "", key)
    return Origin(Kind(name), key, node)
