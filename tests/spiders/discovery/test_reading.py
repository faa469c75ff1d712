"""Sources in workers: what is read comes back whole, and what a stranger sends costs a bounded time.

Covers pager, article_check and turns. The attacks took minutes, or gigabytes, before sources had limits.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsclean.models import Entry
from newsclean.page.limits import MAX_URL
from newsclean.spiders.discovery import pager
from newsclean.spiders.discovery.links import Link, Pointer, SourceContents
from newsclean.spiders.discovery.pager import PagerPage
from newsclean.spiders.discovery.reading import READ, Reading, Source, read, received
from newsclean.spiders.discovery.turns import each_line, in_turns
from newsclean.workers.job import Job, JobError
from newsclean.workers.pool import Workers
from tests.crawls import PLAIN, crawl, start_crawl
from tests.hostile.network.sources import COSTLY, items, rss
from tests.server import Answer, NewsServer

URL = "https://news.example/feed"
ITEMS = 10_000  # 7 ms each, before


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, cleaner="tests.plaincleaner:clean") as workers:
        yield workers


def reading(source: Source) -> Reading | None:
    return asyncio.run(received(read(source)))


@pytest.mark.parametrize("attack", COSTLY)
def test_an_entry_costs_little_whatever_it_is(workers: Workers, attack: str) -> None:
    make, links = COSTLY[attack]
    answer = workers.do(Job(READ, Source(make(ITEMS), URL), URL, seconds=20)).result()
    found = asyncio.run(received(answer))
    assert found is not None
    assert len(found.contents.links) == links


def test_a_line_of_30_mb_is_refused_and_the_others_are_read() -> None:
    line = b"https://news.example/" + b"a" * 30_000_000
    assert reading(Source(line, URL)) is None
    found = reading(Source(b"https://news.example/read/1\n" + line + b"\r\nhttps://news.example/read/2", URL))
    assert found is not None
    assert [link.entry.url[-1] for link in found.contents.links] == ["1", "2"]
    assert found.contents.skipped == 1


def test_an_address_just_short_enough_is_read_and_a_longer_one_is_not() -> None:
    short = "https://news.example/".ljust(MAX_URL, "a")
    found = reading(Source(rss(items(lambda n: short + "a" * n, 2)), URL))
    assert found is not None
    assert [link.entry.url for link in found.contents.links] == [short]
    assert found.contents.skipped == 1


def test_what_is_read_comes_back_as_it_was(workers: Workers) -> None:
    times = ("2026-11-24", "2026-11-24T06:00:00", "2026-11-24T06:00:00.25+07:00")
    said = "<title>Nö {}</title><pubDate>{}</pubDate><category>S</category>"
    items = (f"<item><link>/read/{n}</link>{said.format(n, time)}</item>" for n, time in enumerate(times))
    feed = rss("".join(items) + "<item/>")
    zone = dt.timezone(dt.timedelta(hours=7))
    found = asyncio.run(received(workers.do(Job(READ, Source(feed, URL), URL, 20)).result()))
    dates = (dt.date(2026, 11, 24), dt.datetime(2026, 11, 24, 6), dt.datetime(2026, 11, 24, 6, 0, 0, 250_000, zone))
    links = tuple(
        Link(Entry(url=f"https://news.example/read/{n}", source="feed", title=f"Nö {n}", date=date, section="S"))
        for n, date in enumerate(dates)
    )
    assert found == Reading(URL, SourceContents(links, skipped=1), is_feed=True)


def test_an_index_robots_txt_and_a_further_page_come_back_too() -> None:
    index = b"<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>"
    found = reading(Source(index, URL))
    assert found is not None
    assert found.contents.sitemaps == (Pointer("https://news.example/a.xml", dt.date(2026, 11, 24)),)
    robots = reading(Source(b"Sitemap: /b.xml", "https://news.example/robots.txt", is_robots=True))
    assert robots is not None
    assert robots.contents.sitemaps == (Pointer("https://news.example/b.xml"),)
    feed = reading(Source(b'{"version": "https://jsonfeed.org/version/1", "next_url": "?2"}', URL))
    assert feed is not None
    assert feed.contents.next_page == f"{URL}?2"


def test_a_page_says_what_it_links_and_what_it_is() -> None:
    html = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head>'
        b'<body><a href="/2026/11/24/news">News</a></body></html>'
    )
    found = reading(Source(html, "https://news.example/", check=True))
    assert found is not None
    assert (found.is_feed, found.is_article, found.feeds) == (False, False, (URL,))
    assert [link.entry.url for link in found.contents.links] == ["https://news.example/2026/11/24/news"]


def test_one_odd_title_costs_only_itself() -> None:
    odd = ("&amp;#" + "9" * 4_600 + ";", "x" * 600, "&lt;b&gt;News&lt;/b&gt;")
    feed = rss("".join(f"<item><link>/read/{n}</link><title>{title}</title></item>" for n, title in enumerate(odd)))
    found = reading(Source(feed, URL))
    assert found is not None
    assert [link.entry.title for link in found.contents.links] == [None, None, "News"]


def test_of_a_source_with_too_long_an_answer_the_first_entries_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsclean.spiders.discovery.reading.MAX_ANSWER", 50_000)
    feed = rss("".join(f"<item><link>/read/{n}</link><title>{'я' * 490}</title></item>" for n in range(100)))
    answer = read(Source(feed, URL))
    found = asyncio.run(received(answer))
    assert found is not None
    assert found.contents.links[-1].entry.url == f"https://news.example/read/{len(found.contents.links) - 1}"
    assert len(found.contents.links) + found.contents.skipped == 100
    assert 48_000 < len(answer) <= 50_200  # with a line about the source


def test_bytes_that_are_nothing_are_nothing() -> None:
    assert reading(Source(b"\x89PNG\r\n\x1a\n\x00\x00", URL)) is None


@pytest.mark.parametrize("answer", [b"[]", b"{}", b'{"url": 1}\n3', b"\xff", b'{"skipped": 0}\n["a", null, 1, 2, 3]'])
def test_an_answer_of_a_worker_that_a_page_took_over_is_refused(answer: bytes) -> None:
    with pytest.raises(JobError):
        asyncio.run(received(answer))
    with pytest.raises(JobError):
        pager.received(answer)


def test_a_page_that_takes_too_long_to_read_has_no_pager(workers: Workers) -> None:
    page = PagerPage(b'<a href="?page=2">2</a>' * 90_000, "https://news.example/read/1")
    with pytest.raises(JobError, match=r"took too long, more than 0\.01 s"):
        workers.do(Job(pager.READ, page, page.url, seconds=0.01)).result()


def test_the_event_loop_gets_its_turns() -> None:
    async def turns() -> int:
        loop, taken = asyncio.get_running_loop(), 0

        def take() -> None:
            nonlocal taken
            taken += 1
            loop.call_soon(take)

        loop.call_soon(take)
        assert [item async for item in in_turns(range(10_000))] == list(range(10_000))
        return taken

    assert asyncio.run(turns()) >= 100


def test_lines_come_one_by_one() -> None:
    assert list(each_line(b"a\n\nb")) == [b"a", b"", b"b"]


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        ("newsclean.spiders.discovery.reading, newsclean.spiders.discovery.article_check", {"scrapy", "twisted"}),
        ("newsclean.spiders.base, newsclean.pipelines.store", {"newsclean.cleaning", "trafilatura", "numpy"}),
    ],
    ids=["a worker", "the crawl's own process"],
)
def test_no_process_loads_what_only_the_other_needs(modules: str, unwanted: set[str]) -> None:
    code = f"import sys, {modules}; sys.exit(bool({unwanted!r} & sys.modules.keys()))"
    subprocess.run([sys.executable, "-c", code], check=True)


def slow_to_read(entries: int) -> bytes:
    """A feed of which each entry takes several milliseconds."""
    times = "".join(f"<{name}>{'1 ' * 50}</{name}>" for name in ("pubDate", "published", "date", "issued", "updated"))
    return rss(f"<item><link>https://news.example/1</link>{times}</item>" * entries)


@pytest.mark.slow
def test_an_index_that_names_one_sitemap_for_ever_is_read_once(tmp_path: Path) -> None:
    pointer = "<sitemap><loc>/map.xml</loc><lastmod>2026-11-24</lastmod></sitemap>"
    urls = "".join(f"<url><loc>/2026/11/23/news-{n}</loc></url>" for n in range(3))
    pages = {
        "/sitemap.xml": Answer(f"<sitemapindex>{pointer * 20_000}</sitemapindex>", "application/xml"),
        "/map.xml": Answer(f"<urlset>{urls}</urlset>", "application/xml"),
    }
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/sitemap.xml", "-a", "limit=10", **PLAIN)
        assert server.paths.count("/map.xml") == 1
    assert found.figures["discovered"] == 3


@pytest.mark.slow
def test_a_deadline_ends_a_run_whose_source_takes_ten_minutes_to_read(tmp_path: Path) -> None:
    with NewsServer({"/slow": Answer(slow_to_read(50_000).decode(), "application/rss+xml")}) as server:
        running = start_crawl(
            tmp_path, "news", "-a", f"url={server.base}/slow", NEWSCLEAN_SOURCE_TIMEOUT="3000", NEWSCLEAN_DEADLINE="4",
            NEWSCLEAN_STOP_SECONDS="3", **PLAIN,
        )  # fmt: skip
        status, log = running.end()
    assert (status, "the deadline is reached" in log) == (8, True)


@pytest.mark.slow
def test_a_source_over_its_limit_costs_only_itself(tmp_path: Path) -> None:
    slow = slow_to_read(5_000)
    links = '<link rel="alternate" type="application/rss+xml" href="/slow"><a href="/read/12345-news">News</a>'
    pages = {"/": links, "/slow": Answer(slow.decode(), "application/rss+xml")}
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/", NEWSCLEAN_SOURCE_TIMEOUT="2", **PLAIN)
        assert "/read/12345-news" in server.paths
    assert f"source {server.base}/slow cannot be read: reading it: took too long, more than 2 s" in found.log
    assert found.figures["sources_failed"] == 1
