"""Sitemaps: plain, index, news, text and compressed, and what is wrong in them."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from newsclean.spiders.discovery.links import Link, Pointer, SourceContents
from newsclean.spiders.discovery.sitemaps import sitemaps_in_robots
from newsclean.spiders.discovery.sources import read_source

URL = "https://news.example/sitemap.xml"
SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def read(data: str | bytes) -> SourceContents:
    reading = read_source(data.encode() if isinstance(data, str) else data, URL)
    assert reading is not None
    return reading


def urls(reading: SourceContents) -> list[str]:
    return [link.entry.url for link in reading.links]


def test_a_news_sitemap_keeps_title_and_publication_date() -> None:
    reading = read(
        f"<urlset {SPACES} {NEWS} {IMAGE}><url><loc>https://news.example/read/1</loc>"
        "<image:image><image:loc>https://news.example/1.jpg</image:loc><image:title>A boat</image:title></image:image>"
        "<news:news><news:publication><news:name>News</news:name></news:publication>"
        "<news:publication_date>2026-07-20T08:15:00+07:00</news:publication_date>"
        "<news:title>Pelabuhan &amp; Feri</news:title></news:news></url></urlset>"
    )
    (link,) = reading.links
    assert (link.entry.url, link.entry.title) == ("https://news.example/read/1", "Pelabuhan & Feri")
    assert link.entry.date == dt.datetime.fromisoformat("2026-07-20T08:15:00+07:00")


def test_lastmod_is_a_change_and_never_the_date() -> None:
    reading = read(f"<urlset {SPACES}><url><loc>/read/1</loc><lastmod>2026-07-20</lastmod></url></urlset>")
    (link,) = reading.links
    assert link.entry.date is None
    assert link.modified == link.latest == dt.date(2026, 7, 20)


def test_an_index_gives_further_sitemaps() -> None:
    reading = read(
        f"<sitemapindex {SPACES}><sitemap><loc>https://news.example/news.xml</loc>"
        "<lastmod>2026-10-12T09:40:00+08:00</lastmod></sitemap><sitemap><loc>/old.xml.gz</loc></sitemap></sitemapindex>"
    )
    assert reading.links == ()
    assert reading.sitemaps == (
        Pointer("https://news.example/news.xml", dt.datetime.fromisoformat("2026-10-12T09:40:00+08:00")),
        Pointer("https://news.example/old.xml.gz"),
    )


def test_one_javascript_address_costs_only_itself() -> None:
    reading = read(
        f"<urlset {SPACES}><url><loc>javascript:void(0)</loc></url><url><loc>https://news.example/read/1</loc></url>"
        "<url><lastmod>2026-01-01</lastmod></url></urlset>"
    )
    assert (urls(reading), reading.skipped) == (["https://news.example/read/1"], 2)


@pytest.mark.parametrize("root", ["<urlset>", '<s:urlset xmlns:s="http://www.google.com/schemas/sitemap/0.84">'])
def test_the_namespace_may_be_missing_or_another(root: str) -> None:
    prefix = "s:" if "s:" in root else ""
    end = f"</{prefix}urlset>"
    assert urls(read(f"{root}<{prefix}url><{prefix}loc>/1</{prefix}loc></{prefix}url>{end}")) == [
        "https://news.example/1"
    ]


def test_gzip_is_known_by_its_bytes_and_not_by_the_address() -> None:
    data = gzip.compress(f"<urlset {SPACES}><url><loc>/1</loc></url></urlset>".encode())
    assert urls(read(data)) == ["https://news.example/1"]


def test_gzip_that_is_cut_off_gives_what_it_holds() -> None:
    entries = "".join(f"<url><loc>/read/{n * n * 7919}</loc></url>" for n in range(2000))
    data = gzip.compress(f"<urlset {SPACES}>{entries}</urlset>".encode())
    assert len(read(data[: len(data) // 2]).links) > 100


def test_a_text_sitemap_has_one_address_per_line() -> None:
    reading = read("https://news.example/read/1\r\n\r\nhttps://news.example/read/2\nnonsense\n")
    assert urls(reading) == ["https://news.example/read/1", "https://news.example/read/2"]
    assert reading.skipped == 1


def test_sitemaps_are_found_in_robots_txt() -> None:
    robots = "User-agent: *\nsitemap: /news.xml\nSitemap:https://news.example/a.xml\nSitemap: javascript:x\n"
    assert sitemaps_in_robots(robots, "https://news.example/robots.txt") == (
        "https://news.example/news.xml",
        "https://news.example/a.xml",
    )


def test_a_link_knows_the_latest_thing_of_its_article() -> None:
    reading = read(
        f"<urlset {SPACES} {NEWS}><url><loc>/1</loc><lastmod>2026-07-21</lastmod>"
        "<news:news><news:publication_date>2026-07-20</news:publication_date></news:news></url></urlset>"
    )
    link: Link = reading.links[0]
    assert (link.entry.date, link.latest) == (dt.date(2026, 7, 20), dt.date(2026, 7, 21))
