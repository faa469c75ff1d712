"""Feeds, sitemaps and pages of links as anyone may send them: whatever the bytes, what is read can be requested.

Covers markup.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from scrapy import Request

from newsclean.page.anchors import web_url
from newsclean.page.pagination import is_paginated, single_page_url
from newsclean.page.urls import is_web_url, record_id
from newsclean.sites.site import same_site
from newsclean.spiders.discovery.addresses import folders_above, kind_of, shape_of
from newsclean.spiders.discovery.links import SourceContents, moment, order, plain_title
from newsclean.spiders.discovery.listing_pager import next_listing
from newsclean.spiders.discovery.sections import linked_feeds, page_tree, read_section
from newsclean.spiders.discovery.sitemap_names import is_of_articles, last_day
from newsclean.spiders.discovery.sources import read_source
from newsclean.spiders.download.addresses import MAX_URL, refusal
from tests.hostile.network.mutants import mutants

ROOT = Path(__file__).parents[3]
SAMPLES = [file.read_bytes() for file in sorted((ROOT / "spiders/demo/site").glob("*.xml"))]
URL = "https://news.example/feed"
PARTS = (
    "<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "<link href='", "'/>", "<entry>", "<guid>", "<url>",
    "<loc>", "</loc>", "<urlset>", "<sitemapindex>", "<sitemap>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "?>",
    "<!DOCTYPE rss [", "<!ENTITY a 'b'>", "]>", "&a;", "&", "&#11;", "xml:base='http://[x'", "http://", "/read/1",
    "javascript:", "<base href='http://[bad'>", "<a href='", "\x00", "\ud800", "<pubDate>", "2026-02-30T99:99Z",
)  # fmt: skip


def check(reading: SourceContents | None) -> None:
    """What is read is safe to go on with: every step that follows takes it."""
    for link in reading.links if reading else ():
        check_address(link.entry.url)
        order(link.latest)
    for pointer in reading.sitemaps if reading else ():
        check_address(pointer.url)


def check_address(url: str) -> None:
    assert is_web_url(url)
    assert len(url) <= MAX_URL
    Request(url)
    refusal(url)
    record_id(url)
    same_site(url, URL, None)
    kind_of(url)
    shape_of(url)
    folders_above(url)
    is_of_articles(url)
    last_day(url)
    single_page_url(url, "?page=all")


def read_all(data: bytes) -> None:
    check(read_source(data, URL))
    tree = page_tree(data)
    if tree is not None:
        check(read_section(tree, URL))
        next_listing(tree, URL)
        for feed in linked_feeds(tree, URL):
            check_address(feed)
        is_paginated(tree, URL, "?page=all")


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_not_and_break_nothing(data: bytes) -> None:
    read_all(data)


@given(st.lists(st.sampled_from(PARTS), max_size=40))
@example(["<rss>", "<link href='", "<![CDATA[", "<link href='", "<entry>", "&a;"])  # an entity nobody declared
def test_any_markup_is_read_or_not_and_breaks_nothing(parts: list[str]) -> None:
    read_all("".join(parts).encode("utf-8", "surrogatepass"))


@given(st.integers())
def test_mutants_of_real_feeds_break_nothing(seed: int) -> None:
    for data in mutants(SAMPLES, 3, seed):
        read_all(data)


@given(st.text(), st.text())
def test_any_address_on_any_base_is_an_address_or_none(address: str, base: str) -> None:
    for full in (address, f"http://{address}", f"//{address}", f"/{address}"):
        for start in (base, f"https://{base}", URL):
            url = web_url(full, start)
            if url is not None:
                check_address(url)


@given(st.text())
def test_any_text_is_a_title_a_time_or_none(text: str) -> None:
    plain_title(text)
    order(moment(text))
