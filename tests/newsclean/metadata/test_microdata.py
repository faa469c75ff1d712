"""The claims of `itemprop` attributes: the article's own, not those of comments, products or other articles."""

from __future__ import annotations

import pytest
from lxml import html

from newsclean.metadata.microdata import MAX_ITEMS, read_items

ARTICLE = 'itemscope itemtype="https://schema.org/NewsArticle"'


def items(body: str) -> list[tuple[str, str, str]]:
    return list(read_items(html.document_fromstring(f"<body>{body}")))


@pytest.mark.parametrize(
    ("markup", "claim"),
    [
        ("<h1 itemprop=headline>Ferry <b>stays</b></h1>", ("titles", "Ferry stays", "headline")),
        ("<meta itemprop=datePublished content=2026-03-02>", ("published", "2026-03-02", "datePublished")),
        ("<time itemprop=dateModified datetime=2026-03-03>today</time>", ("modified", "2026-03-03", "dateModified")),
        ("<img itemprop=image src=/a.jpg>", ("images", "/a.jpg", "image")),
        ("<link itemprop=image href=/a.jpg>", ("images", "/a.jpg", "image")),
        ("<a itemprop=author href=/ana>Ana Lind</a>", ("authors", "Ana Lind", "author")),
        ("<p itemprop='x ArticleSection'>Harbour</p>", ("sections", "Harbour", "ArticleSection")),
        (
            "<div itemprop=author itemscope><img itemprop=image src=/ana.jpg><b itemprop=name>Ana Lind</b></div>",
            ("authors", "Ana Lind", "author"),
        ),
    ],
)
def test_a_property_is_a_claim_with_its_value_where_its_element_keeps_it(
    markup: str, claim: tuple[str, str, str]
) -> None:
    assert items(markup)[0] == claim


@pytest.mark.parametrize(
    "markup",
    [
        "<p itemprop=articleBody>Ferry stays</p>",
        "<p itemprop=''>Ferry stays</p>",
        '<div itemscope itemtype="https://schema.org/Comment"><b itemprop=author>Otto</b></div>',
        '<div itemscope itemtype="https://schema.org/Product"><img itemprop=image src=/a.jpg></div>',
        '<div itemscope itemtype="https://schema.org/ImageObject"><b itemprop=description>A ferry</b></div>',
    ],
)
def test_other_properties_and_other_items_claim_nothing(markup: str) -> None:
    assert items(markup) == []


def test_of_several_articles_those_with_an_h1_are_the_pages_own() -> None:
    own = f"<div {ARTICLE}><h1 itemprop=headline>Ferry stays</h1></div>"
    other = f"<div {ARTICLE}><h2 itemprop=headline>Bridge opens</h2></div>"
    assert [value for _, value, _ in items(own + other)] == ["Ferry stays"]
    assert [value for _, value, _ in items(other + other)] == ["Bridge opens"] * 2


def test_the_number_of_claims_is_limited() -> None:
    assert len(items("<p itemprop=keywords>x</p>" * 1000)) == MAX_ITEMS
