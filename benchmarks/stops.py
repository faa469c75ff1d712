"""How long a crawl takes to stop, whatever stands in its way, and whether the next run finds what it left.

    python -m benchmarks.stops
    python -m benchmarks.stops --seconds 6 --only disk

A news site on this machine is crawled as a user does it, `scrapy crawl`, at five pages a second, where a page takes 9 s
to clean. In each case something else hangs or is killed. The crawl is told to stop: by signals, its deadline or a
limit of Scrapy's. Counted are the seconds until it has ended, and its workers that are left a second later. Then a run
in which nothing is slow must find every article that the first one left, and none twice.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsclean.corpus import SiteFolder

from .durability import Tally, _judge
from .manyarticles import ManyArticles
from .slow import PAGE
from .slow_parts import COMMIT, END, LOOP

ROOT = Path(__file__).parent.parent
FOREVER = "100000"
SLOW = {PAGE: "9"}
PIPELINES = '{"benchmarks.slow_parts.SlowPages": 200, "benchmarks.slow_parts.SlowDisk": 300}'
CRAWL = {
    "ITEM_PIPELINES": PIPELINES,
    "DOWNLOAD_DELAY": "0.2",
    "AUTOTHROTTLE_ENABLED": "False",
    "NEWSCLEAN_REJECTS": "",
    "NEWSCLEAN_WORKERS": "2",
}


@dataclass
class Crawl:
    """A crawl under way. `began` is when it was told to stop."""

    process: subprocess.Popen[str]
    site: ManyArticles
    log: list[str] = field(default_factory=list)
    began: float = 0.0

    def send(self, number: signal.Signals, *, to_workers: bool = False) -> None:
        self.began = self.began or time.monotonic()
        for each in (self.workers() if to_workers else []) + [self.process.pid]:
            os.kill(each, number)

    def workers(self) -> list[int]:
        """The process ids of its children."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            if int(fields[1]) == self.process.pid and fields[0] != "Z":
                found.append(int(path.parent.name))
        return found

    def freeze_workers(self) -> None:
        for worker in self.workers():
            os.kill(worker, signal.SIGSTOP)

    def pages(self, number: int) -> None:
        self.site.wait_for(number, self.process)

    def wait_for_log(self, text: str) -> None:
        while self.process.poll() is None and not any(text in line for line in self.log):
            time.sleep(0.02)
        self.began = time.monotonic()


def terminate(crawl: Crawl) -> None:
    crawl.pages(12)
    time.sleep(3)
    crawl.send(signal.SIGTERM)


def terminate_early(crawl: Crawl) -> None:
    crawl.pages(1)
    crawl.send(signal.SIGTERM)


def terminate_late(crawl: Crawl) -> None:
    crawl.pages(12)
    time.sleep(12)
    crawl.send(signal.SIGTERM)


def terminate_at(seconds: float) -> Callable[[Crawl], None]:
    def act(crawl: Crawl) -> None:
        time.sleep(seconds)
        crawl.send(signal.SIGTERM)

    return act


def terminate_frozen(crawl: Crawl) -> None:
    crawl.pages(12)
    time.sleep(3)
    crawl.freeze_workers()
    crawl.send(signal.SIGTERM)


def terminate_all(crawl: Crawl) -> None:
    crawl.pages(12)
    time.sleep(3)
    crawl.send(signal.SIGTERM, to_workers=True)


def terminate_held(crawl: Crawl) -> None:
    crawl.site.serve_only(3)
    crawl.pages(4)
    crawl.send(signal.SIGTERM)


def twice(first: signal.Signals, second: signal.Signals) -> Callable[[Crawl], None]:
    def act(crawl: Crawl) -> None:
        crawl.pages(12)
        time.sleep(3)
        crawl.send(first)
        time.sleep(1)
        crawl.began = 0.0
        crawl.send(second)

    return act


def as_timeout(crawl: Crawl) -> None:
    crawl.pages(12)
    time.sleep(3)
    crawl.send(signal.SIGTERM)
    crawl.send(signal.SIGTERM)


def deadline_and_signal(crawl: Crawl) -> None:
    crawl.wait_for_log("the deadline is reached")
    time.sleep(1)
    os.kill(crawl.process.pid, signal.SIGTERM)


def log_says(text: str) -> Callable[[Crawl], None]:
    return lambda crawl: crawl.wait_for_log(text)


@dataclass(frozen=True)
class Case:
    name: str
    act: Callable[[Crawl], None]
    status: tuple[int, ...]
    slow: Mapping[str, str] = field(default_factory=lambda: SLOW)
    settings: Mapping[str, str] = field(default_factory=dict)


