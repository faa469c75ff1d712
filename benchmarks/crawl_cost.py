"""What a crawl costs beside cleaning: CPU time of its main process a page, and its speed beside its two halves.

    python -m benchmarks.crawl_cost                pages of 187 kB, the mean of news pages
    python -m benchmarks.crawl_cost --size 20000   pages of about that many bytes
    python -m benchmarks.crawl_cost --pages DIR    the pages of a folder

The site is on this machine, in a process of its own. The cost of a page is the slope between a short and a long crawl,
so that start and end count nothing. Fetching alone is the same crawl without pipelines; cleaning alone is a bare
process pool that calls `newsclean.clean` on the same pages. A crawl can be no faster than the slower of the two: with a
worker for each processor but one that is left to the main process, as many as the pool has, and with a worker for each.
Speed is by the clock: other work on the machine makes it wrong, and the site needs a share of the processors, too.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newsclean import Page, clean, settings
from newsclean.workers.pool import processors

from . import heavy_pages
from .harness import ROOT, BenchError
from .manyarticles import QUICK, crawl_command

SIZE = 187_000  # bytes
SHORT, LONG = 60, 300  # pages
ROUNDS = 1
_SETTINGS = {
    **QUICK,
    "EXTENSIONS": json.dumps({**settings.EXTENSIONS, "benchmarks.crawl_cost.Meter": 1000}),
}
_FREE = max(1, processors() - 1)  # workers that leave a processor to the main process
# The crawls, by the name of their figures.
_CRAWLS = {
    "main_ms": {},
    "main_ms_without_archive": {"NEWSCLEAN_ARCHIVE": "False"},
    "main_ms_fetch_alone": {"ITEM_PIPELINES": "{}"},
    "main_ms_fewer_workers": {"NEWSCLEAN_WORKERS": str(_FREE)},
}


class Used(NamedTuple):
    """Seconds: of the processor, and on the clock since the first page."""

    cpu: float
    clock: float


class Meter:
    """An extension that writes what the main process has used."""

    def __init__(self, crawler: Crawler) -> None:
        self.path = Path(crawler.settings["METER"])
        self.began = 0.0
        crawler.signals.connect(self.response_received, signals.response_received)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def response_received(self) -> None:
        self.began = self.began or time.perf_counter()

    def spider_closed(self) -> None:
        self.path.write_text(json.dumps(Used(time.process_time(), time.perf_counter() - self.began)))


def measure(kind: int | Path = SIZE) -> dict[str, float]:
    """CPU milliseconds of the main process a page, with the archive, without it and fetching alone; pages a second of
    the crawl, of fetching alone and of a bare pool; `ratio` is the crawl's to the slower of the two where a processor
    is left to the main process, `ratio_all_workers` where none is. Medians of the rounds.
    """
    pages = heavy_pages.pages(kind, LONG)
    rounds: list[dict[str, float]] = []
    with heavy_pages.site(kind, LONG) as place:
        for _ in range(ROUNDS):
            cost = {name: _slope(place, given) for name, given in _CRAWLS.items()}
            figures = {name: ms for name, (ms, _) in cost.items()}
            _, all_speed = cost["main_ms"]
            _, fetch_speed = cost["main_ms_fetch_alone"]
            _, speed = cost["main_ms_fewer_workers"]
            pool, all_pool = (_pool(pages, workers) for workers in (_FREE, processors()))
            rounds.append(
                figures
                | {"pages_a_second": speed, "fetch_alone_a_second": fetch_speed, "pool_a_second": pool}
                | {"ratio": speed / min(fetch_speed, pool), "ratio_all_workers": all_speed / min(fetch_speed, all_pool)}
            )
    medians = {name: round(statistics.median(one[name] for one in rounds), 3) for name in rounds[0]}
    return {"size": round(statistics.mean(len(page.html) for page in pages)), "workers": _FREE, **medians}


def lines(figures: Mapping[str, Any]) -> list[str]:
    """The figures in words."""
    return [
        f"Main process, CPU ms a page of {figures['size'] / 1000:.0f} kB: {figures['main_ms']:.1f}, without the "
        f"archive {figures['main_ms_without_archive']:.1f}, fetching alone {figures['main_ms_fetch_alone']:.1f}.",
        f"Pages a second with {figures['workers']} workers: crawl {figures['pages_a_second']:.1f}, fetching alone "
        f"{figures['fetch_alone_a_second']:.1f}, bare pool {figures['pool_a_second']:.1f}: {figures['ratio']:.3f} of "
        f"the slower one; {figures['ratio_all_workers']:.3f} with a worker for each processor.",
    ]


def _slope(place: str, given: Mapping[str, str]) -> tuple[float, float]:
    """CPU milliseconds a page, and pages a second, between the short and the long crawl."""
    few, many = (_crawl(place, pages, given) for pages in (SHORT, LONG))
    pages = LONG - SHORT
    return 1000 * (many.cpu - few.cpu) / pages, pages / (many.clock - few.clock)


def _crawl(place: str, pages: int, given: Mapping[str, str]) -> Used:
    with tempfile.TemporaryDirectory() as folder:
        meter = Path(folder, "meter")
        own = {**_SETTINGS, "NEWSCLEAN_CORPUS": folder, "METER": str(meter), **given}
        command = crawl_command(place, own, "-a", f"limit={pages}")
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise BenchError(f"a crawl ended with status {done.returncode}: {done.stderr.strip()[-500:]}")
        return Used(*json.loads(meter.read_text()))


def _pool(pages: Sequence[Page], workers: int) -> float:
    """Pages a second of a bare process pool, once its processes are warm."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(clean, pages[:SHORT]))
        began = time.perf_counter()
        list(pool.map(clean, pages[SHORT:]))
        return (len(pages) - SHORT) / (time.perf_counter() - began)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=SIZE, help=f"bytes of a page (default {SIZE})")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="a folder of pages, instead")
    options = parser.parse_args(arguments)
    print(*lines(measure(options.pages or options.size)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
