"""Links whose fetch failed: tried again by days and not by runs, given up late, and never because the site was down.

Covers newsclean.commands.waiting, moments, retry and status.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean import Entry, Reason, Reject
from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, Failure, Judgement, Outcome, SiteFolder, StoredAs
from newsclean.corpus.lock import locked
from newsclean.corpus.revisits import after_failure
from newsclean.corpus.store import Store
from tests.newsclean.corpus.stories import GOOD, NOW, night, story, url

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WHY = {Failure.OUTAGE: "HTTP status 503", Failure.GONE: "HTTP status 404", Failure.FORBIDDEN: "robots.txt forbids it"}


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path / "corpus" / "harbour")


def failed(n: int, at: dt.datetime, failure: Failure = Failure.OUTAGE) -> Outcome:
    reject = Reject(url=url(n), reason=Reason.FETCH_FAILED, detail=WHY[failure], fetched_at=at)
    return Outcome(url(n), reject, at, failure=failure)


def entries(numbers: Sequence[int]) -> list[Entry]:
    return [Entry(url=url(n), source="feed") for n in numbers]


class Site:
    """Runs on a site some of whose links fail, each asked as a crawl does it: what is found, and what waits."""

    def __init__(self, folder: SiteFolder, failing: dict[int, Failure]) -> None:
        self.folder = folder
        self.failing = failing

    def run(self, at: dt.datetime, found: Sequence[int], *, killed: bool = False) -> list[int]:
        """The numbers of the articles that were requested."""
        with CorpusRun(self.folder, archive=False, now=at) as run:
            todo = {entry.url for entry in run.store.discover(entries(found), at)}
            todo |= {left.entry.url for left in run.store.waiting(at)}
            asked = sorted(int(each.rpartition("/")[2]) for each in todo)
            for n in asked:
                run.commit([failed(n, at, self.failing[n]) if n in self.failing else Outcome(url(n), None, at)])
            if not killed:
                run.end(GOOD, at)
        return asked

    def runs(self, every: dt.timedelta, days: int, healthy: int = 1) -> list[dt.timedelta]:
        """When link 1 was requested, in runs in which `healthy` new articles came, too."""
        times = []
        for count in range(int(days * DAY / every)):
            at = NOW + count * every
            fresh = range(100 + count * healthy, 100 + (count + 1) * healthy)
            if 1 in self.run(at, [*self.failing, *fresh]):
                times.append(at - NOW)
        return times

    def given_up(self) -> list[str]:
        with Store(self.folder.database, readonly=True) as store:
            return [link.entry.url for link in store.given_up()]


@pytest.mark.parametrize("every", [6 * HOUR, DAY])
def test_a_link_that_fails_is_tried_for_a_fortnight_less_and_less_often(
    folder: SiteFolder, every: dt.timedelta
) -> None:
    site = Site(folder, {1: Failure.OUTAGE})
    times = site.runs(every, days=18)
    assert times[0] == dt.timedelta(0)
    assert times[-1] >= 14 * DAY
    assert 8 <= len(times) <= 12
    assert max(b - a for a, b in pairwise(times)) <= 3 * DAY
    assert site.given_up() == [url(1)]


def test_a_nightly_run_asks_on_the_first_nights_although_it_starts_a_little_earlier_each_time(
    folder: SiteFolder,
) -> None:
    times = Site(folder, {1: Failure.OUTAGE}).runs(DAY - 5 * dt.timedelta(minutes=1), days=5)
    assert [round(at / DAY) for at in times] == [0, 1, 2, 3]


@pytest.mark.parametrize("every", [4 * HOUR, DAY])
def test_what_the_site_says_is_gone_is_given_up_after_some_days_and_not_before(
    folder: SiteFolder, every: dt.timedelta
) -> None:
    site = Site(folder, {1: Failure.GONE})
    times = site.runs(every, days=5)
    assert len(times) >= 3
    assert 44 * HOUR <= times[-1] < 4 * DAY
    assert site.given_up() == [url(1)]


def test_within_a_day_nothing_is_given_up_however_often_the_site_says_that_it_is_gone(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.GONE})
    site.runs(HOUR, days=1)
    assert site.given_up() == []


@pytest.mark.parametrize("failure", [Failure.OUTAGE, Failure.GONE])
@pytest.mark.parametrize("number", [1, 3, 8])
def test_when_more_than_half_of_a_run_fails_its_failures_count_for_nobody(
    folder: SiteFolder, number: int, failure: Failure
) -> None:
    """Whatever the site answers: systems that are down say 404, too."""
    links = range(1, number + 1)
    site = Site(folder, dict.fromkeys(links, failure))
    for minutes in range(0, 10, 2):
        assert site.run(NOW + minutes * dt.timedelta(minutes=1), links) == [*links]
    with Store(folder.database) as store:
        assert {link.tries for link in store.waiting()} == {0}
        assert {link.why for link in store.waiting()} == {WHY[failure]}
    site.failing = {}
    assert site.run(NOW + HOUR, []) == [*links]


def test_an_outage_of_weeks_gives_up_nothing_and_fills_no_disk(folder: SiteFolder) -> None:
    site = Site(folder, dict.fromkeys(range(1, 7), Failure.OUTAGE))
    for count in range(30):
        assert len(site.run(NOW + count * DAY, range(1, 7))) == 6
    with Store(folder.database, readonly=True) as store:
        assert store.count("rejects") == 6, "the same is not kept again and again"
    site.failing = {}
    assert len(site.run(NOW + 30 * DAY, [])) == 6


@pytest.mark.parametrize("healthy", [0, 2])
def test_dead_links_that_outnumber_all_others_are_given_up_in_the_end(folder: SiteFolder, healthy: int) -> None:
    """Otherwise they were asked for in every run for ever, and no failure of the site counted any more."""
    dead = range(1, 5)
    site = Site(folder, dict.fromkeys(dead, Failure.OUTAGE))
    assert site.runs(DAY, days=16, healthy=healthy)[-1] == 14 * DAY
    assert site.given_up() == [url(n) for n in dead]


def test_a_dead_link_that_is_all_there_is_to_fetch_is_asked_for_daily_after_a_day(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.OUTAGE})
    times = site.runs(6 * HOUR, days=16, healthy=0)
    assert [at for at in times if at < DAY] == [count * 6 * HOUR for count in range(4)]
    assert min(b - a for a, b in pairwise(times[4:])) >= 20 * HOUR
    assert 14 * DAY <= times[-1] < 15 * DAY


def test_when_most_of_many_fail_not_even_links_that_failed_before_have_to_pause(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.OUTAGE})
    site.run(NOW, range(1, 8))
    site.failing = dict.fromkeys((1, *range(11, 16)), Failure.OUTAGE)
    assert 1 in site.run(NOW + HOUR, range(11, 18))
    assert 1 in site.run(NOW + HOUR, [])


def test_a_mixed_outage_costs_the_failed_links_a_pause_and_no_more(folder: SiteFolder) -> None:
    site = Site(folder, dict.fromkeys(range(1, 5), Failure.OUTAGE))
    for minutes in range(3):
        site.run(NOW + minutes * dt.timedelta(minutes=1), range(1, 11))
    site.failing = {}
    assert site.run(NOW + dt.timedelta(minutes=5), range(1, 11)) == []
    assert site.run(NOW + HOUR, range(1, 11)) == [1, 2, 3, 4]


def test_what_must_not_be_requested_is_given_up_at_once_and_is_no_sign_of_an_outage(folder: SiteFolder) -> None:
    site = Site(folder, {**dict.fromkeys(range(1, 8), Failure.FORBIDDEN), 8: Failure.OUTAGE})
    site.run(NOW, range(1, 10))
    assert site.given_up() == [url(n) for n in range(1, 8)]
    assert site.run(NOW + HOUR, range(1, 10)) == [8]


def test_the_failures_of_a_killed_run_are_judged_by_what_it_fetched_when_the_next_one_begins(
    folder: SiteFolder,
) -> None:
    site = Site(folder, {1: Failure.OUTAGE})
    site.run(NOW, [1, 2, 3], killed=True)
    assert site.run(NOW + dt.timedelta(minutes=1), [1]) == []
    site.failing = {4: Failure.OUTAGE}
    site.run(NOW + dt.timedelta(minutes=2), [4], killed=True)
    assert site.run(NOW + dt.timedelta(minutes=3), [4]) == [4]


def test_a_run_says_how_many_are_tried_again_and_how_many_are_given_up(folder: SiteFolder) -> None:
    with CorpusRun(folder, now=NOW) as run:
        batch = [failed(1, NOW), failed(2, NOW, Failure.FORBIDDEN), story(3)]
        assert [each.stored_as for each in run.commit(batch)] == [StoredAs.FAILED, StoredAs.FAILED, StoredAs.NEW]
        assert run.judge() == Judgement(again=1, given_up=1)
        assert run.judge() == Judgement()


def test_a_page_that_comes_at_last_ends_the_waiting_and_leaves_no_trace(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.OUTAGE})
    site.run(NOW, [1, 2])
    site.failing = {}
    assert site.run(NOW + HOUR, []) == [1]
    with Store(folder.database) as store:
        assert store.waiting() == store.given_up() == []
        assert store.count("urls", "failure NOTNULL OR failed NOTNULL OR tries OR next_try NOTNULL") == 0


def test_a_clock_that_was_far_ahead_makes_no_link_wait_for_it(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.OUTAGE})
    site.run(NOW + 365 * DAY, [1, 2])
    assert site.run(NOW, [1]) == [1]


def test_a_known_article_that_fails_stays_known_and_is_visited_again(folder: SiteFolder) -> None:
    night(folder, story(1, again=NOW + DAY))
    with CorpusRun(folder, now=NOW + DAY) as run:
        again = after_failure((20,), NOW + DAY, NOW, Failure.OUTAGE)
        outcome = failed(1, NOW + DAY)
        run.commit([Outcome(url(1), outcome.result, NOW + DAY, first_found=NOW, again=again, failure=Failure.OUTAGE)])
        assert run.judge() == Judgement()
        assert run.store.is_seen(url(1))
        assert run.store.waiting() == []
        assert [due.url for due in run.store.due(NOW + 2 * DAY)] == [url(1)]


# Asking again.


def test_all_that_waits_is_asked_for_again_at_once_and_what_was_given_up_if_wanted(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.OUTAGE, 2: Failure.FORBIDDEN})
    site.run(NOW, [1, 2, 3])
    with Store(folder.database) as store:
        assert store.ask_all_again() == 1
    assert site.run(NOW, []) == [1]
    site.run(NOW + 2 * HOUR, [4])
    with Store(folder.database) as store:
        assert store.ask_all_again(also_given_up=True) == 2
        assert {link.tries for link in store.waiting() if link.failure is Failure.FORBIDDEN} == {0}
    site.failing = {}
    assert site.run(NOW, []) == [1, 2]


def test_one_link_is_asked_for_again_in_whatever_form_its_address_is_given(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.FORBIDDEN, 2: Failure.OUTAGE})
    site.run(NOW, [1, 2, 3])
    with Store(folder.database) as store:
        assert store.ask_again([f"{url(1)}?utm_source=mail", url(3), "https://harbour.example/unknown"]) == 1
    assert site.run(NOW, []) == [1]


# Cost.


def test_what_a_run_and_status_ask_for_is_found_by_an_index(folder: SiteFolder) -> None:
    """However many articles there are: a scan of `urls` would read them all."""
    Site(folder, {1: Failure.OUTAGE}).run(NOW, [1, 2])
    with Store(folder.database) as store:
        asked: list[str] = []
        store.connection.set_trace_callback(asked.append)
        store.waiting()
        store.waiting(NOW)
        store.given_up()
        store.held_back([url(1)])
        store.due(NOW)
        store.discover(entries([1]), NOW)
        store.judge()
        store.ask_all_again(also_given_up=True)
        store.connection.set_trace_callback(None)
        queries = [sql for sql in asked if "urls" in sql and not sql.startswith("INSERT")]
        assert len(queries) >= 8
        for sql in queries:
            steps = [row[3] for row in store.ask(f"EXPLAIN QUERY PLAN {sql}")]
            assert not [step for step in steps if step.startswith("SCAN") and "INDEX" not in step], (sql, steps)


# The commands.


def run(folder: SiteFolder, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["corpus", *arguments, "--corpus", str(folder.path.parent)])


def test_status_says_what_waits_and_why_and_lists_it(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.OUTAGE, 2: Failure.FORBIDDEN})
    site.run(NOW, [1, 2, 3])
    with CorpusRun(folder, now=NOW) as left:
        left.store.discover(entries([4]), NOW)
    assert run(folder, "status", "--site", "harbour").stdout.splitlines()[2:] == [
        "  waiting: 1 HTTP status 503 (next try 2026-11-24 03:05 UTC), 1 not requested yet",
        "  given up: 1 robots.txt forbids it",
    ]
    assert run(folder, "status", "--waiting").stdout.splitlines() == [
        f"harbour  next try 2026-11-24 03:05 UTC  found 2026-11-24 02:15 UTC, 1 try: HTTP status 503  {url(1)}",
        f"harbour  in the next run  found 2026-11-24 02:15 UTC, not requested yet  {url(4)}",
        f"harbour  given up 2026-11-24 02:15 UTC  found 2026-11-24 02:15 UTC, 0 tries: robots.txt forbids it  {url(2)}",
    ]
    told = [json.loads(line) for line in run(folder, "status", "--waiting", "--json").stdout.splitlines()]
    assert [(link["url"], link["state"], link["failure"]) for link in told] == [
        (url(1), "waiting", "outage"),
        (url(4), "waiting", None),
        (url(2), "given-up", "forbidden"),
    ]


def test_retry_says_how_many_links_the_next_run_requests(folder: SiteFolder) -> None:
    site = Site(folder, {1: Failure.OUTAGE, 2: Failure.FORBIDDEN, 3: Failure.OUTAGE})
    site.run(NOW, range(1, 7))
    assert run(folder, "retry", url(1)).stdout == "harbour: 1 link due in the next run\n"
    assert site.run(NOW, []) == [1]
    assert run(folder, "retry").stdout == "harbour: 2 links due in the next run\n"
    assert run(folder, "retry", "--given-up").stdout == "harbour: 3 links due in the next run\n"
    assert site.run(NOW, []) == [1, 2, 3]


def test_retry_names_an_address_that_does_not_wait(folder: SiteFolder) -> None:
    Site(folder, {}).run(NOW, [1])
    result = run(folder, "retry", url(1))
    assert result.exit_code == 2
    assert f"{url(1)} is no link that waits" in result.stderr


def test_retry_leaves_a_site_alone_that_is_being_crawled(folder: SiteFolder) -> None:
    Site(folder, {1: Failure.FORBIDDEN}).run(NOW, [1])
    with locked(folder.lock, "a crawl"):
        result = run(folder, "retry", "--given-up")
        assert run(folder, "retry", url(2)).exit_code == 2, "the site has no such link"
    assert result.exit_code == 5
    assert "is in use: a crawl" in result.stderr
