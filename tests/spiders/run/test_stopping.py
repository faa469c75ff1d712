"""The deadline as a user writes it, and runs that are ended while something hangs: each stop has a bound.

Covers guard. Whatever hangs here would do so for ever: that a test ends is what it asserts.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsclean.errors import UsageError
from newsclean.spiders.run.stopping import seconds_until, stop_seconds
from tests.crawls import PATIENCE, PLAIN, crawl, end_of, start_crawl
from tests.misbehaving import FIFO
from tests.server import Answer, NewsServer
from tests.spiders.test_base import article, feed

CLEAN, STORE = "tests.pipelines.misbehaving.Plain", "newsclean.pipelines.store.StorePipeline"
EVENING = dt.datetime(2026, 11, 24, 22, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.mark.parametrize(
    ("deadline", "seconds"),
    [("", None), (None, None), (72000, 72000), ("90", 90), ("0.5", 0.5), ("22:45", 1800), ("05:30", 7.25 * 3600)],
)
def test_a_deadline_is_a_number_of_seconds_or_a_time_of_day(
    deadline: str | float | None, seconds: float | None
) -> None:
    assert seconds_until(deadline, EVENING) == seconds


@pytest.mark.parametrize("deadline", ["24:00", "5h", "-3", "inf", "0:5"])
def test_an_invalid_deadline_is_refused_with_a_valid_example(deadline: str) -> None:
    with pytest.raises(UsageError, match=r"Use 05:30, or a number of seconds"):
        seconds_until(deadline, EVENING)


def test_a_deadline_among_the_sources_leaves_all_to_the_next_run(tmp_path: Path) -> None:
    index = "<sitemapindex><sitemap><loc>/fault/slow</loc></sitemap><sitemap><loc>/2</loc></sitemap></sitemapindex>"
    with NewsServer({"/all.xml": Answer(index, "application/xml")}) as server:
        found = crawl(
            tmp_path, "news", "-a", f"url={server.base}/all.xml", NEWSCLEAN_DEADLINE="1", DOWNLOAD_TIMEOUT="2",
            RETRY_TIMES="0",
        )  # fmt: skip
        assert "/2" not in server.paths
    assert (found.status, found.figures["verdict"]) == (8, "deadline"), found.log
    assert "Traceback" not in found.log


@pytest.mark.skipif(not shutil.which("timeout"), reason="needs GNU timeout")
def test_a_crawl_under_timeout_is_signalled_twice_and_keeps_what_it_has_fetched(tmp_path: Path) -> None:
    """GNU timeout signals the process and then its group, when its time is up and when it is itself told to end."""

    pages = {"/feed": feed("/a", "/b", "/fault/slow"), "/a": article("A story"), "/b": article("Another story")}
    with NewsServer(pages) as server:
        running = start_crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", under=("timeout", str(PATIENCE)), RETRY_TIMES="0",
            LOG_LEVEL="DEBUG", **PLAIN,
        )  # fmt: skip
        server.wait_for("/a", "/b", "/fault/slow")
        running.process.terminate()
        running.wait_for("Received SIGTERM")
        server.release()
        found = end_of(running, tmp_path)
    assert "The run was stopped before its end." in found.log
    assert len(found.records) == 2, found.log
    assert len(list(tmp_path.glob("corpus/127.0.0.1/exports/*.jsonl"))) == 1, found.log


def parts(clean: str = CLEAN, store: str = STORE) -> str:
    """The setting ITEM_PIPELINES."""
    return f'{{"{clean}": 200, "{store}": 300}}'


@pytest.mark.parametrize("seconds", ["0", "-3", "soon", "inf", "nan", ""])
def test_a_stop_that_may_take_no_time_is_refused(seconds: str) -> None:
    with pytest.raises(UsageError, match=r"NEWSCLEAN_STOP_SECONDS=.* Use 30\."):
        stop_seconds(Settings({"NEWSCLEAN_STOP_SECONDS": seconds}))


@pytest.mark.parametrize("number", [signal.SIGSTOP, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)])
def test_pages_that_cannot_be_cleaned_in_time_are_left_to_the_next_run(tmp_path: Path, number: signal.Signals) -> None:
    """Also when the workers are frozen or killed meanwhile. Other pages may have been cleaned before."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    paths = ("/fault-loop", "/b", "/c")
    with NewsServer({"/feed": feed(*paths), **{path: article(f"Story {path}") for path in paths}}) as server:
        running = start_crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", environment={FIFO: str(fifo)}, LOG_LEVEL="DEBUG",
            NEWSCLEAN_STOP_SECONDS="3", NEWSCLEAN_PAGE_TIMEOUT="100000",
            ITEM_PIPELINES=parts("tests.pipelines.misbehaving.Misbehaving"),
        )  # fmt: skip
        with fifo.open() as told:
            first = int(told.readline())
            running.process.send_signal(signal.SIGTERM)
            running.wait_for("Received SIGTERM")
            os.kill(first, number)
            for worker in told:  # until none is left that holds it open
                os.kill(int(worker), number)
        stopped = end_of(running, tmp_path)
        assert (stopped.status, stopped.figures["verdict"]) == (9, "stopped"), stopped.log
        assert (stopped.figures["left"], stopped.rejects) == (3 - len(stopped.records), [])
        assert "Traceback" not in stopped.log
        after = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", ITEM_PIPELINES=parts())
    assert (after.status, len(after.records)) == (0, 3 - len(stopped.records)), after.log


