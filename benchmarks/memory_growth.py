"""What a long crawl needs of memory: its main process and its workers together, early and at the end.

    python -m benchmarks.memory_growth                  20,000 pages beside the first 5,000
    python -m benchmarks.memory_growth --pages 100000   more of them

The site is on this machine, its pages are small. Most records are copies of others (benchmarks/quick.py), for
it would take much longer otherwise. What processes share is counted once.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsclean.pipelines.clean import CleanPipeline

from .harness import ROOT, BenchError
from .manyarticles import QUICK, ManyArticles, crawl_command
from .processes import family, memory

START, EARLY, PAGES = 500, 5_000, 20_000
_PAUSE = 0.2  # seconds from one look to the next
_PIPELINES = '{"benchmarks.memory_growth.MostlyRepeated": 200, "newsclean.pipelines.store.StorePipeline": 300}'


class MostlyRepeated(CleanPipeline):
    cleaner = "benchmarks.quick:clean"


def measure(pages: int = PAGES) -> dict[str, Any]:
    """The most that all processes of a crawl had in memory at a time, in MB: while they started, after that up to page
    EARLY, and later; `megabytes` is the most of all."""
    start, early, late, main = 0, 0, 0, 0
    with ManyArticles(pages) as site, tempfile.TemporaryDirectory() as folder:
        command = crawl_command(site.place, {**QUICK, "ITEM_PIPELINES": _PIPELINES, "NEWSCLEAN_CORPUS": folder})
        log = Path(folder, "log")
        with log.open("wb") as told:
            crawl = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told)
            while crawl.poll() is None:
                sizes = [memory(process) for process in family(crawl.pid)]
                main = max(main, sizes[0])
                if site.asked <= START:
                    start = max(start, sum(sizes))
                elif site.asked <= EARLY:
                    early = max(early, sum(sizes))
                else:
                    late = max(late, sum(sizes))
                time.sleep(_PAUSE)
        if crawl.returncode or site.asked < pages:
            raise BenchError(f"the crawl ended with status {crawl.returncode}: {log.read_text()[-300:]}")
    figures = {"start_megabytes": start, "early_megabytes": early, "late_megabytes": late, "main_megabytes": main}
    figures["megabytes"] = max(figures.values())
    return {"pages": pages, **{name: round(size / 1e6) for name, size in figures.items()}}


def lines(figures: Mapping[str, Any]) -> list[str]:
    """The figures in words."""
    return [
        f"Main process and workers together, MB: {figures['start_megabytes']} while they start, "
        f"{figures['early_megabytes']} up to page {EARLY:,}, {figures['late_megabytes']} up to {figures['pages']:,}; "
        f"the main process alone {figures['main_megabytes']}."
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES, help=f"pages of the site (default {PAGES:,})")
    print(*lines(measure(parser.parse_args(arguments).pages)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
