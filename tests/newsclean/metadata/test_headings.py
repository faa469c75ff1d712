"""Headings claim the title: where each is, and what is left of it without a kicker, a date or a subtitle."""

from __future__ import annotations

import pytest
from lxml import html

from newsclean.metadata.headings import MAX_TEXT, read_headings
from newsclean.metadata.inventory import Inventory


def headings(body: str) -> list[tuple[str, str]]:
    """Origin, as `explain` prints it, and text."""
    return [
        (str(claim.origin), claim.value)
        for claim in read_headings(Inventory(html.document_fromstring(f"<body>{body}")))
    ]


@pytest.mark.parametrize(
    ("markup", "origin"),
    [
        ("<h1>Ferry stays</h1>", "h1"),
        ("<header><h1>Ferry stays</h1></header>", "h1:header"),
        ("<main><header><h1>Ferry stays</h1></header></main>", "h1:article"),
        ("<main><h1>Ferry stays</h1></main>", "h1"),
        ("<article><h1>Ferry stays</h1></article>", "h1:article"),
        ("<div><h1 class='entry-title'>Ferry stays</h1></div>", "h1:article"),
        ("<article><h1><a href='/other'>Ferry stays</a></h1></article>", "h1"),
        (f"<article><p>{'Long text. ' * 99}</p><h1>Ferry stays</h1></article>", "h1"),
        ("<article><h2>Ferry stays</h2></article>", "h2:article"),
        (f"<article><p>{'Long text. ' * 9}</p><h2>Ferry stays</h2></article>", "h2"),
        ("<article><aside><h1>Ferry stays</h1></aside></article>", "h1:header"),
        ("<div class='cookie-banner'><h1>Ferry stays</h1></div>", "h1:header"),
        ("<h1 style='display: none'>Ferry stays</h1>", "h1:hidden"),
        ("<div class='sr-only'><h1>Ferry stays</h1></div>", "h1:hidden"),
        ("<div class='hidden md:block'><h1>Ferry stays</h1></div>", "h1"),
        ("<div class='article__title'>Ferry stays</div>", "div:article"),
        ("<p class='judul'>Ferry stays</p>", "p:article"),
        ("<span itemprop='headline'>Ferry stays</span>", "span:article"),
        ("<div role='heading' aria-level='1'>Ferry stays</div>", "div:article"),
        ("<header><main><h1>Ferry stays</h1></main></header>", "h1"),
        ("<footer><h2>Ferry stays</h2></footer>", "h2:header"),
        ("<nav><h2>Ferry stays</h2></nav>", "h2:breadcrumb"),
        ("<div class='bread-crumbs'><h2>Ferry stays</h2></div>", "h2:breadcrumb"),
        ("<h1><a href='/'>Ferry stays</a></h1>", "h1:logo"),
        ("<h1><a href='https://harbour.example'>Ferry stays</a></h1>", "h1:logo"),
        ("<h1><a rel=home href='/start'>Ferry stays</a></h1>", "h1:logo"),
        ("<h1><a href='/news/ferry'>Ferry stays</a></h1>", "h1"),
    ],
)
def test_a_heading_says_where_it_is(markup: str, origin: str) -> None:
    assert headings(markup)[0] == (origin, "Ferry stays")


@pytest.mark.parametrize(
    ("inner", "parts"),
    [
        ("<span class=kicker>Harbour</span> Ferry stays", [("h1:after-kicker", "Ferry stays")]),
        ("<span>Harbour</span> | <b>Ferry stays</b>", [("h1:after-kicker", "Ferry stays")]),
        ("<div>Harbour</div>Ferry stays", [("h1:after-line", "Ferry stays")]),
        ("<span>Harbour</span> Ferry stays", [("h1:after-first", "Ferry stays")]),
        ("<span class=kicker>Harbour:</span> Ferry stays", [("h1:after-first", "Ferry stays")]),
        ("Ferry stays <small>for three years</small>", [("h1:before-last", "Ferry stays")]),
        ("Ferry stays <i class=subtitle>for three years</i>", [("h1:before-subtitle", "Ferry stays")]),
        (
            "Ferry stays<i>: </i><b>for three years</b> <i>(1/2)</i>",
            [("h1:first", "Ferry stays")],
        ),
        ("<a class=category>Harbour</a> Ferry stays", [("h1:after-kicker", "Ferry stays")]),
        ("<span><div>Harbour</div>Ferry stays</span>", [("h1:after-line", "Ferry stays")]),
        ("Ferry <em>stays</em>", []),
        ("<b>Ferry</b> stays", []),
        ("<span>Ferry stays</span>", []),
        ("Ferry stays<button>Share</button>", []),
    ],
)
def test_what_is_left_without_the_first_or_the_last_element_is_a_claim_too(
    inner: str, parts: list[tuple[str, str]]
) -> None:
    whole, *found = headings(f"<h1>{inner}</h1>")
    assert whole[0] == "h1"
    assert found == parts


@pytest.mark.parametrize(
    "beside",
    [
        "<span class='sr-only'>opens in a new window</span>",
        "<a class='comment-count' href='/comments'>12</a>",
        "<a href='#ferry'>#</a>",
        "<span class='mw-editsection'>[edit]</span>",
        "<span class='reading-time'>4 min</span>",
        "<time>2 March</time>",
    ],
)
def test_what_stands_beside_the_headline_is_no_part_of_it(beside: str) -> None:
    assert headings(f"<h1>Ferry stays {beside}</h1>") == [("h1", "Ferry stays")]
    assert headings("<h1><a href='#top'>Ferry stays</a></h1>")[0][1] == "Ferry stays"


def test_a_teaser_is_not_called_the_headline() -> None:
    assert (
        headings("<ul><li class=headline>x</li></ul><a class=headline href=/1>y</a><div class=title><p>z</p></div>")
        == []
    )


def test_a_heading_is_one_line_without_what_is_never_shown() -> None:
    assert headings("<h1> Ferry<br>stays <script>x()</script><rt>furi</rt><div>open</div>now</h1>")[0] == (
        "h1",
        "Ferry stays open now",
    )


def test_empty_headings_claim_nothing_and_long_ones_are_cut() -> None:
    assert headings("<h1> <img></h1><h2>\u200b</h2>") == []
    (_, text), *_ = headings(f"<h1>{'<b>word</b> ' * 5000}</h1>")
    assert len(text) <= MAX_TEXT


def test_every_h1_comes_before_the_first_twelve_h2s() -> None:
    found = headings("<h2>x</h2>" * 20 + "<h1>Ferry stays</h1>")
    assert [origin for origin, _ in found] == ["h1"] + ["h2"] * 12
