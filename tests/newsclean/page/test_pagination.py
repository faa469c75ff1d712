"""Whether an article is split over several pages, and the address of all of them."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from newsclean.page.pagination import (
    goes_on,
    is_paginated,
    linked_single_page,
    may_be_paginated,
    next_page,
    own_addresses,
    single_page_url,
)
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


HERE = "https://news.example/read/7/ferry-stays.html"
ON = "https://news.example"


@pytest.mark.parametrize(
    ("body", "following"),
    [
        ('<a href="?page=2">2</a>', f"{ON}/read/7/ferry-stays.html?page=2"),
        ('<a href="?page=3">3</a><a href="?page=2">2</a>', f"{ON}/read/7/ferry-stays.html?page=2"),
        ('<a href="?page=1">1</a><a href="?page=2">2</a>', f"{ON}/read/7/ferry-stays.html?page=2"),
        ('<a href="?halaman=2">Selanjutnya</a>', f"{ON}/read/7/ferry-stays.html?halaman=2"),
        ('<a href="/read/7/ferry-stays/2">Weiter</a>', f"{ON}/read/7/ferry-stays/2"),
        ('<a href="/read/7/ferry-stays/seite-2">Weiter</a>', f"{ON}/read/7/ferry-stays/seite-2"),
        ('<a href="ferry-stays_2.html">2</a>', f"{ON}/read/7/ferry-stays_2.html"),
        ('<a href="ferry-stays_page_2.html">2</a>', f"{ON}/read/7/ferry-stays_page_2.html"),
        ('<a href="http://www.news.example/read/7/ferry-stays.html?page=2">2</a>',
         "http://www.news.example/read/7/ferry-stays.html?page=2"),
        ('<a href="?page=9">9</a><a rel="next" href="?page=2">weiter</a>', f"{ON}/read/7/ferry-stays.html?page=2"),
    ],
)  # fmt: skip
def test_the_next_page_is_found(body: str, following: str) -> None:
    page = f"<html><body>{body}</body></html>"
    assert next_page(tree(body), HERE, (HERE,)) == following
    assert may_be_paginated(page.encode(), HERE)


@pytest.mark.parametrize(
    "body",
    [
        '<a rel="next" href="/read/8/another-story.html">Next article</a>',
        '<a rel="next" href="/read/7/ferry-stays-2.html">The ferry stays, part two</a>',  # a slug that was taken
        '<a href="/index?page=2">2</a>',
        '<a href="/read/7/ferry-stays.html?share=2">2</a>',
        '<a href="/read/7/ferry-stays.html?page=2&amp;sort=new">2</a>',
        '<a href="https://other.example/read/7/ferry-stays.html?page=2">2</a>',
        '<a href="/read/7/ferry-stays/2026">2026</a>',
        '<a href="#page2">2</a>',
        '<div id="comments"><a href="?page=2">2</a></div>',
    ],
)
def test_what_is_another_page_is_not_the_next_one(body: str) -> None:
    assert next_page(tree(body), HERE, (HERE,)) is None


def test_the_way_leads_forward_only() -> None:
    pager = tree('<a href="?page=1">back</a><a href="?page=2">2</a><a href="?page=3">3</a>')
    assert next_page(pager, f"{HERE}?page=2", (HERE,)) == f"{HERE}?page=3"
    assert next_page(pager, f"{HERE}?page=3", (HERE,)) is None


def test_pages_are_also_counted_from_the_address_that_the_page_calls_its_own() -> None:
    told = f"{HERE}?source=feed"
    page = tree('<a href="/read/7/ferry-stays.html?page=2">2</a>', f'<link rel="canonical" href="{HERE}">')
    assert next_page(page, told, own_addresses(page, told)) == f"{HERE}?page=2"


def test_the_post_with_number_2_is_not_the_second_page_of_another() -> None:
    assert next_page(tree('<a href="/?p=2">2</a>'), f"{ON}/?p=123", (f"{ON}/?p=123",)) is None
    assert next_page(tree('<a href="/?page=2">2</a>'), f"{ON}/", (f"{ON}/",)) is None


def test_a_link_to_all_pages_is_found() -> None:
    assert linked_single_page(tree('<a href="?page=2">2</a><a href="?page=all">All</a>'), HERE) == f"{HERE}?page=all"
    assert linked_single_page(tree('<a href="/read/8/another.html?page=all">All</a>'), HERE) is None


def test_a_page_without_numbers_in_its_links_need_not_be_parsed() -> None:
    assert not may_be_paginated(b'<a href="/read/8/another-story-2.html">2</a><a href="/topics/ferry">x</a>', HERE)


@pytest.mark.parametrize(
    "label", ["Halaman Selanjutnya »", "Next page", "Nächste Seite", "次のページ", "الصفحة التالية"]
)
def test_a_number_behind_the_name_is_a_page_where_the_link_says_so(label: str) -> None:
    url = "https://news.example/storm.html"
    assert next_page(tree(f'<a href="/storm-2.html">{label}</a>'), url, (url,)) == "https://news.example/storm-2.html"
    for other in ("Next", "Selanjutnya", "Next page: storm over Ellery"):  # of the next article
        assert next_page(tree(f'<a href="/storm-2.html" rel="next">{other}</a>'), url, (url,)) is None


@pytest.mark.parametrize(
    ("url", "head", "body"),
    [
        ("/7", "", '<article><a href="?page=2">2</a></article>'),
        ("/7", "", '<a href="/7?page=2">Halaman berikutnya</a>'),
        ("/7", "", '<a href="/7/2" rel="next">Selanjutnya</a>'),
        ("/7", '<link rel="next" href="/7?page=2">', ""),
        ("/7", "", '<a href="/7?showpage=all">Tampilkan semua</a>'),
        ("/7", "", '<a href="/7?single=1">One page</a>'),
        ("/7?page=2", '<link rel="canonical" href="/7">', '<article><a href="/7">1</a></article>'),
    ],
)
def test_a_page_surely_goes_on(url: str, head: str, body: str) -> None:
    assert goes_on(tree(body, head), f"https://news.example{url}")


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/7", '<article>Text</article><div><a href="?page=2">2</a></div>'),  # may be the pager of a list
        ("/7", '<article><div class="comments"><a href="?page=2" rel="next">2</a></div></article>'),
        ("/7", '<a href="/8" rel="next">Next page</a><a href="/7-2" rel="next">Next</a>'),
        ("/7?page=all", '<article><a href="/7?page=all">All</a><a href="/7">1</a></article>'),
        ("/7?page=1", '<link rel="canonical" href="/7"><article><a href="/7?page=1">1</a></article>'),
    ],
)
def test_a_page_does_not_surely_go_on(url: str, body: str) -> None:
    assert not goes_on(tree(body), f"https://news.example{url}")
