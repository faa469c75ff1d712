"""A wrong clock of this machine: what the site and the corpus say of the time keeps the dates of the records."""

from __future__ import annotations

import datetime as dt
import json
from email.utils import format_datetime
from pathlib import Path

import pytest

from newsclean.corpus import CorpusRun, Ending, SiteFolder
from newsclean.spiders.run.clock import Clock
from tests.crawls import Crawl, crawl
from tests.hostile.pages import PARAGRAPHS
from tests.server import BASE, Answer, NewsServer

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
YEAR, DAY = dt.timedelta(days=365), dt.timedelta(days=1)


def site(now: dt.datetime, *, published: dt.datetime) -> dict[str, Answer | str]:
    """A site whose clock shows `now`, and whose articles are of that day."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = (
        f'<html lang="en"><head><meta property="og:type" content="article"><meta property="article:published_time" '
        f'content="{published.isoformat()}"></head><body><article><h1>Old ferry steps stay open</h1>{text}</article>'
    )
    date = f"Date: {format_datetime(now, usegmt=True)}\r\n".encode()
    items = "".join(
        f"<item><link>{BASE}/news/{n}</link><pubDate>{format_datetime(published)}</pubDate></item>" for n in range(3)
    )
    return {
        "/feed": Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml", head=date),
        **{f"/news/{n}": Answer(article.replace("stay", f"stay {n + 2} days"), head=date) for n in range(3)},
    }


def undated(pages: dict[str, Answer | str]) -> dict[str, Answer | str]:
    """The site with a feed that tells no dates."""
    links = "".join(f"<item><link>{BASE}/news/{n}</link></item>" for n in range(3))
    head = pages["/feed"].head if isinstance(pages["/feed"], Answer) else b""
    return pages | {"/feed": Answer(f"<rss><channel>{links}</channel></rss>", "application/rss+xml", head=head)}


def night(folder: Path, pages: dict[str, Answer | str]) -> Crawl:
    with NewsServer(pages) as server:
        return crawl(folder, "news", "-a", f"url={server.base}/feed")


@pytest.mark.slow
def test_dates_are_kept_and_the_run_says_once_that_the_clock_is_behind(tmp_path: Path) -> None:
    there = NOW + YEAR
    for _ in range(2):  # the second night has a corpus by the same clock
        found = night(tmp_path, site(there, published=there - DAY))
        assert (found.status, found.figures["verdict"]) == (10, "clock-wrong")
        assert found.log.count("clock is wrong") == 1
        assert f"the site says {there:%Y-%m-%d}" in found.log
    lines = [
        json.loads(line) for file in (tmp_path / "corpus/127.0.0.1/exports").glob("*.jsonl") for line in file.open()
    ]
    assert len(lines) == 6  # the site has another port on the second night
    assert {line["date"][:10] for line in lines} == {f"{there - DAY:%Y-%m-%d}"}
    assert {line["fetched_at"][:10] for line in lines} == {f"{there:%Y-%m-%d}"}


@pytest.mark.slow
def test_a_clock_that_is_ahead_is_wrong_too(tmp_path: Path) -> None:
    found = night(tmp_path, site(NOW - YEAR, published=NOW - YEAR - DAY))
    assert found.status == 10
    assert {record["fetched_at"][:10] for record in found.records} == {f"{NOW - YEAR:%Y-%m-%d}"}


@pytest.mark.slow
def test_a_site_whose_own_clock_is_wrong_is_not_believed(tmp_path: Path) -> None:
    assert night(tmp_path, site(NOW + YEAR, published=NOW - DAY)).status == 0  # its articles are of our days
    clock = Clock()
    for date in (NOW + YEAR, NOW, NOW):  # one answer of three
        clock.heard(format_datetime(date), NOW)
    assert clock.complaint(NOW) is None


def test_a_corpus_of_tomorrow_says_so_where_the_site_does_not(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "corpus/127.0.0.1")
    with CorpusRun(folder, now=NOW + YEAR) as run:
        run.end(Ending("good", 0), NOW + YEAR)
    silent = {path: Answer(a.body, a.content_type) for path, a in site(NOW, published=NOW + YEAR - DAY).items()
              if isinstance(a, Answer)}  # fmt: skip
    found = night(tmp_path, dict(silent))
    assert found.status == 10
    assert "the corpus was last written to at" in found.log
    assert {record["date"][:10] for record in found.records} == {f"{NOW + YEAR - DAY:%Y-%m-%d}"}


@pytest.mark.slow
def test_a_wrong_clock_does_not_vouch_for_itself(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "corpus/127.0.0.1")
    with CorpusRun(folder, now=NOW - DAY) as run:  # last night, by the same clock and without a word of it
        run.end(Ending("good", 0), NOW - DAY)
    there = NOW + YEAR
    found = night(tmp_path, undated(site(there, published=there - DAY)))
    assert found.status == 10
    assert {record["date"][:10] for record in found.records} == {f"{there - DAY:%Y-%m-%d}"}


def test_a_cache_says_how_old_its_answer_is() -> None:
    clock = Clock()
    for _ in range(3):
        clock.heard(format_datetime(NOW - 3 * DAY), NOW, age=str(3 * 24 * 3600))
    assert clock.complaint(NOW) is None


def test_a_clock_that_was_set_right_is_right() -> None:
    clock = Clock()
    clock.last_run = NOW + YEAR  # by the clock as it was
    for _ in range(2):
        clock.heard(format_datetime(NOW), NOW)
    assert clock.complaint(NOW) is None


def test_what_is_no_date_says_nothing() -> None:
    clock = Clock()
    odd = ("", "yesterday", "Fri, 99 Nov 2026", "0", "Thu, 01 Jan 99999 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT")
    for date in odd * 2:
        clock.heard(date, NOW)
        clock.heard(format_datetime(NOW + YEAR), NOW, age="x" + "9" * 5_000)
    assert clock.complaint(NOW) is None
