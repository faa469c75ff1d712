"""HTML pages as sources: links and how they are shown, feeds, and times beside links."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml.html import HtmlElement

from newsclean.spiders.discovery.links import Link, Sight
from newsclean.spiders.discovery.sections import linked_feeds, page_tree, read_section

URL = "https://news.example/politics/"


def tree(body: str, head: str = "") -> HtmlElement:
    found = page_tree(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert found is not None
    return found


def links(body: str, head: str = "") -> list[Link]:
    return list(read_section(tree(body, head), URL).links)


def sight(body: str) -> Sight:
    return links(body)[0].sight


def test_each_page_of_the_site_is_linked_once() -> None:
    body = (
        '<a href="/read/1/satu">Satu</a><a href="/read/1/satu#comments">12</a><a href="/tag/feri">feri</a>'
        '<a href="https://other.example/read/2/dua">elsewhere</a><a href="javascript:go()">go</a>'
        '<a href="//news.example:8080/read/3/tiga">Tiga</a>'
    )
    assert [link.entry.url for link in links(body)] == [
        "https://news.example/read/1/satu",
        "https://news.example/tag/feri",
        "https://news.example:8080/read/3/tiga",
    ]


def test_a_base_element_counts() -> None:
    assert links('<a href="read/1/">x</a>', '<base href="/id/">')[0].entry.url == "https://news.example/id/read/1/"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/storm">Storm keeps ferries in the harbour</a>',
        '<h2><a href="/storm">Storm hits</a></h2>',
        '<a href="/storm"><img src="x.jpg"><h3>Storm hits</h3></a>',
        '<a rel="bookmark" href="/storm">Storm hits</a>',
        '<a href="/storm">嵐でフェリーが終日欠航に</a>',
        '<nav><a href="/storm">Storm</a></nav><a href="/storm">Storm keeps ferries in the harbour</a>',
    ],
)
def test_headlines_are_told_by_their_words_or_their_mark(body: str) -> None:
    assert sight(body) is Sight.HEADLINE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<nav><a href="/sport">Sport</a></nav>', Sight.MENU | Sight.SHORT),
        ('<ul class="main-menu"><li><a href="/sport">Sport</a></li></ul>', Sight.MENU | Sight.SHORT),
        ('<div role="navigation"><a href="/sport">All of sport</a></div>', Sight.MENU | Sight.SHORT),
        ('<p><a rel="tag" href="/t/x">harbour</a></p>', Sight.MENU | Sight.SHORT),
        ('<footer><a href="/everything">Archive</a></footer>', Sight.MENU | Sight.SHORT),
        ('<footer><a href="/team">The newsroom</a></footer>', Sight.ASIDE | Sight.SHORT),
        ('<div class="site-footer"><a href="/team">The newsroom</a></div>', Sight.ASIDE | Sight.SHORT),
        ('<p><a href="/x">Über uns</a></p>', Sight.ASIDE | Sight.SHORT),
        ('<p><a href="/x">Tentang Kami</a></p>', Sight.ASIDE | Sight.SHORT),
        ('<footer><a href="/storm">Storm keeps ferries in the harbour</a></footer>', Sight.NONE),
        ('<p><a href="/politics/home">Politics</a></p>', Sight.SHORT),
        ('<p><a href="/storm"><img src="x.jpg"></a></p>', Sight.NONE),
    ],
)
def test_menus_feet_and_short_names_are_no_headlines(body: str, expected: Sight) -> None:
    assert sight(body) == expected


def test_a_time_beside_a_link_is_that_of_its_article() -> None:
    teaser = (
        '<div class="card"><h3><a href="/{0}">{0} hits the coast</a></h3><time datetime="2026-11-2{0}">x</time></div>'
    )
    found = links("".join(teaser.format(number) for number in (3, 4)) + '<time datetime="2026-11-28">today</time>')
    assert [link.modified for link in found] == [dt.date(2026, 11, 23), dt.date(2026, 11, 24)]


def test_feeds_are_named_in_the_head_or_linked_and_those_of_comments_left_out() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/all.rss">'
        '<link rel="alternate" type="application/feed+json" href="/feed.json">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">'
        '<link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/style.css">'
    )
    body = (
        '<a href="/sport/rss">RSS</a><a href="/feedback">Feedback</a><a href="/i.php?format=feed&amp;type=rss">x</a>'
        '<a href="https://other.example/feed">theirs</a>'
    )
    assert linked_feeds(tree(body, head), URL) == (
        "https://news.example/all.rss",
        "https://news.example/feed.json",
        "https://news.example/sport/rss",
        "https://news.example/i.php?format=feed&type=rss",
    )


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x00\x01\x02" * 100])
def test_bytes_that_are_not_a_page_have_no_tree(data: bytes) -> None:
    assert page_tree(data) is None