@pytest.mark.slow
def test_a_disk_that_does_not_answer_ends_with_the_process_and_the_feed_is_closed(tmp_path: Path) -> None:
    with NewsServer({"/feed": feed("/a"), "/a": article("A story")}) as server:
        running = start_crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", "-O", f"{tmp_path}/more.json",
            NEWSCLEAN_STOP_SECONDS="2", ITEM_PIPELINES=parts(store="tests.pipelines.misbehaving.HangingDisk"),
        )  # fmt: skip
        running.wait_for("the disk hangs")
        running.process.send_signal(signal.SIGTERM)
        stopped = end_of(running, tmp_path)
        assert (stopped.status, (tmp_path / "more.json").read_text().split()) == (9, ["[]"]), stopped.log
        assert '"verdict": "stopped"' in stopped.log
        after = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", ITEM_PIPELINES=parts())
    assert (after.status, len(after.records)) == (0, 1), after.log


def test_a_second_signal_ends_the_process_at_once_even_where_nothing_else_moves(tmp_path: Path) -> None:
    with NewsServer({"/feed": feed("/a"), "/a": article("A story")}) as server:
        running = start_crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", NEWSCLEAN_STOP_SECONDS="100000",
            ITEM_PIPELINES=parts(store="tests.pipelines.misbehaving.HangingLoop"),
        )  # fmt: skip
        running.wait_for("the event loop hangs")
        running.process.send_signal(signal.SIGTERM)
        while running.process.poll() is None:  # two within a moment count as one
            running.process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                running.process.wait(timeout=0.4)
        stopped = end_of(running, tmp_path)
    assert (stopped.status, stopped.figures["verdict"], stopped.figures["left"]) == (9, "stopped", 1), stopped.log
    assert "A second signal ends the process at once" in stopped.log


def test_a_signal_that_comes_while_the_crawl_starts_stops_it_as_well(tmp_path: Path) -> None:
    with NewsServer({"/feed": feed("/a")}) as server:
        found = crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed",
            ITEM_PIPELINES=parts("tests.pipelines.misbehaving.StoppedEarly"),
        )  # fmt: skip
    assert (found.status, found.figures["verdict"]) == (9, "stopped"), found.log
    assert found.figures["run"] is not None


def test_articles_that_wait_for_robots_txt_when_the_run_ends_have_not_failed(tmp_path: Path) -> None:
    with NewsServer({"/robots.txt": Answer(held=True), "/a": article("A story")}) as other:
        pages = {"/feed": Answer(f"<rss><channel><item><link>{other.base}/a</link></item></channel></rss>")}
        with NewsServer(pages) as server:
            hosts = ",".join(each.base.removeprefix("http://") for each in (server, other))
            running = start_crawl(
                tmp_path, "news", "-a", f"url={server.base}/feed", NEWSCLEAN_STOP_SECONDS="2",
                NEWSCLEAN_ALLOW_HOSTS=hosts, ITEM_PIPELINES=parts(),
            )  # fmt: skip
            other.wait_for("/robots.txt")
            running.process.send_signal(signal.SIGTERM)
            stopped = end_of(running, tmp_path)
    assert (stopped.status, stopped.figures["left"], stopped.rejects) == (9, 1, []), stopped.log
