"""What it costs to keep a record safely: the corpus beside bare appending and syncing, in turn, in the same run.

    python -m benchmarks.store                     2,000 records, in batches of 20, in a temporary folder
    python -m benchmarks.store --folder /srv/disk  on that disk

Bare is the least that could be done: the lines of a batch appended to a file and synced; with pages, their gzip
appended to another file and synced before. On a disk that syncs fast, what is left is Python's and SQLite's work, and
the ratio is high; on one that takes milliseconds, both wait for it alike. What a sync takes stands in the last line.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newsclean import Article, Page, clean
from newsclean.corpus import CorpusRun, Ending, FetchedPage, SiteFolder
from newsclean.formats.json_lines import to_line

from .floor import cases

BATCH = 20
ROUNDS = 5
NOW = dt.datetime(2026, 11, 24, 2, 15, tzinfo=dt.UTC)

Kept = tuple[Page, Article]


def stories(number: int) -> list[Kept]:
    """So many pages with their records: those of the fixtures, each under many addresses."""
    pairs = [(case.page, outcome) for case in cases() if isinstance(outcome := clean(case.page), Article)]
    found = []
    for count in range(number):
        page, article = pairs[count % len(pairs)]
        url = f"https://harbour.example/news/{count}"
        changes = {"url": url, "id": url, "canonical_url": None}
        found.append((page.model_copy(update={"url": url, "single_page": None}), article.model_copy(update=changes)))
    return found


def batches(kept: Sequence[Kept]) -> Iterator[Sequence[Kept]]:
    return (kept[start : start + BATCH] for start in range(0, len(kept), BATCH))


def bare(folder: Path, kept: Sequence[Kept], *, pages: bool) -> None:
    with (folder / "lines").open("ab") as lines, (folder / "pages").open("ab") as archive:
        for batch in batches(kept):
            if pages:
                for page, _ in batch:
                    html = page.html if isinstance(page.html, bytes) else page.html.encode()
                    archive.write(gzip.compress(html))
                _sync(archive.fileno(), archive.flush)
            for _, article in batch:
                lines.write(to_line(article))
            _sync(lines.fileno(), lines.flush)


def corpus(folder: Path, kept: Sequence[Kept], *, pages: bool) -> None:
    with CorpusRun(SiteFolder(folder / "corpus"), archive=pages, now=NOW) as run:
        for batch in batches(kept):
            run.commit([FetchedPage(page, page.url).became(article) for page, article in batch])
        run.end(Ending("good", 0, "", {}))


def _sync(handle: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(handle)


def seconds_a_sync(folder: Path) -> float:
    """The median of 50 small appends, each synced."""
    taken = []
    with (folder / "sync").open("ab") as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            _sync(file.fileno(), file.flush)
            taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=2000, help="in each round (2000)")
    parser.add_argument("--folder", type=Path, help="on the disk to be measured, else a temporary one")
    options = parser.parse_args(arguments)
    kept = stories(options.records)
    for pages in (False, True):
        taken: dict[str, list[float]] = {"bare": [], "corpus": []}
        for _ in range(ROUNDS):
            for name, way in (("bare", bare), ("corpus", corpus)):
                folder = Path(tempfile.mkdtemp(dir=options.folder))
                began = time.perf_counter()
                way(folder, kept, pages=pages)
                taken[name].append((time.perf_counter() - began) / len(kept) * 1000)
                shutil.rmtree(folder)
        ratio = statistics.median(one / two for one, two in zip(taken["corpus"], taken["bare"], strict=True))
        ms = {name: statistics.median(values) for name, values in taken.items()}
        what = "records and pages" if pages else "records alone"
        print(f"{what}: {ms['bare']:.3f} ms a record bare, {ms['corpus']:.3f} in the corpus: {ratio:.1f} times")
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        print(f"a sync of this disk takes {seconds_a_sync(Path(name)) * 1000:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
