"""HTML pages as sources: article links, feeds, and whether an article goes on."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from newsclean.spiders.discovery.sections import (
    is_article_url,
    linked_feeds,
    page_tree,
    read_section,
    says_article,
)

URL = "https://news.example/politics/"


def tree(body: str, head: str = "") -> HtmlElement:
    found = page_tree(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert found is not None
    return found


def links(body: str, article_url: str | None = None, head: str = "") -> list[str]:
    return [link.entry.url for link in read_section(tree(body, head), URL, article_url).links]


def test_links_that_match_the_sites_pattern_are_articles_once_each() -> None:
    body = (
        '<a href="/read/1/satu">Satu</a><a href="/read/1/satu#comments">12</a><a href="/tag/feri">feri</a>'
        '<a href="https://other.example/read/2/dua">elsewhere</a><a href="javascript:go()">go</a>'
        '<a href="//news.example:8080/read/3/tiga">Tiga</a>'
    )
    assert links(body, r"/read/\d+/") == ["https://news.example/read/1/satu", "https://news.example:8080/read/3/tiga"]


def test_a_base_element_counts() -> None:
    assert links('<a href="read/1/">x</a>', r"/read/\d+/", head='<base href="/id/">') == [
        "https://news.example/id/read/1/"
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/2026/07/20/harbour-reopens",
        "https://news.example/berita/d-7012345/feri-berlayar",
        "https://news.example/world/harbour-reopens-after-buoy-scare-in-ellery",
        "https://news.example/news/world-europe-66512345",
        "https://news.example/article/1234567.html",
    ],
)
def test_addresses_of_articles_are_recognized(url: str) -> None:
    assert is_article_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/",
        "https://news.example/politics/",
        "https://news.example/about-us",
        "https://news.example/tag/harbour-reopens-after-buoy-scare",
        "https://news.example/2026/07/",
        "https://news.example/images/2026/07/20/boat.jpg",
        "https://news.example/privacy-policy",
    ],
)
def test_addresses_of_other_pages_are_not_taken_for_articles(url: str) -> None:
    assert not is_article_url(url)


def test_feeds_are_named_in_the_head_and_those_of_comments_left_out() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed">'
        '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
        '<link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/style.css">'
    )
    assert linked_feeds(tree("", head), URL) == ("https://news.example/feed", "https://news.example/atom.xml")


def test_a_page_may_name_itself_an_article() -> None:
    assert says_article(tree("", '<meta property="og:type" content="article">'))
    assert not says_article(tree("", '<meta property="og:type" content="website">'))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x00\x01\x02" * 100])
def test_bytes_that_are_not_a_page_have_no_tree(data: bytes) -> None:
    assert page_tree(data) is None
