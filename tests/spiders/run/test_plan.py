"""Which articles a run requests, given what it found and what the corpus knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsclean import Entry, Reason, Reject
from newsclean.corpus import CorpusRun, Outcome, SiteFolder, Validators
from newsclean.spiders.discovery.links import Link
from newsclean.spiders.run.plan import plan_run

NOW = dt.datetime(2026, 11, 24, 2, 20, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[CorpusRun]:
    with CorpusRun(SiteFolder(tmp_path / "harbour"), now=NOW) as run:
        yield run


def link(name: str, day: int | None = None) -> Link:
    date = dt.date(2026, 11, day) if day else None
    return Link(Entry(url=f"https://harbour.example/{name}", source="feed", date=date))


def visited(corpus: CorpusRun, name: str, reason: Reason = Reason.NO_TITLE, again: dt.datetime | None = None) -> None:
    url = f"https://harbour.example/{name}"
    reject = Reject(url=url, reason=reason, detail="", fetched_at=NOW)
    corpus.commit([Outcome(url, reject, NOW, again=again, validators=Validators(etag='"1"'))])


def names(corpus: CorpusRun, *links: Link, **options: int | bool) -> list[str]:
    return [request.entry.url.rpartition("/")[2] for request in plan_run(links, corpus, NOW, **options).requests]  # type: ignore[arg-type]  # by name


def test_new_articles_come_before_those_looked_at_again_and_what_was_left_over_in_its_place(corpus: CorpusRun) -> None:
    plan_run([link("left", 22), link("again", 20)], corpus, NOW)
    visited(corpus, "again", again=NOW - dt.timedelta(minutes=1))
    found = (link("old", 21), link("new", 23), link("undated"))
    plan = plan_run(found, corpus, NOW)
    assert [request.url.rpartition("/")[2] for request in plan.requests] == [
        "new",
        "left",
        "old",
        "undated",
        "again",
    ]
    assert plan.requests[-1].validators.etag == '"1"'
    assert (plan.discovered, plan.seen) == (5, 0)


def test_what_was_seen_is_counted_and_not_requested(corpus: CorpusRun) -> None:
    visited(corpus, "seen")
    plan = plan_run([link("seen"), link("new")], corpus, NOW)
    assert (len(plan.requests), plan.seen, plan.discovered) == (1, 1, 2)


def test_a_found_article_that_is_due_is_requested_once(corpus: CorpusRun) -> None:
    visited(corpus, "due", again=NOW)
    assert names(corpus, link("due")) == ["due"]


def failed(corpus: CorpusRun, name: str) -> None:
    """The link failed in a run in which another came."""
    visited(corpus, "other")
    visited(corpus, name, Reason.FETCH_FAILED)
    corpus.judge()


def test_what_failed_rests_although_the_feed_still_lists_it_and_is_counted_as_waiting(corpus: CorpusRun) -> None:
    assert names(corpus, link("busy")) == ["busy"]
    failed(corpus, "busy")
    plan = plan_run([link("busy"), link("other")], corpus, NOW)
    assert (plan.requests, plan.discovered, plan.seen, plan.resting) == ((), 1, 1, 1)
    (request,) = plan_run([link("busy")], corpus, NOW + HOUR).requests
    assert request.url.endswith("/busy")


def test_what_failed_is_requested_whatever_since_says_for_it_was_wanted_when_it_was_found(corpus: CorpusRun) -> None:
    names(corpus, link("busy", 20), link("left", 20))
    failed(corpus, "busy")
    plan = plan_run([], corpus, NOW + HOUR, is_older=lambda _: True)
    assert [request.url.rpartition("/")[2] for request in plan.requests] == ["busy"]


def test_an_article_requested_by_name_does_not_rest(corpus: CorpusRun) -> None:
    names(corpus, link("busy"))
    failed(corpus, "busy")
    assert names(corpus, link("busy"), only_found=True) == ["busy"]


def test_articles_that_are_known_leave_a_limit_to_what_waits(corpus: CorpusRun) -> None:
    names(corpus, link("left"))
    visited(corpus, "seen")
    assert names(corpus, link("seen"), limit=1) == ["left"]


def test_what_waits_and_is_due_is_requested_once(corpus: CorpusRun) -> None:
    names(corpus, link("gone"))
    visited(corpus, "gone", Reason.FETCH_FAILED, again=NOW)
    assert names(corpus) == ["gone"]


def test_a_limit_counts_everything_and_the_rest_waits(corpus: CorpusRun) -> None:
    plan_run([link("left", 1), link("behind", 2)], corpus, NOW)
    assert names(corpus, link("new", 23), limit=1) == ["new"]
    assert names(corpus, link("new", 23), limit=2) == ["new", "left"]
    assert names(corpus) == ["new", "behind", "left"]


def test_an_article_requested_by_name_brings_no_others_along(corpus: CorpusRun) -> None:
    plan_run([link("left")], corpus, NOW)
    assert names(corpus, link("asked"), only_found=True) == ["asked"]


def test_a_run_with_nothing_new_asks_as_much_of_a_large_corpus_as_of_a_small_one(corpus: CorpusRun) -> None:
    links = [link(str(number)) for number in range(20)]
    for number in range(20):
        visited(corpus, str(number))

    def steps() -> int:
        """How many instructions SQLite carries out for the plan, the end and `corpus status`."""
        count = 0

        def counted() -> None:
            nonlocal count
            count += 1

        corpus.store.connection.set_progress_handler(counted, 1)
        plan = plan_run(links, corpus, NOW)
        corpus.judge()
        corpus.store.totals()
        corpus.store.connection.set_progress_handler(None, 1)
        assert (len(plan.requests), plan.seen) == (0, 20)
        return count

    small = steps()
    numbers = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 20000)"
    with corpus.store.transaction():
        corpus.store.ask(
            f"{numbers} INSERT INTO urls (key, url, state, story, found, fetched) "
            "SELECT hex(randomblob(16)), 'https://harbour.example/a/' || n, 'seen', n, ?1, ?1 FROM n",
            NOW.isoformat(),
        )
        corpus.store.ask(
            f"{numbers} INSERT INTO articles (id, revision, run, content_hash, title, day, line) "
            "SELECT n, 1, ?, hex(randomblob(32)), 'Title', '2026-11-24', x'7b7d' FROM n",
            corpus.run.number,
        )
    assert corpus.store.totals() == (20_000, 0)
    assert steps() < 1.5 * small
