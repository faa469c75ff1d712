"""Hosts that ask for time: how long they get it, in a run and by the clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from scrapy.http import Response

from newsclean.spiders.download.pauses import HostRestsError, Pauses, retry_after
from tests.crawls import crawl
from tests.hostile.network.case import page
from tests.server import BASE, Answer, NewsServer

NOW = dt.datetime(2026, 11, 24, 2, 15, tzinfo=dt.UTC)
HOST = "news.example"


def answer(status: int = 429, **headers: str) -> Response:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(f"https://{HOST}/", status=status, headers=fields)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": "Tue, 24 Nov 2026 02:16:00 GMT"}, 60),
        ({"Retry_After": "Tue, 24 Nov 2026 05:16:00 GMT", "Date": "Tue, 24 Nov 2026 05:15:30 GMT"}, 30),  # its clock
        ({"Retry_After": "Tuesday, 24-Nov-26 02:16:00 GMT", "Date": "?"}, 60),
        ({"Retry_After": "Mon, 23 Nov 2026 02:16:00 GMT"}, None),
        *(({"Retry_After": text}, None) for text in ("0", "-5", "soon", "", "9" * 400, "1.5", "Tue, 99 Nov 2026")),
        ({}, None),
    ],
)
def test_a_pause_is_read_in_seconds_or_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(answer(**headers), NOW) == seconds


def test_the_whole_host_waits_as_long_as_it_asks() -> None:
    now = [100.0]
    pauses = Pauses(300, 30, lambda: now[0])
    assert pauses.turn(HOST) == 0
    pauses.heard(HOST, answer(503, Retry_After="20"), delay=1)
    assert (pauses.turn(HOST), pauses.turn("other.example")) == (20, 0)
    now[0] = 120.5
    assert pauses.turn(HOST) == 0
    pauses.heard(HOST, answer(404, Retry_After="7"), delay=1)
    pauses.heard(HOST, answer(200, Retry_After="70"), delay=1)  # of no request that failed
    assert pauses.turn(HOST) == 7


def test_a_host_that_asks_for_more_than_a_run_waits_rests() -> None:
    pauses = Pauses(300, 30, lambda: 0.0)
    pauses.heard(HOST, answer(429, Retry_After="3600"), delay=1)
    with pytest.raises(HostRestsError, match="asks for a pause of 3600 s"):
        pauses.turn(HOST)
    assert pauses.turn("other.example") == 0


def test_a_busy_host_is_asked_ever_more_slowly_and_again_faster() -> None:
    now = [0.0]
    pauses = Pauses(300, 30, lambda: now[0])
    gaps = []
    for status in (429, 503, 429, 503, 503, 503, 200, 200, 200, 200, 200, 200, 429):
        pauses.heard(HOST, answer(status), delay=1)
        now[0] += 1000
        assert pauses.turn(HOST) == 0
        gaps.append(pauses.turn(HOST))
    assert gaps == [2, 4, 8, 16, 30, 30, 15, 7.5, 3.75, 1.875, 0.9375, 0, 2]


@pytest.mark.slow
def test_in_a_run_pages_wait_for_their_host_or_are_left_to_the_next_run(tmp_path: Path) -> None:
    links = "".join(f"<item><link>{BASE}/{n}</link></item>" for n in range(6))
    rest = Answer("Busy", status=503, head=b"Retry-After: 86400\r\n")
    pages: dict[str, Answer | str] = {f"/{n}": rest for n in range(6)}
    pages["/feed"] = f"<rss><channel>{links}</channel></rss>"
    pages["/0"] = Answer("Busy", status=429, head=b"Retry-After: 1\r\n")
    with NewsServer(pages) as server:
        start = ("news", "-a", f"url={server.base}/feed")
        found = crawl(tmp_path, *start, CONCURRENT_REQUESTS_PER_DOMAIN="1", DOWNLOAD_DELAY="0.01")
        assert (server.paths[:3], len(server.paths)) == (["/robots.txt", "/feed", "/0"], 4)
        assert (found.status, found.figures["left"], found.figures["failed"], found.rejects) == (0, 6, 0, [])
        assert "asks for a pause of 1 s" in found.log
        assert "its other pages are left to the next run" in found.log
        server.pages.update({f"/{n}": Answer(page(f"Story number {n}")) for n in range(6)})
        assert len(crawl(tmp_path, *start).records) == 6
