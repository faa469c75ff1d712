"""Certainty: what makes a record doubtful lowers it, and the model that ships knows every sign."""

from __future__ import annotations

import datetime as dt

from newsclean import Article, Explanation, Page, clean, explain
from newsclean.certainty import SIGNS, model

FETCHED_AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
URL = "https://meridian.example/news/ferry-steps"
PUBLISHED = "<meta property='article:published_time' content='2026-03-03T08:15:00+00:00'>"
OG_TITLE = "<meta property='og:title' content='Ferry steps to be repaired'>"
TEXT = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "“Nobody should have to jump from a boat onto wet stone,” said the harbour master, Ida Quill, after the vote.",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
    "Until then the boats land at the northern quay, where the council has set up a hut for those who wait.",
)


def page(*, head: str = PUBLISHED + OG_TITLE, heading: str = "Ferry steps to be repaired", text: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT)
    return (
        "<!doctype html><html lang='en'><head><title>Ferry steps to be repaired - The Meridian Post</title>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry steps to be repaired"}</script>'
        f"<meta property='og:site_name' content='The Meridian Post'>{head}</head>"
        f"<body><article><h1>{heading}</h1>{paragraphs}{text}</article></body></html>"
    )


def record(html: str, **fields: object) -> Article:
    found = clean(Page(url=URL, html=html, fetched_at=FETCHED_AT, **fields))
    assert isinstance(found, Article), found
    return found


def certainty(html: str) -> float:
    found = record(html).certainty
    assert found is not None
    return found


def explained(html: str) -> Explanation:
    return explain(html, url=URL, fetched_at=FETCHED_AT)


def test_a_plain_page_is_surer_than_one_whose_date_is_missing_or_has_two_times() -> None:
    sure = certainty(page())
    assert 0.5 < sure <= 1
    assert certainty(page(head=OG_TITLE)) < sure
    other = "<meta name='date' content='2026-03-03T11:40:00+00:00'>"
    assert certainty(page(head=PUBLISHED + OG_TITLE + other)) < sure


def test_a_title_that_the_metadata_word_otherwise_makes_the_title_doubtful() -> None:
    other = "<meta property='og:title' content='What the ferry steps will cost the town and why'>"
    found = record(page(head=PUBLISHED + other))
    assert found.title == "Ferry steps to be repaired"
    assert found.certainty is not None
    assert found.certainty < certainty(page(head=PUBLISHED + OG_TITLE))
    assert any(doubt.startswith("title: ") for doubt in explained(page(head=PUBLISHED + other)).doubts)


def test_the_certainty_is_in_the_explanation_with_what_lowers_it() -> None:
    found = explained(page(head=OG_TITLE))
    assert found.certainty == certainty(page(head=OG_TITLE))
    assert any(doubt.startswith("date: the date has a time: 0 (-") for doubt in found.doubts)
    lowered = [float(doubt.rpartition("(")[2].rstrip(")")) for doubt in found.doubts]
    assert lowered == sorted(lowered)
    assert all(share < 0 for share in lowered)


def test_a_text_without_markup_has_the_certainty_of_its_kind() -> None:
    text = "\n".join(("Ferry steps to be repaired", "3 March 2026", "", *TEXT))
    assert record(text).certainty == model().plain < certainty(page())


def test_a_page_without_a_record_has_none() -> None:
    assert explained("<html><body><p>Home</p></body></html>").certainty is None


def test_key_and_hash_are_those_of_the_text_alone() -> None:
    sure, unsure = record(page()), record(page(head=OG_TITLE))
    assert sure.certainty != unsure.certainty
    assert (sure.id, sure.content_hash) == (unsure.id, unsure.content_hash)


def test_the_shipped_model_was_fitted_on_the_signs_of_this_version() -> None:
    assert model().weights.keys() == SIGNS.keys(), "fit it again: python -m training.certainty"
