"""Nights in a row, as cron runs them: nothing twice, nothing lost, and an exit status that says how it went.

Covers newsclean.spiders.run, newsclean.pipelines.store and newsclean.corpus.history.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import resource
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.durability import Tally, round_of
from newsclean.corpus import Ending, SiteFolder
from newsclean.corpus.check import check
from newsclean.corpus.lock import locked
from newsclean.corpus.store import Store
from newsclean.settings import ITEM_PIPELINES
from newsclean.spiders.run.status import RunStatus
from tests.crawls import PLAIN, ROOT, Crawl, crawl, end_of, start_crawl
from tests.newsclean.sites.outlet import page as outlet_page
from tests.newsclean.sites.outlet import paragraphs
from tests.server import BASE, Answer, NewsServer

SHIPS = ("Dunlin", "Heron", "Kestrel", "Osprey", "Plover", "Sandpiper")


def story(number: int, more: str = "") -> Answer:
    """An article of its own text; the outlet gives an ETag with it."""
    ship = SHIPS[number % len(SHIPS)]
    text = "".join(
        f"<p>{line}</p>"
        for line in (
            f"The {ship} came into Ellery harbour on the evening of day {number}, eleven hours late, with {number + 3} "
            "passengers on board who had been given soup and blankets by her crew.",
            "The harbour master said that nobody had been in danger, and that the lost mooring buoy which had held her "
            "up will be given back to its owner as soon as he is found.",
            f"She leaves again on day {number + 2}. Those who want to travel with her can do so for half. {more}",
        )
    )
    title = f"The {ship} is back after {number} days"
    page = (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:00:00+00:00}"></head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )
    return Answer(page, etag=f'"{number}{len(more)}"')


def news(numbers: range) -> dict[str, Answer | str]:
    return {"/feed": feed(*(f"/news/{n}" for n in numbers)), **{f"/news/{n}": story(n) for n in numbers}}


def feed(*paths: str) -> Answer:
    items = "".join(f"<item><link>{BASE}{path}</link></item>" for path in paths)
    return Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml")


def night(folder: Path, server: NewsServer, *arguments: str, **settings: str) -> Crawl:
    found = crawl(folder, "news", "-a", f"url={server.base}/feed", *arguments, **(PLAIN | settings))
    assert_sums_agree(found)
    return found


def assert_sums_agree(found: Crawl) -> None:
    figures = found.figures
    parts = ("new", "revised", "seen", "rejected", "failed", "left")
    assert figures["discovered"] == sum(figures[part] for part in parts), figures
    assert min(figures[part] for part in parts) >= 0
    assert figures["exit_status"] == found.status


def corpus_of(folder: Path) -> SiteFolder:
    return SiteFolder(folder / "corpus" / "127.0.0.1")


def exported(folder: Path) -> list[dict[str, Any]]:
    files = corpus_of(folder).export_files()
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def waiting(folder: Path) -> int:
    with Store(corpus_of(folder).database, readonly=True) as store:
        return len(store.waiting())


# Three nights: all is new; the same again; a day later, when one article has changed and one is gone.


class Nights:
    def __init__(self, folder: Path) -> None:
        with NewsServer(news(range(12))) as server:
            self.first = night(folder, server)
            self.second = night(folder, server)
            self.asked_twice = Counter(server.paths)
            with Store(corpus_of(folder).database) as store:
                store.ask("UPDATE urls SET again = ? WHERE again IS NOT NULL", "2026-01-01")  # as if a day went by
            server.pages["/news/3"] = story(3, "Her owner denies this.")
            server.pages["/news/4"] = Answer("gone", status=410)
            server.pages["/feed"] = feed(*(f"/news/{n}" for n in range(2, 13)))
            server.pages["/news/12"] = story(12)
            before = len(server.asked)
            self.third = night(folder, server)
            self.asked_again = server.asked[before:]
            self.fourth = night(folder, server)
        self.folder = folder


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(tmp_path_factory.mktemp("nights"))


def test_the_same_command_twice_writes_nothing_the_second_time_and_says_so(nights: Nights) -> None:
    assert (nights.first.status, len(nights.first.records)) == (0, 12), nights.first.log
    assert (nights.second.status, nights.second.records) == (0, []), nights.second.log
    assert nights.second.sentence == "12 discovered, 0 new, 12 already seen, 0 rejected, 0 failed."
    assert nights.asked_twice["/news/1"] == 1


def test_a_recent_article_is_requested_again_if_it_has_changed(nights: Nights) -> None:
    asked = {asked.path: asked.if_none_match for asked in nights.asked_again if asked.path.startswith("/news/")}
    assert asked["/news/0"] == '"00"', "it is no longer in the feed, and recent all the same"
    assert asked["/news/12"] is None
    assert len(asked) == 13


def test_a_changed_article_is_a_revision_and_nothing_else_is_written_again(nights: Nights) -> None:
    told = nights.third.sentence
    assert told == "13 discovered, 1 new, 1 revised, 10 already seen, 0 rejected, 1 failed.", nights.third.log
    new = {record["url"].rpartition("/")[2]: record["revision"] for record in nights.third.records}
    assert new == {"12": 1, "3": 2}
    (revised,) = [record for record in nights.third.records if record["revision"] == 2]
    assert "Her owner denies this." in revised["body"]
    assert revised["id"] in {record["id"] for record in nights.first.records}


def test_once_looked_at_again_an_article_is_left_alone(nights: Nights) -> None:
    assert nights.fourth.sentence == "11 discovered, 0 new, 11 already seen, 0 rejected, 0 failed."


def test_the_exports_of_all_nights_hold_each_text_once_and_all_checks_out(nights: Nights) -> None:
    texts = Counter((record["id"], record["revision"]) for record in exported(nights.folder))
    assert len(texts) == 14
    assert set(texts.values()) == {1}
    assert list(check(corpus_of(nights.folder))) == []


def test_the_run_history_keeps_sentence_and_figures(nights: Nights) -> None:
    with Store(corpus_of(nights.folder).database, readonly=True) as store:
        runs = store.runs()
    assert [run.ending.sentence for run in reversed(runs) if run.ending] == [
        each.sentence for each in (nights.first, nights.second, nights.third, nights.fourth)
    ]
    ending = runs[-1].ending
    assert ending is not None
    assert ending.figures["new"] == nights.first.figures["new"] == 12
    assert ending.figures["bytes"] > 5000
    assert ending.figures["pages_per_second"] > 0


# Trouble of the site's.


DOWN = Answer("Back soon", status=503)


def articles(server: NewsServer, *numbers: int, answer: Answer | None = None) -> None:
    """Answers for these articles from now on: their pages by default."""
    server.pages.update({f"/news/{n}": answer or story(n) for n in numbers})


@pytest.mark.slow
def test_an_outage_costs_no_article_however_many_runs_fall_into_it(tmp_path: Path) -> None:
    with NewsServer(news(range(6))) as server:
        for path, answer in (("/news/", DOWN), ("/robots.txt", DOWN), ("/news/", Answer(status=404)), ("/news/", DOWN)):
            healthy = dict(server.pages)
            server.pages.update({"/robots.txt": answer} if path == "/robots.txt" else {})
            articles(server, *range(6), answer=answer if path == "/news/" else None)
            down = night(tmp_path, server, RETRY_ENABLED="False")
            assert (down.figures["tried_again"], down.figures["given_up"]) == (6, 0)
            assert "6 failed" in down.sentence
            assert down.sentence.endswith("; links: 6 to be tried again.")
            assert {reject["reason"] for reject in down.rejects} == {"fetch-failed"}
            server.pages.clear()
            server.pages.update(healthy)
        server.pages["/feed"] = feed("/news/0")  # the others are in no source any more
        up = night(tmp_path, server)
    assert (up.status, len(up.records)) == (0, 6), up.log
    assert up.sentence == "6 discovered, 6 new, 0 rejected, 0 failed."


def test_what_a_failed_fetch_says_of_its_link(tmp_path: Path) -> None:
    said = {
        "/fault/404": "gone", "/410": "gone", "/fault/500": "outage", "/429": "outage", "/403": "outage",
        "/451": "outage", "/fault/drop": "outage", "/fault/truncated": "outage", "/fault/loop": "outage",
        "/undecodable": "outage", "/private": "outage", "/wall": "outage", "/forbidden": "forbidden",
    }  # fmt: skip
    faults: dict[str, Answer | str] = {
        **{f"/{status}": Answer("no", status=status) for status in (403, 410, 429, 451)},
        "/private": Answer(status=302, location="http://10.0.0.1/log-in"),
        "/wall": Answer(status=302, location="/forbidden/log-in"),
        "/robots.txt": Answer("User-agent: *\nDisallow: /forbidden", "text/plain"),
        "/undecodable": Answer("not gzip", encoding="gzip"),
    }
    with NewsServer(news(range(13)) | faults) as server:
        server.pages["/feed"] = feed(*(f"/news/{n}" for n in range(13)), *said)
        found = night(tmp_path, server, RETRY_ENABLED="False", DOWNLOAD_TIMEOUT="2")
    assert (found.figures["new"], found.figures["tried_again"], found.figures["given_up"]) == (13, 12, 1), found.log
    with Store(corpus_of(tmp_path).database, readonly=True) as store:
        links = store.waiting() + store.given_up()
        assert {link.entry.url.removeprefix(server.base): link.failure for link in links} == said
        assert [link.why for link in store.given_up()] == ["robots.txt forbids the address"]


@pytest.mark.slow
def test_a_link_that_fails_among_others_rests_and_is_not_told_to_be_seen(tmp_path: Path) -> None:
    with NewsServer(news(range(5))) as server:
        articles(server, 1, 2, answer=DOWN)
        first = night(tmp_path, server, RETRY_ENABLED="False")
        assert first.sentence == "5 discovered, 3 new, 0 rejected, 2 failed; links: 2 to be tried again."
        articles(server, 1, 2)
        before = len(server.asked)
        second = night(tmp_path, server)
        assert server.paths[before:] == ["/robots.txt", "/feed"]
        assert (
            second.sentence
            == "3 discovered, 0 new, 3 already seen, 0 rejected, 0 failed; links: 2 waiting for another try."
        )
        by_name = crawl(tmp_path, "news", "-a", f"url={server.base}/news/1", NEWSCLEAN_REJECTS="", **PLAIN)
        assert by_name.urls == [f"{server.base}/news/1"], by_name.log
        with Store(corpus_of(tmp_path).database) as store:
            assert store.ask_all_again() == 1
        assert night(tmp_path, server).urls == [f"{server.base}/news/2"]


# Ends before the end.


@pytest.mark.slow
def test_killed_runs_lose_nothing_and_write_nothing_twice(tmp_path: Path) -> None:
    tally = Tally()
    round_of(tmp_path, 60, 4, random.Random(6), tally, power_cut=True, settings=PLAIN)
    assert tally.is_good, tally
    assert tally.kills == 4


@pytest.mark.slow
@pytest.mark.parametrize("power_cut", [False, True])
def test_twenty_killed_runs_lose_nothing(tmp_path: Path, power_cut: bool) -> None:
    tally = Tally()
    round_of(tmp_path, 500, 20, random.Random(7), tally, power_cut=power_cut)
    assert tally.is_good, tally


@pytest.mark.slow
def test_a_signal_ends_the_run_without_the_pages_whose_turn_has_not_come_and_the_next_run_fetches_them(
    tmp_path: Path,
) -> None:
    """However long the pauses between the pages are, and also when the signal comes twice, as from GNU timeout."""
    pages = news(range(12))
    with NewsServer(pages | {"/news/0": replace(story(0), held=True)}) as server:
        running = start_crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", DOWNLOAD_DELAY="2", DOWNLOAD_DELAY_JITTER="0",
            CONCURRENT_REQUESTS="1", ROBOTSTXT_OBEY="False", LOG_LEVEL="DEBUG", **PLAIN,
        )  # fmt: skip
        server.wait_for("/news/0")
        for _ in range(2):
            running.process.send_signal(signal.SIGTERM)
        running.wait_for("Received SIGTERM")
        server.release()
        stopped = end_of(running, tmp_path)
        assert_sums_agree(stopped)
        assert (stopped.status, stopped.figures["verdict"]) == (9, "stopped"), stopped.log
        assert (len(stopped.records), stopped.figures["left"], waiting(tmp_path)) == (1, 11, 11)
        server.pages["/feed"] = feed("/news/0")  # those left over are in no source any more
        after = night(tmp_path, server)
    assert (after.status, len(after.records) + len(stopped.records)) == (0, 12), after.log


def test_the_deadline_ends_the_run_and_what_is_under_way_is_kept(tmp_path: Path) -> None:
    for seconds in (3, 30, 300):  # later where the machine is too busy to reach the page by then
        folder = tmp_path / str(seconds)
        folder.mkdir()
        with NewsServer(news(range(5)) | {"/news/0": replace(story(0), held=True)}) as server:
            running = start_crawl(
                folder, "news", "-a", f"url={server.base}/feed", NEWSCLEAN_DEADLINE=str(seconds),
                CONCURRENT_REQUESTS="1", **PLAIN,
            )  # fmt: skip
            running.wait_for("the deadline is reached")
            is_under_way = "/news/0" in server.paths
            server.release()
            found = end_of(running, folder)
        assert_sums_agree(found)
        assert (found.status, found.figures["verdict"]) == (8, "deadline"), found.log
        if is_under_way:
            break
    assert (len(found.records), found.figures["left"]) == (1, 4)


# Runs that are not good, each with its status.


def test_a_second_run_ends_at_once_names_the_holder_and_leaves_the_files_of_the_first_alone(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text('{"of": "the first run"}\n')
    folder = corpus_of(tmp_path)
    folder.make()
    with NewsServer(news(range(2))) as server, locked(folder.lock, "a crawl"):
        more = str(tmp_path / "more.jsonl")
        second = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", "-O", more, **PLAIN)
        assert not server.asked
    assert second.status == 5
    assert "is in use: a crawl, process " in second.log.splitlines()[-1]
    assert "Traceback" not in second.log
    assert second.records == [{"of": "the first run"}]


def test_when_nothing_that_was_found_can_be_fetched_the_status_says_so(tmp_path: Path) -> None:
    with NewsServer({"/feed": feed("/news/1", "/news/2")}) as server:
        found = night(tmp_path, server)
    assert (found.status, found.figures["verdict"]) == (6, "nothing-fetched")


def limited(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, in this process and in those it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.slow
def test_a_disk_that_is_full_ends_the_run_and_costs_no_article(tmp_path: Path) -> None:
    with NewsServer(news(range(30))) as server:
        limit = limited(100_000)
        next(limit)
        try:
            full = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", **PLAIN)
        finally:
            next(limit, None)
        assert full.status == 4, full.log
        assert full.log.count("cannot be written") >= 1
        assert "Traceback" not in full.log
        assert len(full.records) < 30
        after = night(tmp_path, server)
    assert after.status == 0, after.log
    assert len({record["id"] for record in exported(tmp_path)}) == len(exported(tmp_path)) == 30
    assert list(check(corpus_of(tmp_path))) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_feed_that_cannot_be_written_is_a_fault_and_the_records_are_in_the_corpus_all_the_same(
    tmp_path: Path,
) -> None:
    with NewsServer(news(range(3))) as server:
        found = night(tmp_path, server, "-O", "/dev/full:jsonl")
    assert (found.status, found.figures["verdict"]) == (1, "fault")
    assert len(exported(tmp_path)) == 3


def test_a_night_unlike_those_before_it_is_a_warning_that_names_the_figure(tmp_path: Path) -> None:
    folder = corpus_of(tmp_path)
    folder.make()
    with Store(folder.database) as store:
        for day in range(7):
            run = store.begin_run(dt.datetime(2026, 11, 10 + day, 2, 15, tzinfo=dt.UTC))
            store.end_run(run, run.started, Ending("good", 0, "", {"articles_a_day": 90 + day, "new": 90 + day}))
            store.mark_exported(run)
    with NewsServer(news(range(4))) as server:
        found = night(tmp_path, server)
    assert (found.status, found.figures["verdict"], len(found.records)) == (7, "unusual", 4)
    assert "WARNING: 4 new articles, where 93 is usual in the last 7 runs." in found.log


def test_an_impossible_folder_is_reported_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with NewsServer(news(range(2))) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", NEWSCLEAN_CORPUS=str(tmp_path / "file"))
        assert not server.asked
    assert found.status == 4
    assert "Choose another place for the corpus with NEWSCLEAN_CORPUS." in found.log.splitlines()[-1]


def test_help_and_the_docs_list_every_exit_status() -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "--help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    document = (ROOT / "docs/reference/exit-statuses.md").read_text("utf-8")
    for status in RunStatus:
        assert f"  {status.exit_status}  {status.meaning}" in told
        assert f"| {status.exit_status} | `{status.word}` | {status.meaning} |" in document
    assert len({status.exit_status for status in RunStatus}) == len(RunStatus)


@pytest.mark.slow
def test_a_note_under_every_article_is_learned_over_the_nights(tmp_path: Path) -> None:
    note = "Meridian belongs to its readers in Port Ellery; they write to it at desk@meridian.example."
    pages = {f"/news/{n}": Answer(outlet_page(n, [*paragraphs(n), note]).html) for n in range(7)}
    with NewsServer({"/feed": feed(*list(pages)[:5]), **pages}) as server:
        first = night(tmp_path, server, ITEM_PIPELINES=json.dumps(ITEM_PIPELINES))
        server.pages["/feed"] = feed(*pages)
        second = night(tmp_path, server, ITEM_PIPELINES=json.dumps(ITEM_PIPELINES))
    assert sum(note in record["body"] for record in first.records) == 3
    found = sorted(record["body"].split("\n\n") for record in second.records)
    assert found == sorted([paragraphs(5), paragraphs(6)])
