"""<meta> elements as claims: which of their names says what, and which is better known."""

from __future__ import annotations

import pytest
from lxml import html

from newsclean.metadata.meta_tags import read_tags


def tags(*metas: tuple[str, str], attribute: str = "name") -> list[tuple[str, str, str]]:
    head = "".join(f'<meta {attribute}="{name}" content="{value}">' for name, value in metas)
    return list(read_tags(html.document_fromstring(f"<head>{head}</head><body></body>").iter("meta")))


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("og:title", "Ferry stays", "titles"),
        ("DC.Title", "Ferry stays", "titles"),
        ("article:published_time", "2026-03-02", "published"),
        ("pubdate", "2026-03-02", "published"),
        ("cms.publish.time", "2026-03-02", "published"),  # a name that only one outlet uses, and a date
        ("rnews:updated", "02 March 2026", "modified"),
        ("byl", "By Ana Lind", "authors"),
        ("harbourpaper_news_author", "Ana Lind", "authors"),  # a name that only one outlet uses
        ("cms.articleAuthor", "Ana Lind", "authors"),
        ("news_keywords", "ferry", "tags"),
        ("og:url", "https://harbour.example/1", "canonical"),
        ("og:site_name", "Harbour Paper", "site_names"),
        ("article:content_tier", "locked", "access"),
    ],
)
def test_a_known_name_is_a_claim(name: str, value: str, kind: str) -> None:
    assert tags((name, value)) == [(kind, value, name.lower())]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("viewport", "width=device-width"),
        ("web_author", "Harbour Design"),
        ("smartbanner:author", "Harbour Press"),
        ("publishing-house", "Harbour Press"),  # no date
        ("cms.publish.state", "2026"),
        ("expires", "2026-03-02"),  # a date of something else
        ("", "Ferry stays"),
    ],
)
def test_any_other_name_claims_nothing(name: str, value: str) -> None:
    assert tags((name, value)) == []


@pytest.mark.parametrize("attribute", ["name", "property", "http-equiv"])
def test_the_name_may_be_in_any_of_three_attributes(attribute: str) -> None:
    assert tags(("og:type", "article"), attribute=attribute) == [("types", "article", "og:type")]


def test_within_a_kind_the_best_known_name_comes_first() -> None:
    found = tags(("x.published", "2026-03-03"), ("date", "2026-03-02"), ("article:published_time", "2026-03-01"))
    assert [name for _, _, name in found] == ["article:published_time", "date", "x.published"]


def test_a_twitter_card_names_the_author_where_its_label_says_so() -> None:
    written = (("twitter:label1", "Written by"), ("twitter:data1", "Ana Lind"))
    reading = (("twitter:label2", "Est. reading time"), ("twitter:data2", "3 minutes"))
    assert tags(*written, *reading) == [("authors", "Ana Lind", "twitter:data1")]
