"""What the killable workers cost: pages a second of the plain call, of a bare process pool and of newsclean's workers.

    python -m benchmarks.workers                          the fixture pages
    python -m benchmarks.workers --pages DIR --first 300  the pages of a folder
    python -m benchmarks.workers --least 0.9              status 1 when the workers reach less of the bare pool

The bare pool is `concurrent.futures.ProcessPoolExecutor` calling `newsclean.clean`, with as many processes as there are
workers. The three take turns over the same pages, once each a round, so that a busy machine is busy for all of them;
the ratio is the median of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from newsclean import Article, Page, Reject, clean
from newsclean.inputs.inputs import Inputs
from newsclean.inputs.reading import Options
from newsclean.workers.pool import Workers, processors

from .floor import cases

LEAST_PAGES = 50  # in a round: fewer measure its start and end, many more what else the machine does meanwhile

Runner = Callable[[Sequence[Page]], Iterable[Article | Reject]]


def rounds(runners: dict[str, Runner], pages: Sequence[Page], number: int) -> Iterator[dict[str, float]]:
    """Pages a second by runner, in each of so many rounds; a round before them, to get warm, does not count."""
    names = list(runners)
    for turn in range(number + 1):
        speeds = {}
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            start = time.perf_counter()
            done = sum(1 for _ in runners[name](pages))
            speeds[name] = done / (time.perf_counter() - start)
        if turn:
            yield speeds


def table(measured: Sequence[dict[str, float]], base: str) -> list[str]:
    """A line for each runner: pages a second, and its ratio to the base with the lowest and highest of the rounds."""
    lines = [f"{'':<28}{'pages/s':>8}{'of the ' + base:>22}"]
    for name in measured[0]:
        ratios = sorted(speeds[name] / speeds[base] for speeds in measured)
        speed = statistics.median(speeds[name] for speeds in measured)
        lines.append(f"{name:<28}{speed:>8.1f}{statistics.median(ratios):>9.3f} ({ratios[0]:.3f}-{ratios[-1]:.3f})")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, metavar="DIR", help="a folder of pages; the fixture pages if left out")
    parser.add_argument("--first", type=int, metavar="N", help="only so many pages")
    parser.add_argument("--jobs", type=int, default=processors(), help="processes (default: one for each processor)")
    parser.add_argument("--rounds", type=int, default=21, help="rounds that count (default 21)")
    parser.add_argument("--least", type=float, metavar="RATIO", help="what the workers must reach of the bare pool")
    options = parser.parse_args(arguments)
    found = Inputs([str(options.pages)], Options()) if options.pages else (c.page for c in cases())
    pages = list(islice((page for page in found if isinstance(page, Page)), options.first))
    repeated = pages * -(-LEAST_PAGES // len(pages))
    context = get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=context) as pool, Workers(options.jobs) as workers:
        runners: dict[str, Runner] = {
            "plain call": lambda pages: map(clean, pages),
            "bare pool": lambda pages: pool.map(clean, pages),
            "workers": workers.map,
        }
        measured = list(rounds(runners, repeated, options.rounds))
    print(f"{len(pages)} pages, {len(repeated)} a round, {options.rounds} rounds, {options.jobs} processes")
    print(*table(measured, "bare pool"), sep="\n")
    ratio = statistics.median(speeds["workers"] / speeds["bare pool"] for speeds in measured)
    return int(options.least is not None and ratio < options.least)


if __name__ == "__main__":
    sys.exit(main())
