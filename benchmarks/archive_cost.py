"""What `newsclean reclean` of a WARC file costs beside cleaning: CPU time a page, that of its workers included.

    python -m benchmarks.archive_cost   pages of 10 kB to 8 MB, with one process and with two

A bare process pool calls `newsclean.clean` on the same pages, which it has in memory: it reads no archive, sets no
limits and writes no records. Both are warm and take turns. Where the ratio is the same with one process and with two,
and at every size, reclean scales as cleaning does; a second process makes both dearer: they share caches and memory.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from newsclean import Page, Reject, clean
from newsclean.corpus import FetchedPage, SiteFolder
from newsclean.corpus.archive import Archive
from newsclean.corpus.warc_pages import Tally, pages_of
from newsclean.formats.json_lines import to_line
from newsclean.record import record_of
from newsclean.workers.pool import Workers

from . import heavy_pages
from .harness import BenchError, told
from .processes import cpu_seconds, family
from .report import markdown

# Pages of each size, in bytes, of a round: about a second of work.
SIZES = {10_000: 60, 100_000: 40, 1_000_000: 8, 8_000_000: 2}
JOBS = (1, 2)
ROUNDS = 3


def measure() -> dict[str, Any]:
    """CPU milliseconds a page by size and number of processes. `ratio` is the pool's to that of reclean: the median of
    all, beside the least and the greatest."""
    # Several threads of arithmetic would add up to more time of the processor.
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    samples = {size: heavy_pages.pages(size, number) for size, number in SIZES.items()}
    with tempfile.TemporaryDirectory() as folder:
        archives = {size: _archived(Path(folder, str(size)), pages) for size, pages in samples.items()}
        rows = [row for jobs in JOBS for row in _rows(samples, archives, jobs)]
    ratios = [row["ratio"] for row in rows]
    median = round(statistics.median(ratios), 3)
    return {"pages": rows, "ratio": median, "least_ratio": min(ratios), "greatest_ratio": max(ratios)}


def lines(figures: Mapping[str, Any]) -> list[str]:
    """The figures as a table, and the ratio of all in words."""
    table = [["a page", "processes", "reclean, CPU ms", "bare pool", "ratio"]]
    for row in figures["pages"]:
        times = (f"{row['reclean_ms']:.1f}", f"{row['pool_ms']:.1f}", f"{row['ratio']:.3f}")
        table.append([f"{row['size'] / 1000:.0f} kB", str(row["jobs"]), *times])
    spread = f"{figures['least_ratio']:.3f} to {figures['greatest_ratio']:.3f}"
    return [*markdown(table).splitlines(), "", f"Ratio {figures['ratio']:.3f} ({spread})."]


def _rows(
    samples: Mapping[int, Sequence[Page]], archives: Mapping[int, Sequence[Path]], jobs: int
) -> Iterator[dict[str, Any]]:
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool, Workers(jobs) as workers:
        for size, pages in samples.items():
            runs: tuple[Callable[[], Iterable[object]], ...] = (
                lambda files=archives[size]: _recleaned(files, workers),  # type: ignore[misc]
                lambda pages=pages: pool.map(clean, pages),  # type: ignore[misc]
            )
            rounds = [[_milliseconds(run, len(pages)) for run in runs] for _ in range(ROUNDS + 1)][1:]
            ours, bare = (statistics.median(column) for column in zip(*rounds, strict=True))
            ratio = statistics.median(bare / ours for ours, bare in rounds)
            figures = {"reclean_ms": round(ours, 2), "pool_ms": round(bare, 2), "ratio": round(ratio, 3)}
            yield {"size": size, "jobs": jobs, **figures}


def _archived(path: Path, pages: Iterable[Page]) -> list[Path]:
    folder = SiteFolder(path)
    folder.make()
    archive = Archive(folder, {}, "benchmark")
    for page in pages:
        archive.append(FetchedPage(page, page.url))
    archive.close()
    return folder.archives()


def _recleaned(files: Iterable[Path], workers: Workers) -> Iterator[bytes]:
    """What the command does between its options and its output."""
    tally = Tally()
    for outcome in workers.map(page for file in files for page in pages_of(file, tally)):
        if isinstance(outcome, Reject):
            raise BenchError(f"{outcome.url} became no record: {outcome.reason}: {outcome.detail}")
        yield to_line(record_of(outcome, blocks=False))


def _milliseconds(run: Callable[[], Iterable[object]], pages: int) -> float:
    """CPU time a page, of this process and its children."""
    before = _used()
    done = sum(1 for _ in run())
    if done != pages:
        raise BenchError(f"{done} records came of {pages} pages")
    return 1000 * (_used() - before) / pages


def _used() -> float:
    return time.process_time() + sum(cpu_seconds(child) for child in family(os.getpid())[1:])


def main(arguments: Sequence[str] | None = None) -> int:
    return told(__doc__, arguments, lambda: lines(measure()))


if __name__ == "__main__":
    sys.exit(main())
