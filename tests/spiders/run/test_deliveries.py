"""Pipelines and feeds of the user's get every record: what they did not take is handed out on the next night.

Covers waiting_records.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from newsclean.commands.cli import main
from newsclean.corpus.status import status_of
from newsclean.spiders.run.deliveries import BATCH
from tests.crawls import Crawl, RunningCrawl, crawl, end_of, start_crawl
from tests.pipelines.takers import FIFO, FILE
from tests.server import Answer, NewsServer
from tests.test_night import corpus_of, news

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")


def pipelines(*takers: str) -> str:
    ours = {"tests.pipelines.misbehaving.Plain": 200, "newsclean.pipelines.store.StorePipeline": 300}
    return json.dumps(ours | {f"tests.pipelines.takers.{name}": 400 + n for n, name in enumerate(takers)})


def taken(folder: Path) -> list[int]:
    """The numbers of the articles that the last pipeline took, in order; the file is emptied."""
    file = folder / "taken.jsonl"
    urls = [json.loads(line)[0] for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    file.unlink(missing_ok=True)
    return sorted(int(url.rpartition("/")[2]) for url in urls)


class Nights:
    """A pipeline fails for some records; then it is well again, but a disk is full; then all is well."""

    def __init__(self, folder: Path) -> None:
        self.jsonl, self.parquet = (folder / f"all.{name}" for name in ("jsonl", "parquet"))
        with NewsServer(news(range(1, 10))) as server:

            def night(*takers: str, feeds: Sequence[Path] = ()) -> Crawl:
                arguments = ("news", "-a", f"url={server.base}/feed")
                settings = {"ITEM_PIPELINES": pipelines(*takers), "FEEDS": feeds_of(*feeds)}
                environment = {FILE: str(folder / "taken.jsonl")}
                return end_of(start_crawl(folder, *arguments, environment=environment, **settings), folder)

            self.first = night("Choosy", "Faulty")
            self.taken_first = taken(folder)
            self.status = CliRunner().invoke(main, ["corpus", "status", "--corpus", str(folder / "corpus")]).output
            server.pages.update({path: page for path, page in news(range(1, 11)).items() if isinstance(page, Answer)})
            self.second = night("Taker", feeds=[Path("/dev/full")])
            self.taken_second = taken(folder)
            self.third = night("Taker", feeds=[self.jsonl, self.parquet])
            self.taken_third = taken(folder)
        self.left = status_of(corpus_of(folder)).undelivered


def feeds_of(*paths: Path) -> str:
    """Feeds that are appended to."""
    return json.dumps({str(path): {"format": path.suffix[1:] or "jsonl"} for path in paths})


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(tmp_path_factory.mktemp("nights"))


@pytest.mark.slow
def test_a_pipeline_that_raises_is_named_and_its_records_wait(nights: Nights) -> None:
    assert nights.first.status == 11
    assert nights.first.figures["verdict"] == "not-delivered"
    assert "Faulty raised ConnectionError for 2 records. The next run hands out again what waits." in (nights.first.log)
    assert "bug in newsclean" not in nights.first.log
    assert nights.first.log.count("Traceback") == 1
    assert nights.first.rejects == []
    assert len(nights.taken_first) == 3
    assert "  2 records wait to be delivered to pipelines and feeds\n" in nights.status


def test_what_a_pipeline_drops_is_named_and_does_not_come_again(nights: Nights) -> None:
    assert nights.first.sentence == (
        "9 discovered, 9 new, 0 rejected, 0 failed, 4 dropped by pipelines (4 Choosy), 2 wait to be delivered."
    )
    assert re.search(r"WARNING: No record: http://127\.0\.0\.1:\d+/\S+: ", nights.first.log)


def test_what_was_not_taken_comes_again_on_the_next_nights_until_it_is(nights: Nights) -> None:
    assert (nights.second.figures["handed_out"], nights.second.figures["new"]) == (2, 1), nights.second.log
    assert nights.taken_second == [*sorted({1, 3, 5, 7, 9}.difference(nights.taken_first)), 10]


def test_a_feed_that_cannot_be_written_gets_its_records_on_the_next_night(nights: Nights) -> None:
    assert (nights.second.status, nights.second.figures["undelivered"]) == (1, 3)
    assert nights.third.status == 0, nights.third.log
    assert nights.third.sentence == "10 discovered, 0 new, 10 already seen, 0 rejected, 0 failed, 3 handed out again."
    assert nights.taken_third == nights.taken_second, "once too often, which is better than never"
    assert len(nights.jsonl.read_text("utf-8").splitlines()) == pq.read_table(nights.parquet).num_rows == 3
    assert nights.left == {}


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGKILL, -9), (signal.SIGTERM, 9)])
def test_what_a_pipeline_had_not_taken_when_its_run_was_ended_comes_again(
    number: signal.Signals, status: int, tmp_path: Path
) -> None:
    with NewsServer(news(range(1, 30))) as server:

        def start(*arguments: str, **settings: str) -> RunningCrawl:
            environment = {FILE: str(tmp_path / "taken.jsonl")}
            return start_crawl(
                tmp_path, "news", "-a", f"url={server.base}/feed", *arguments, environment=environment, **settings
            )

        running = start(ITEM_PIPELINES=pipelines("Hanging"), LOG_LEVEL="DEBUG", NEWSCLEAN_STOP_SECONDS="3")
        server.wait_for("/news/29")
        running.wait_for("Scraped from ")
        running.process.send_signal(number)
        assert end_of(running, tmp_path).status == status
        first = taken(tmp_path)
        dry = end_of(start("--dry-run", ITEM_PIPELINES=pipelines("Taker")), tmp_path)
        assert (dry.status, taken(tmp_path)) == (0, [])
        found = end_of(start(ITEM_PIPELINES=pipelines("Taker")), tmp_path)
    assert found.status == 0, found.log
    assert 1 not in first
    assert {*first, *taken(tmp_path)} == {*range(1, 30)}
    assert status_of(corpus_of(tmp_path)).undelivered == {}


@pytest.mark.slow
def test_a_run_that_is_stopped_while_it_hands_out_ends_when_the_pipelines_have_returned(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    environment = {FILE: str(tmp_path / "taken.jsonl"), FIFO: str(fifo)}
    with NewsServer(news(range(1, 30))) as server:
        arguments = ("news", "-a", f"url={server.base}/feed")
        assert crawl(tmp_path, *arguments, ITEM_PIPELINES=pipelines("Away")).status == 11
        in_vain = crawl(tmp_path, *arguments, ITEM_PIPELINES=pipelines("Away"))
        assert (in_vain.status, in_vain.figures["handed_out"]) == (11, BATCH), "the rest is not tried"
        running = start_crawl(
            tmp_path, *arguments, environment=environment, ITEM_PIPELINES=pipelines("Late"), LOG_LEVEL="DEBUG"
        )
        with fifo.open("wb"):
            running.process.send_signal(signal.SIGTERM)
            running.wait_for("Received SIGTERM")
        found = end_of(running, tmp_path)
    assert found.status == 9
    assert "did not stop within NEWSCLEAN_STOP_SECONDS" not in found.log
    assert len(taken(tmp_path)) == found.figures["handed_out"] == 29 - found.figures["undelivered"]


def test_a_record_that_can_no_longer_be_read_is_named_and_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    environment = {FILE: str(tmp_path / "taken.jsonl")}
    with NewsServer(news(range(1, BATCH + 3))) as server:
        arguments = ("news", "-a", f"url={server.base}/feed")
        assert crawl(tmp_path, *arguments, ITEM_PIPELINES=pipelines("Away")).status == 11
        taken(tmp_path)
        with closing(sqlite3.connect(corpus_of(tmp_path).database)) as database, database:
            database.execute("UPDATE articles SET line = '{\"url\"' WHERE number BETWEEN 2 AND ?", (BATCH - 1,))
            database.execute("UPDATE articles SET line = json_set(line, '$.body', '') WHERE number = 1")
            database.execute("DELETE FROM articles WHERE number = ?", (BATCH,))
        running = start_crawl(tmp_path, *arguments, environment=environment, ITEM_PIPELINES=pipelines("Taker"))
        found = end_of(running, tmp_path)
    assert (found.status, found.figures["verdict"], found.figures["handed_out"]) == (11, "not-delivered", 2), found.log
    assert found.figures["undelivered"] == BATCH
    assert len(taken(tmp_path)) == 2
    errors = [line for line in found.log.splitlines() if "waits to be delivered and cannot be read" in line]
    assert len(errors) == BATCH
    assert "corpus.sqlite, articles row 1: not a record of newsclean: body: " in errors[0]
    assert "corpus.sqlite, articles row 2: not a record of newsclean: Invalid JSON" in errors[1]
    assert f"corpus.sqlite, articles row {BATCH}: it is missing" in errors[-1]


def test_a_pipeline_that_cannot_be_opened_ends_the_run_before_anything_is_fetched(tmp_path: Path) -> None:
    with NewsServer(news(range(1, 3))) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", ITEM_PIPELINES=pipelines("Closed"))
        assert server.paths == []
    assert found.status == 1
    assert found.log.endswith("ConnectionError: the database is away\n")
    assert "The run was ended before anything was fetched" in found.log
    assert status_of(corpus_of(tmp_path)).verdict == "fault"
