"""What a crawl costs beside cleaning: CPU time of its main process per page, and its speed beside its two halves.

    python -m benchmarks.crawl_cost                pages of 187 kB, the mean of news pages
    python -m benchmarks.crawl_cost --size 20000   pages of that many bytes

The site is on this machine, in a process of its own. The cost of a page is the slope between a short and a long crawl,
so that start and end count nothing. Fetching alone is the same crawl without pipelines; cleaning alone is a bare
process pool that calls `newsclean.clean` on the same pages. A crawl cannot be faster than the slower of the two.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newsclean import Page, clean, settings
from newsclean.workers.pool import processors

from .harness import ROOT
from .manyarticles import article, furniture

SIZE = 187_000  # bytes
SHORT, LONG = 100, 500  # pages
_SETTINGS = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "NEWSCLEAN_REJECTS": "",
    "EXTENSIONS": json.dumps({**settings.EXTENSIONS, "benchmarks.crawl_cost.Meter": 1000}),
}
_WITHOUT_ARCHIVE = {"NEWSCLEAN_ARCHIVE": "False"}
_FETCH_ALONE = {"ITEM_PIPELINES": "{}"}
_SITE = """
import sys, time
from benchmarks.manyarticles import ManyArticles, furniture
with ManyArticles(int(sys.argv[1]), furniture(int(sys.argv[2]))) as site:
    print(site.place, flush=True)
    sys.stdin.read()
"""


class Meter:
    """An extension that writes what the process has used, in seconds: of the processor, and since its first page."""

    def __init__(self, crawler: Crawler) -> None:
        self.path = Path(crawler.settings["METER"])
        self.began = 0.0
        crawler.signals.connect(self.on_response, signals.response_received)
        crawler.signals.connect(self.on_end, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def on_response(self) -> None:
        self.began = self.began or time.perf_counter()

    def on_end(self) -> None:
        self.path.write_text(json.dumps([time.process_time(), time.perf_counter() - self.began]))


def measure(size: int = SIZE) -> dict[str, float]:
    """CPU milliseconds of the main process a page, with the archive, without it and fetching alone; pages a second of
    the crawl, of fetching alone and of a bare pool; `ratio` is the crawl's to the slower of the two."""
    with _site(LONG, size) as place:
        whole = _slope(place, {})
        bare = _slope(place, _WITHOUT_ARCHIVE)
        fetch = _slope(place, _FETCH_ALONE)
    pool = _pool(size)
    return {
        "size": size,
        "main_ms": whole[0],
        "main_ms_without_archive": bare[0],
        "main_ms_fetch_alone": fetch[0],
        "pages_a_second": whole[1],
        "fetch_alone_a_second": fetch[1],
        "pool_a_second": pool,
        "ratio": round(whole[1] / min(fetch[1], pool), 3),
    }


def lines(figures: Mapping[str, Any]) -> list[str]:
    """The figures in words."""
    return [
        f"main process, CPU ms a page of {figures['size'] // 1000} kB: {figures['main_ms']}, "
        f"{figures['main_ms_without_archive']} without the archive, {figures['main_ms_fetch_alone']} fetching alone",
        f"pages a second: crawl {figures['pages_a_second']}, fetching alone {figures['fetch_alone_a_second']}, "
        f"bare pool {figures['pool_a_second']}: {figures['ratio']} of the slower one",
    ]


@contextmanager
def _site(number: int, size: int) -> Iterator[str]:
    command = [sys.executable, "-c", _SITE, str(number), str(size)]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.communicate()


def _slope(place: str, given: Mapping[str, str]) -> tuple[float, float]:
    """CPU milliseconds a page, and pages a second, between the short and the long crawl."""
    (few_cpu, few_seconds), (many_cpu, many_seconds) = (_crawl(place, pages, given) for pages in (SHORT, LONG))
    pages = LONG - SHORT
    return round(1000 * (many_cpu - few_cpu) / pages, 2), round(pages / (many_seconds - few_seconds), 1)


def _crawl(place: str, pages: int, given: Mapping[str, str]) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        meter = Path(folder, "meter")
        own = {"NEWSCLEAN_CORPUS": folder, "NEWSCLEAN_ALLOW_HOSTS": place, "METER": str(meter)}
        address = f"url=http://{place}/sitemap.xml"
        command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", address, "-a", f"limit={pages}"]
        for name, value in {**_SETTINGS, **own, **given}.items():
            command += ["-s", f"{name}={value}"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        cpu, seconds = json.loads(meter.read_text())
        return cpu, seconds


def _pool(size: int) -> float:
    """Pages a second of a bare process pool, once its processes are warm."""
    around = furniture(size)
    address, now = "https://harbour.example/2026/11/23/story-", dt.datetime.now(dt.UTC)
    pages = [Page(url=f"{address}{n}", html=article(n, around).encode(), fetched_at=now) for n in range(LONG)]
    with ProcessPoolExecutor(processors(), mp_context=get_context("spawn")) as pool:
        list(pool.map(clean, pages[:SHORT]))
        began = time.perf_counter()
        list(pool.map(clean, pages[SHORT:]))
        return round((LONG - SHORT) / (time.perf_counter() - began), 1)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=SIZE, help=f"bytes of a page (default {SIZE})")
    print(*lines(measure(parser.parse_args(arguments).size)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