CASES = (
    Case("pages of 9 s, SIGTERM", terminate, (9,)),
    Case("the same, while workers start", terminate_early, (9,)),
    Case("the same, after the first pages", terminate_late, (9,)),
    *(Case(f"SIGTERM {seconds} s after the start", terminate_at(seconds), (9, -15))
      for seconds in (0.3, 0.6, 0.9, 1.2, 1.5)),
    Case("workers frozen by SIGSTOP", terminate_frozen, (9,)),
    Case("SIGTERM to workers, too", terminate_all, (9,)),
    Case("SIGTERM twice at once, as timeout does", as_timeout, (9,), {}),
    Case("pages that never come", terminate_held, (9,)),
    Case("a source that never comes", terminate_at(4), (9,), {}, {"url": "/held"}),
    Case("a disk that takes 3 s a commit", terminate, (9,), {COMMIT: "3"}),
    Case("a disk that hangs in a commit", terminate, (9,), {COMMIT: FOREVER}),
    Case("a disk that hangs at the end of the run", terminate, (9,), {END: FOREVER}),
    Case("an event loop that is blocked", terminate_at(8), (9,), {LOOP: FOREVER}),
    Case("NEWSCLEAN_DEADLINE", log_says("the deadline is reached"), (8,), SLOW, {"NEWSCLEAN_DEADLINE": "8"}),
    Case("NEWSCLEAN_DEADLINE, disk that hangs", log_says("the deadline is reached"), (8,), {COMMIT: FOREVER},
         {"NEWSCLEAN_DEADLINE": "8"}),
    Case("NEWSCLEAN_DEADLINE, then SIGTERM", deadline_and_signal, (8,), SLOW, {"NEWSCLEAN_DEADLINE": "8"}),
    Case("CLOSESPIDER_TIMEOUT", log_says("Closing spider"), (8,), SLOW, {"CLOSESPIDER_TIMEOUT": "8"}),
    Case("CLOSESPIDER_PAGECOUNT", log_says("Closing spider"), (0,), SLOW, {"CLOSESPIDER_PAGECOUNT": "12"}),
    Case("a second SIGTERM", twice(signal.SIGTERM, signal.SIGTERM), (9,)),
    Case("SIGINT, then SIGTERM", twice(signal.SIGINT, signal.SIGTERM), (9,)),
    Case("SIGTERM, then SIGINT, disk that hangs", twice(signal.SIGTERM, signal.SIGINT), (9,), {COMMIT: FOREVER}),
)  # fmt: skip


def start(folder: Path, site: ManyArticles, settings: Mapping[str, str], slow: Mapping[str, str]) -> Crawl:
    given = {**CRAWL, "NEWSCLEAN_CORPUS": str(folder / "corpus"), "NEWSCLEAN_ALLOW_HOSTS": site.place, **settings}
    url = given.pop("url", "/sitemap.xml")
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"url=http://{site.place}{url}", "-L", "DEBUG"]
    command += ["-O", str(folder / "articles.jsonl")]
    for name, value in given.items():
        command += ["-s", f"{name}={value}"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **slow}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    crawl = Crawl(process, site)
    threading.Thread(target=_read, args=(crawl,), daemon=True).start()
    return crawl


def _read(crawl: Crawl) -> None:
    assert crawl.process.stderr is not None
    crawl.log.extend(iter(crawl.process.stderr.readline, ""))


def _is_running(process: int) -> bool:
    """Not of one that has ended, and whose new parent has not yet asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def measure(case: Case, articles: int, seconds: float) -> bool:
    """Runs the case and prints its line; whether all is as promised."""
    with tempfile.TemporaryDirectory() as place, ManyArticles(articles) as site:
        folder = Path(place)
        settings = {"NEWSCLEAN_STOP_SECONDS": f"{seconds:g}", **case.settings}
        crawl = start(folder, site, settings, case.slow)
        case.act(crawl)
        workers = crawl.workers()
        status = crawl.process.wait()
        took = time.monotonic() - crawl.began
        time.sleep(1)
        left = sum(map(_is_running, workers))
        site.serve_only(None)
        (folder / "articles.jsonl").unlink(missing_ok=True)
        after = start(folder, site, {"DOWNLOAD_DELAY": "0", "CONCURRENT_REQUESTS_PER_DOMAIN": "8"}, {})
        next_status = after.process.wait()
        tally = Tally()
        _judge(SiteFolder(folder / "corpus" / "127.0.0.1"), articles, tally)
    is_good = tally.is_good and status in case.status and not left and next_status == 0 and took <= seconds
    is_good = is_good and not any("Traceback" in line for line in crawl.log)
    sums = f"{tally.lost} | {tally.duplicate} | {tally.torn + len(tally.problems)}"
    print(f"| {case.name} | {took:.1f} | {status} | {left} | {next_status} | {sums} | {'' if is_good else 'WRONG'} |")
    sys.stdout.flush()
    if not is_good:
        sys.stderr.writelines([*crawl.log[-25:], *after.log[-5:], *map(str, tally.problems)])
    return is_good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=30, help="NEWSCLEAN_STOP_SECONDS (%(default)s)")
    parser.add_argument("--articles", type=int, default=200, help="of the site (%(default)s)")
    parser.add_argument("--only", default="", help="cases whose name holds this")
    given = parser.parse_args()
    print("| case | seconds to the end | exit status | workers left | next run | lost | duplicate | problems | |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|---|")
    cases = [case for case in CASES if given.only in case.name]
    are_good = [measure(case, given.articles, given.seconds) for case in cases]
    return 0 if all(are_good) else 1


if __name__ == "__main__":
    sys.exit(main())
