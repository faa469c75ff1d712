"""The longest time for which a crawl's main process does nothing else: signals and responses wait meanwhile.

    python -m benchmarks.stalls

Serves every hostile page of tests/hostile as an article, as a source and as the second page of an article, and its
hostile sources, some of them at the full size of a source. A heartbeat in the crawl notes each gap between two turns of
the event loop, with the seconds of processor time that the main thread used in it: on a busy machine the rest of a gap
is time in which it was not its turn. Ends with status 1 when a turn took more than 100 ms of processor time.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from newsclean import settings
from tests.hostile.network import runs
from tests.hostile.network.case import body, page, story
from tests.hostile.network.sources import ANSWERS, COSTLY, DECLARATIONS, LINKS, TRAPS
from tests.hostile.network.sources import BYTES as ODD_BYTES
from tests.hostile.pages import all_cases
from tests.hostile.server import Fault, HostileServer

BEAT = 0.005  # seconds
LIMIT = 0.1
REPORT = "NEWSCLEAN_STALLS"  # in the environment: where the crawl writes its longest turns
SHOWN = 5
ENTRIES = 50_000  # of a source, as many as its protocol allows
SOURCES_A_RUN = 150  # a crawl reads 200 at most


class HeartbeatExtension:
    """Notes the longest turns of the event loop, and which responses came last before."""

    def __init__(self, crawler: Crawler) -> None:
        self._last: list[str] = []
        self._turns: list[tuple[float, float, str]] = []
        crawler.signals.connect(self.engine_started, signals.engine_started)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)
        crawler.signals.connect(self.response_received, signals.response_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def engine_started(self) -> None:
        self._mark()
        asyncio.get_running_loop().call_later(BEAT, self._beat)

    def response_received(self, response: Response, request: Request) -> None:  # noqa: ARG002 - Scrapy's signature
        self._last = [*self._last[-2:], response.url.rpartition("/")[2]]

    def engine_stopped(self) -> None:
        Path(os.environ[REPORT]).write_text(json.dumps(sorted(self._turns, reverse=True)[:SHOWN]))

    def _mark(self) -> None:
        self._clock, self._used = time.perf_counter(), time.thread_time()

    def _beat(self) -> None:
        clock, used = time.perf_counter() - self._clock - BEAT, time.thread_time() - self._used
        self._turns.append((used, clock, ", ".join(self._last)))
        self._mark()
        asyncio.get_running_loop().call_later(BEAT, self._beat)


def main() -> int:
    cases = {f"case-{number}": case for number, case in enumerate(all_cases().values())}
    pages: dict[str, Fault] = {}
    for name, case in cases.items():
        made = case.page()
        html = made.html.encode("utf-8", "surrogatepass") if isinstance(made.html, str) else made.html
        pages[name] = body(html, type=made.content_type or "text/html")
    costly = {name: body(make(ENTRIES), type="application/xml") for name, (make, _) in COSTLY.items()}
    odd = {case.name: case.fault for case in (*DECLARATIONS, *LINKS, *ODD_BYTES, *ANSWERS) if case.fault is not None}
    titles = {name: case.name for name, case in cases.items()}
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        worst = max(worst, measure("pages as articles", place, _articles(pages), titles))
        worst = max(worst, measure("pages as second pages", place, _second_pages(pages), titles))
        for number, sources in enumerate(_parts(pages | odd | costly), start=1):
            worst = max(worst, measure(f"pages and feeds as sources, {number}", place, _sources(sources), titles))
        for name, trap in TRAPS.items():
            worst = max(worst, measure(name, place, trap, titles))
    print(f"\nThe longest turn took {worst * 1000:.0f} ms of processor time.")
    return 1 if worst > LIMIT else 0


def measure(what: str, folder: Path, faults: Mapping[str, Fault], titles: Mapping[str, str]) -> float:
    """Crawls the site, prints its longest turns and returns the longest, in seconds of processor time."""
    report = folder / "turns.json"
    extensions = json.dumps(settings.EXTENSIONS | {f"{__spec__.name}.HeartbeatExtension": 10})
    with HostileServer(faults) as server:
        done = runs.measured(
            folder,
            server,
            "stalls.example",
            "/",
            set(),
            settings={"EXTENSIONS": extensions, "NEWSCLEAN_WORKERS": "2", "NEWSCLEAN_PAGE_TIMEOUT": "10"},
            environment={REPORT: str(report)},
        )
    print(f"\n{what}: {done.seconds:.0f} s, {done.megabytes:.0f} MB; {done.crawl.sentence}")
    turns = json.loads(report.read_text())
    for used, clock, last in turns:
        names = ", ".join(titles.get(name, name) for name in last.split(", "))
        print(f"  {used * 1000:6.0f} ms of processor time, {clock * 1000:6.0f} ms by the clock, after {names[:90]}")
    return float(turns[0][0])


def _articles(pages: Mapping[str, Fault]) -> dict[str, Fault]:
    links = "".join(f"<item><link>/2026/11/24/{name}</link></item>" for name in pages)
    feed = body(f"<rss><channel>{links}</channel></rss>".encode(), type="application/xml")
    return {"/": feed, **{f"/2026/11/24/{name}": fault for name, fault in pages.items()}}


def _second_pages(pages: Mapping[str, Fault]) -> dict[str, Fault]:
    """Each page as the second of an article."""
    site = _articles(dict.fromkeys(pages, story))
    for name, fault in pages.items():
        link = f'<a rel="next" href="/2026/11/24/{name}?page=2">2</a></article>'.encode()
        site[f"/2026/11/24/{name}"] = body(page(f"Story of {name}").replace(b"</article>", link))
        site[f"/2026/11/24/{name}?page=2"] = fault
    return site


def _sources(sources: Mapping[str, Fault]) -> dict[str, Fault]:
    """A site whose robots.txt names them all."""
    names = "".join(f"Sitemap: /s/{name}\n" for name in sources)
    site: dict[str, Fault] = {"/": body(b"<p>News"), "/robots.txt": body(names.encode(), type="text/plain")}
    return site | {"/story/": story} | {f"/s/{name}": fault for name, fault in sources.items()}


def _parts(sources: Mapping[str, Fault]) -> Iterable[dict[str, Fault]]:
    names = list(sources)
    for start in range(0, len(names), SOURCES_A_RUN):
        yield {name: sources[name] for name in names[start : start + SOURCES_A_RUN]}


if __name__ == "__main__":
    sys.exit(main())
