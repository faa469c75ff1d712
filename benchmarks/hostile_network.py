"""Hostile servers, feeds and sitemaps: every case with its outcome, the time and memory of the crawl it was part of."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from newsclean.spiders.discovery.sources import read_source
from tests.hostile.network import runs
from tests.hostile.network.case import body, story
from tests.hostile.network.mutants import mutants
from tests.hostile.server import HostileServer

ROOT = Path(__file__).parents[1]
COST_PAGES = 300
COST_ROUNDS = 5
GUARDED = {"DNS_RESOLVER": "newsclean.spiders.download.resolver.GuardedResolver"}
# Scrapy's own parts in the place of ours, for the same crawl without a guard.
PLAIN = {
    "DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
    "DOWNLOAD_HANDLERS": "{}",
    "DOWNLOADER_MIDDLEWARES": "{}",
    "DOWNLOAD_VERIFY_CERTIFICATES": "False",
}


def network(folder: Path) -> bool:
    """Runs and prints the network cases; whether all are right."""
    outcomes = list(runs.all_outcomes(folder))
    print(f"{'case':45} {'right':5}  {'what came of it':70} {'s':>5} {'MB':>4}")
    for outcome in outcomes:
        right = "yes" if outcome.is_right else "NO"
        print(f"{outcome.name:45} {right:5}  {outcome.found[:70]:70} {outcome.seconds:5.1f} {outcome.megabytes:4.0f}")
        if not outcome.is_right:
            print(f"{'':45} {'':5}  expected: {outcome.expected}{', and no request' if outcome.asked else ''}")
    number = sum(outcome.is_right for outcome in outcomes)
    peak = max(outcome.megabytes for outcome in outcomes)
    print(f"\n{number} of {len(outcomes)} network cases are right; a crawl had at most {peak:.0f} MB.")
    return number == len(outcomes)


def feed_mutants(number: int, seed: int = 1) -> bool:
    """Reads so many mutants of the demo's feeds and sitemaps and prints what came of them; whether no one broke it."""
    samples = [file.read_bytes() for file in sorted((ROOT / "spiders/demo/site").glob("*.xml"))]
    found: Counter[str] = Counter()
    slowest = 0.0
    for data in mutants(samples, number, seed):
        began = time.perf_counter()
        try:
            reading = read_source(data, "https://news.example/feed")
        except Exception as error:  # noqa: BLE001 - any would be the finding
            found[f"{type(error).__name__}: {error}"] += 1
        else:
            found["read" if reading else "no source"] += 1
        slowest = max(slowest, time.perf_counter() - began)
    print(f"{number} mutants of {len(samples)} feeds and sitemaps: {dict(found)}, the slowest in {slowest:.3f} s.")
    return found.keys() <= {"read", "no source"}


def guard_cost(folder: Path) -> None:
    """Prints the pages a second of a crawl on loopback, with the guard and without, in turn, and their ratio.

    The seconds are of the processor: those of the clock differ by more from run to run than by what the guard takes.
    """
    used: dict[str, list[float]] = {"guarded": [], "plain": []}
    links = "".join(f"<item><link>/story/{number}</link></item>" for number in range(COST_PAGES))
    faults = {"/story/": story, "/feed": body(f"<rss><channel>{links}</channel></rss>".encode())}
    for _ in range(COST_ROUNDS):
        for kind, settings in (("guarded", GUARDED), ("plain", PLAIN)):
            before = _children_seconds()
            with HostileServer(faults) as server:
                done = runs.measured(folder, server, "127.0.0.1", "/feed", set(), settings=settings)
            if len(done.crawl.records) != COST_PAGES:
                sys.exit(f"only {len(done.crawl.records)} of {COST_PAGES} pages came out:\n{done.crawl.log}")
            used[kind].append(_children_seconds() - before)
    rates = {kind: COST_PAGES / median(seconds) for kind, seconds in used.items()}
    print(
        f"A crawl of {COST_PAGES} pages, start to end, median of {COST_ROUNDS}: with the guard {rates['guarded']:.1f} "
        f"pages a second of the processor, without {rates['plain']:.1f}: {rates['guarded'] / rates['plain']:.3f} of it."
    )


def _children_seconds() -> float:
    """The seconds that the processor has worked for processes which this one started, and which have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
