"""Hostile pages give the record or the reject they must, whatever they cost.

The cases are listed in pages.py; `mutants.py` breaks fixture pages at random.

`python -m benchmarks.hostile` also runs the heavy ones, and measures the time of each.

Covers newsclean.articleness, by walls, listings and look-alikes.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from benchmarks.hostile_pages import check, mutant_outcomes, page_outcomes
from newsclean import Article, Page, Reject, clean, explain
from tests.crawls import PATIENCE
from tests.hostile.mutants import NASTY
from tests.hostile.pages import FETCHED, URL, all_cases, article, fault

CASES = all_cases()
LIGHT = [name for name, case in CASES.items() if not case.heavy]
# One of each kind of weight: size, number of elements, attributes, depth.
HEAVY = (
    "a page of 50 MB",
    "1,000,000 empty paragraphs",
    "100,000 attributes on one element",
    "100,000 div beside the text",
)
MUTANTS = 300

any_text = st.text() | st.text(st.characters(categories=("Cc", "Cs", "Zl", "Zp", "Lo", "So")))
markup = st.lists(st.sampled_from([*NASTY, b"<p>", b"</p>", b"words of a sentence. ", b"<a href=/x>", b"\xe9"])).map(
    b"".join
)


def test_there_are_at_least_150_cases_and_few_are_heavy() -> None:
    assert len(CASES) >= 150
    assert sum(case.heavy for case in CASES.values()) < len(CASES) / 5


@pytest.mark.parametrize("name", LIGHT)
def test_the_page_gives_the_expected_outcome(name: str) -> None:
    outcome = clean(CASES[name].page())
    assert fault(CASES[name].wanted, outcome) is None
    assert check(outcome) is None


def test_heavy_pages_give_what_they_should_within_their_memory() -> None:
    assert [(told.name, told.fault) for told in page_outcomes(HEAVY, limit=PATIENCE) if told.fault] == []


def test_mutants_of_the_fixture_pages_are_all_accounted_for() -> None:
    outcomes = list(mutant_outcomes(MUTANTS, limit=PATIENCE))
    assert len(outcomes) == MUTANTS
    assert [(told.name, told.fault) for told in outcomes if told.fault] == []


@settings(max_examples=150)
@given(st.binary() | markup, st.none() | any_text)
def test_any_bytes_give_one_line(data: bytes, content_type: str | None) -> None:
    assert check(clean(Page(url=URL, html=data, content_type=content_type, fetched_at=FETCHED))) is None


@settings(max_examples=100)
@given(any_text, any_text)
def test_any_text_in_title_and_body_gives_one_line(title: str, body: str) -> None:
    outcome = clean(Page(url=URL, html=article(title=title, inside=f"<p>{body}</p>"), fetched_at=FETCHED))
    assert check(outcome) is None


@settings(max_examples=100)
@given(any_text)
def test_any_address_gives_an_outcome(address: str) -> None:
    outcome = clean(Page(url=address, html=article(), fetched_at=FETCHED))
    assert isinstance(outcome, Article | Reject)
    assert len(outcome.model_dump_json().splitlines() if isinstance(outcome, Article) else [""]) == 1


@settings(max_examples=50)
@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_the_time_of_fetching_changes_neither_key_nor_text(fetched_at: dt.datetime) -> None:
    first, second = (clean(Page(url=URL, html=article(), fetched_at=moment)) for moment in (FETCHED, fetched_at))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.content_hash, first.body) == (second.id, second.content_hash, second.body)


@given(any_text, any_text, st.none() | any_text)
def test_a_record_is_refused_or_is_one_line(title: str, body: str, lead: str | None) -> None:
    fields = {"url": URL, "site": "harbour.example", "id": "0", "content_hash": "0", "extractor": "0"}
    try:
        record = Article(title=title, body=body, lead=lead, fetched_at=FETCHED, **fields)
    except ValidationError:
        return
    assert check(record) is None


def test_an_impossible_date_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    clean(CASES["the date '2026-02-30'"].page())
    assert "2026-02-30" in caplog.text
    assert "no such day" in caplog.text


def test_why_an_uncertain_page_gives_no_record_is_explained() -> None:
    case = CASES["a consent wall under an article's title"]
    told = explain(case.html(), url=case.url, fetched_at=case.fetched_at)
    assert told.score is not None
    assert told.score < told.needed
    assert any("address the visitor" in sign for sign in told.signals)


def test_a_single_page_that_is_too_large_leaves_the_first_page() -> None:
    whole = CASES["a page just over the cap"].html()
    page = Page(
        url=URL, html=article(), single_page=whole.encode() if isinstance(whole, str) else whole, fetched_at=FETCHED
    )
    assert isinstance(clean(page), Article)
