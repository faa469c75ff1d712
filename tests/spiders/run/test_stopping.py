"""The deadline as a user writes it, and runs that are ended while they read sources or by `timeout`."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from newsclean.errors import UsageError
from newsclean.spiders.run.stopping import seconds_until
from tests.crawls import PATIENCE, crawl, end_of, start_crawl
from tests.server import Answer, NewsServer
from tests.spiders.test_base import article, feed

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
            LOG_LEVEL="DEBUG",
        )  # fmt: skip
        server.wait_for("/a", "/b", "/fault/slow")
        running.process.terminate()
        running.wait_for("Received SIGTERM")
        server.release()
        found = end_of(running, tmp_path)
    assert "The run was stopped before its end." in found.log
    assert len(found.records) == 2, found.log
    assert len(list(tmp_path.glob("corpus/127.0.0.1/exports/*.jsonl"))) == 1, found.log
