"""Runs the network cases in as few crawls as possible, each a process of its own, and reports each case's outcome."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from tests.crawls import Crawl, end_of, start_crawl
from tests.hostile.certificates import AUTHORITY, make_certificates
from tests.hostile.network import addresses, answers, hosts, patience, sources
from tests.hostile.network.case import SILENCE, Case, body, story
from tests.hostile.server import Fault, HostileServer

PAGES: tuple[Case, ...] = (*addresses.CASES, *answers.CASES, *hosts.CASES)
# Without limits the traps take thousands in a minute, and do not end.
MAX_REQUESTS = 300
# All of a crawl's pages are requested at once.
SETTINGS = {
    "TWISTED_DNS_RESOLVER": "tests.hostile.names.Names",
    "RETRY_TIMES": "0",
    "AUTOTHROTTLE_MAX_DELAY": "1",
    "CONCURRENT_REQUESTS": "64",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "64",
    **patience.settings(*(case.name for case in (*PAGES, *sources.CASES) if SILENCE in case.expected)),
}


@dataclass(frozen=True)
class Outcome:
    """What came of a case. `seconds` and `megabytes` (peak of the crawler's memory) are of the crawl it was part of."""

    name: str
    expected: str
    found: str
    seconds: float
    megabytes: float
    asked: bool = False

    @property
    def is_right(self) -> bool:
        return self.found.startswith(self.expected) and not self.asked


@dataclass(frozen=True)
class Measured:
    """A crawl with its time and the peak of its memory, and what the server was asked for."""

    crawl: Crawl
    seconds: float
    megabytes: float
    asked: tuple[str, ...]


def all_outcomes(folder: Path) -> Iterator[Outcome]:
    """Every network case, run."""
    yield from page_outcomes(folder)
    yield from source_outcomes(folder)
    for name in sources.TRAPS:
        yield trap_outcome(folder, name)


def page_outcomes(folder: Path) -> list[Outcome]:
    """The cases that are pages: one feed links them all."""
    certificates = make_certificates(folder)
    faults: dict[str, Fault] = {"/story/": story}
    for case in PAGES:
        if case.fault is not None:
            faults[f"/c/{case.name}"] = case.fault
        if case.robots is not None:
            faults[f"{case.name}.example/robots.txt"] = case.robots
    faults["/c/"] = story
    with HostileServer(faults, certificates) as server:
        urls = {case.name: _url(case, server) for case in PAGES}
        items = "".join(f"<item><link>{url}</link></item>" for url in urls.values())
        faults["/feed"] = body(f"<rss><channel>{items}</channel></rss>".encode(), type="application/xml")
        allowed = {urlsplit(urls[case.name]).netloc for case in PAGES if case.never is None}
        done = measured(
            folder, server, "pages.example", "/feed", allowed, environment={"SSL_CERT_FILE": str(folder / AUTHORITY)}
        )
    return [_page_outcome(case, done) for case in PAGES]


def source_outcomes(folder: Path) -> list[Outcome]:
    """The cases that are feeds and sitemaps: the robots.txt of one site names them all."""
    faults: dict[str, Fault] = {"/story/": story, "/robots.txt": sources.robots(sources.CASES), "/": body(b"<p>News")}
    faults |= {f"/s/{case.name}": case.fault for case in sources.CASES if case.fault is not None}
    with HostileServer(faults) as server:
        done = measured(folder, server, "sources.example", "/", set())
    return [_source_outcome(case, done) for case in sources.CASES]


def trap_outcome(folder: Path, name: str) -> Outcome:
    """A site without end: the crawl of it ends by itself, having asked for at most MAX_REQUESTS addresses."""
    with HostileServer(sources.TRAPS[name]) as server:
        done = measured(folder, server, "trap.example", "/", set())
    ended = "ended" if len(done.asked) <= MAX_REQUESTS and "stopped before its end" not in done.crawl.log else "went on"
    return Outcome(name, "ended", f"{ended} after {len(done.asked)} requests", done.seconds, done.megabytes)


def measured(
    folder: Path,
    server: HostileServer,
    host: str,
    path: str,
    allowed: Iterable[str],
    spider: str = "news",
    settings: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Measured:
    """Crawls a path of a host of the server; `environment` and settings are added to those of all the cases."""
    for file in ("articles.jsonl", "rejects.jsonl"):
        (folder / file).unlink(missing_ok=True)
    shutil.rmtree(folder / "corpus", ignore_errors=True)
    places = ",".join(sorted({f"{host}:{server.port}", *allowed}))
    used = {**SETTINGS, "NEWSCLEAN_ALLOW_HOSTS": places, **(settings or {})}
    began = time.monotonic()
    address = f"url=http://{host}:{server.port}{path}"
    running = start_crawl(folder, spider, "-a", address, environment=environment, **used)
    memory = _Memory(running.process.pid)
    crawl = end_of(running, folder)
    return Measured(crawl, time.monotonic() - began, memory.megabytes, tuple(server.asked))


class _Memory:
    """The most memory that a process had at a time, looked up until it ends; 0 where there is no /proc.

    The kernel's own account (ru_maxrss) begins with the memory of the process that started this one.
    """

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        Thread(target=self._watch, args=(Path(f"/proc/{pid}/status"),), daemon=True).start()

    def _watch(self, status: Path) -> None:
        with suppress(OSError):
            while peak := re.search(r"VmHWM:\s+(\d+) kB", status.read_text()):
                self.megabytes = int(peak[1]) / 1024
                time.sleep(0.02)


def _url(case: Case, server: HostileServer) -> str:
    port = server.port_of(case.tls) if case.tls else server.port
    return (case.url or f"http://pages.example:{{port}}/c/{case.name}").replace("{port}", str(port))


def _page_outcome(case: Case, done: Measured) -> Outcome:
    found = "nothing"
    for record in done.crawl.records:
        if _is_of(case, record["url"]):
            found = "record"
    for reject in done.crawl.rejects:
        if _is_of(case, reject["url"]):
            found = f"{reject['reason']}: {reject['detail']}"
    asked = case.never is not None and any(case.never in path for path in done.asked)
    return Outcome(case.name, case.expected, found, done.seconds, done.megabytes, asked)


def _source_outcome(case: Case, done: Measured) -> Outcome:
    is_there = any(url.endswith(f"/story/{case.name}-is-the-news-of-today") for url in done.crawl.urls)
    found = "record" if is_there else sources.NOTHING
    warning = re.search(rf"source \S+/s/{re.escape(case.name)} cannot be read: (.*)", done.crawl.log)
    asked = case.never is not None and any(case.never in path for path in done.asked)
    return Outcome(
        case.name, case.expected, f"{found}; {warning[1]}" if warning else found, done.seconds, done.megabytes, asked
    )


def _is_of(case: Case, url: str) -> bool:
    return urlsplit(url).path.rstrip("/").startswith(f"/c/{case.name}") and _name(url) == case.name


def _name(url: str) -> str:
    return urlsplit(url).path.split("/")[2]
