"""Lists over several pages: where they go on."""

from __future__ import annotations

import pytest

from newsclean.spiders.discovery.listing_pager import is_page_of, next_listing
from newsclean.spiders.discovery.sections import page_tree

HOST = "https://news.example"


def following(url: str, body: str, head: str = "") -> str | None:
    tree = page_tree(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert tree is not None
    found = next_listing(tree, HOST + url)
    return found and found.removeprefix(HOST)


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        ("/", '<a rel="next" href="/latest/8">On</a>', "/latest/8"),
        ("/", '<a href="/page/2/">2</a><a href="/page/3/">3</a>', "/page/2/"),
        ("/page/2/", '<a href="/">1</a><a href="/page/2/">2</a><a href="/page/3/">3</a>', "/page/3/"),
        ("/sport", '<a href="/sport?page=3">3</a><a href="/sport?page=2">2</a>', "/sport?page=2"),
        ("/sport?page=2&s=1", '<a href="?page=3&amp;s=1">›</a>', "/sport?page=3&s=1"),
        (
            "/",
            '<a class="blog-pager-older-link" href="/search?updated-max=2026-11-01">x</a>',
            "/search?updated-max=2026-11-01",
        ),
        ("/indeks", '<a href="/indeks/5/20">Selanjutnya »</a>', "/indeks/5/20"),
        ("/blog", '<div class="nav-previous"><a href="/blog?start=10">← Older posts</a></div>', "/blog?start=10"),
        ("/", '<a href="/archive/2">次のページ</a>', "/archive/2"),
        ("/town", '<a href="/town/2">»</a>', "/town/2"),
        ("/town/2", '<a href="/town/3">3</a>', "/town/3"),
        ("/news", '<a href="/news?page=1">2</a><a href="/news?page=2">3</a>', "/news?page=1"),  # counted from 0
        ("/news?page=1", '<a href="/news">1</a><a href="/news?page=2">3</a>', "/news?page=2"),
    ],
)
def test_the_next_page_is_found(url: str, body: str, expected: str) -> None:
    assert following(url, body) == expected


def test_the_head_may_name_it() -> None:
    assert following("/", "", '<link rel="next" href="/?offset=20">') == "/?offset=20"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/page/1/">1</a><a href="/page/2/">2</a>',  # this is the last one
        '<a rel="next" href="https://other.example/">Next</a>',
        '<a class="next" href="/2026/11/26/the-next-storm-comes">Next</a>',
        '<a href="/page/2/">Next</a>',  # to itself
    ],
)
def test_the_last_page_has_none(body: str) -> None:
    assert following("/page/2/", body) is None


def test_pages_of_a_list_are_told_from_what_it_lists() -> None:
    assert is_page_of(f"{HOST}/news?seite=6", f"{HOST}/news?seite=7")
    assert is_page_of(f"{HOST}/news", f"{HOST}/news/page/2/")
    assert not is_page_of(f"{HOST}/news?seite=6", f"{HOST}/news/storm")
    assert not is_page_of(f"{HOST}/", f"{HOST}/?p=912")
