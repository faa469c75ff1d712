"""Whether an article is split over several pages, and the address of all of them."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from newsclean.spiders.discovery.pagination import is_paginated, single_page_url
from newsclean.spiders.discovery.sections import page_tree


def tree(body: str, head: str = "") -> HtmlElement:
    found = page_tree(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert found is not None
    return found


@pytest.mark.parametrize(
    "body",
    [
        '<a href="?page=all">Tampilkan semua</a>',
        '<a href="/read/7/x?page=2">2</a>',
        '<a href="/read/7/x/10">2</a>',
        '<a href="/read/7/x?page=2" rel="next">Selanjutnya</a>',
    ],
)
def test_a_paginated_article_is_known_by_its_links(body: str) -> None:
    assert is_paginated(tree(body), "https://news.example/read/7/x", "?page=all")


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/read/8/y?page=all">another article</a>',
        '<a href="/index?page=2" rel="next">older articles</a>',
        '<a href="/read/7/x">7</a>',
        '<a href="/read/7/x?share=1">Bagikan</a>',
        "<p>Halaman 1 2 3</p>",
    ],
)
def test_an_article_on_one_page_is_not_paginated(body: str) -> None:
    assert not is_paginated(tree(body), "https://news.example/read/7/x", "?page=all")


def test_a_next_link_in_the_head_counts_too() -> None:
    assert is_paginated(
        tree("", '<link rel="next" href="/read/7/x?page=2">'), "https://news.example/read/7/x", "?page=all"
    )


def test_the_address_of_the_single_page_keeps_the_rest_of_the_query() -> None:
    assert (
        single_page_url("https://news.example/read/7?id=3", "?page=all") == "https://news.example/read/7?id=3&page=all"
    )
    assert single_page_url("https://news.example/read/7?page=1", "?page=all") == "https://news.example/read/7?page=all"
