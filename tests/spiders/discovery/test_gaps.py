"""A feed that holds less than was published since the last run is told, and no other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from newsclean import Entry
from newsclean.models import DiscoveredVia
from newsclean.spiders.discovery.gaps import gaps
from newsclean.spiders.discovery.links import Link
from tests.crawls import crawl
from tests.hostile.network.case import page
from tests.server import BASE, Answer, NewsServer

NEWEST = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
FEED = "https://news.example/feed"


def link(hours: float | None, url: str = "/new", source: DiscoveredVia = "feed") -> Link:
    date = NEWEST + dt.timedelta(hours=hours) if hours is not None else None
    return Link(Entry(url=f"https://news.example{url}", source=source, date=date))


def told(*links: Link, newest: dt.datetime | None = NEWEST, since: dt.date | None = None) -> list[str]:
    sources = {link.entry.url: FEED for link in links}
    return list(gaps(links, sources, {"https://news.example/known"}, newest, since))


def test_a_feed_that_begins_after_all_that_is_known_may_have_lost_articles() -> None:
    (sentence,) = told(link(3), link(2, "/newer"))
    assert sentence.startswith(
        f"{FEED} no longer reaches back to what is known: articles may have been missed between 2026-11-24 12:00 UTC "
        "and 2026-11-24 14:00 UTC. Crawl more often"
    )
    assert told(link(3), since=dt.date(2026, 11, 23))


def test_nothing_is_told_of_feeds_that_reach_back_or_cannot_tell() -> None:
    assert not told(link(3), link(-1, "/older"))
    assert not told(link(3), link(5, "/known"))
    assert not told(link(3), link(None, "/undated"))
    assert not told(link(3), newest=None)
    assert not told(link(3), since=dt.date(2026, 11, 25))  # what is before that was left out


def test_another_source_may_reach_back() -> None:
    assert not told(link(3), link(1, "/from-the-sitemap", "sitemap"))
    assert told(link(3), link(4, "/from-the-sitemap", "sitemap"))


@pytest.mark.slow
def test_a_crawl_warns_of_it(tmp_path: Path) -> None:
    def feed(hours: int) -> Answer:
        items = "".join(
            f"<item><link>{BASE}/{n}</link><pubDate>{NEWEST + dt.timedelta(hours=n):%Y-%m-%dT%H:%MZ}</pubDate></item>"
            for n in range(hours, hours + 3)
        )
        return Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml")

    def article(n: int) -> Answer:
        date = f"{NEWEST + dt.timedelta(hours=n):%Y-%m-%dT%H:%M}+00:00"
        return Answer(page(f"Story number {n}").replace(b"2026-08-06T18:05:00+00:00", date.encode()))

    with NewsServer({"/feed": feed(0), **{f"/{n}": article(n) for n in range(13)}}) as server:
        start = ("news", "-a", f"url={server.base}/feed")
        assert "no longer reaches back" not in crawl(tmp_path, *start).log
        server.pages["/feed"] = feed(10)
        found = crawl(tmp_path, *start)
    assert (found.status, len(found.records)) == (0, 3)
    assert (
        f"WARNING: {server.base}/feed no longer reaches back to what is known: articles may have been missed between "
        "2026-11-24 14:00 UTC and 2026-11-24 22:00 UTC."
    ) in found.log
