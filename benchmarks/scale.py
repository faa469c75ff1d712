"""What a large corpus costs: status, a run with nothing new, check and rebuild, in seconds and memory.

    python -m benchmarks.scale FOLDER                  100,000 articles, made in FOLDER if there are none, and kept
    python -m benchmarks.scale FOLDER --articles 1000  beside it, to compare what must not grow

Records of 3 kB and pages of 60 kB come in by the door a crawl uses, in ten runs. Each command is a process of its own.
A rebuild needs the folder to itself: its database is put aside by the command, as after a loss.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from newsclean import Article, Entry, Page
from newsclean.corpus import CorpusRun, Ending, FetchedPage, Outcome, SiteFolder
from newsclean.corpus.history import comparable, figures_of_records
from newsclean.page.urls import record_id
from newsclean.spiders.discovery.links import Link
from newsclean.spiders.run.plan import plan_run

RUNS, BATCH = 10, 500
NOW = dt.datetime(2026, 11, 1, 3, tzinfo=dt.UTC)
_PARTS = [
    f"{a}{b}" for a in ("har", "mar", "lo", "vi", "sto", "pe", "cu") for b in ("bour", "ket", "ridge", "nal", "rm")
]
_WORDS = [a + b for a in _PARTS for b in ("", "s", "ed", "ing")]


def make(folder: SiteFolder, articles: int) -> None:
    """A corpus of so many articles, none like another."""
    rest = _furniture()
    for number in range(RUNS):
        with CorpusRun(folder, now=NOW + dt.timedelta(days=number)) as run:
            mine = range(articles * number // RUNS, articles * (number + 1) // RUNS)
            for start in range(mine.start, mine.stop, BATCH):
                when = NOW + dt.timedelta(days=number, seconds=start)
                run.commit([_outcome(n, when, rest) for n in range(start, min(start + BATCH, mine.stop))])
            run.end(Ending("good", 0))


def _outcome(number: int, when: dt.datetime, rest: str) -> Outcome:
    choose = random.Random(number)
    paragraphs = [f"On day {number} {' '.join(choose.choices(_WORDS, k=60))}." for _ in range(8)]
    url, title = f"https://harbour.example/2026/11/01/story-{number}", f"Story {number}: {choose.choice(_WORDS)}"
    html = f"<html><title>{title}</title><article><h1>{title}</h1><p>{'<p>'.join(paragraphs)}</article>{rest}</html>"
    body = "\n\n".join(paragraphs)
    page = Page(url=url, html=html.encode(), fetched_at=when, content_type="text/html; charset=utf-8")
    article = Article(
        url=url, site="harbour.example", title=title, body=body, fetched_at=when, id=record_id(url),
        content_hash=f"{choose.getrandbits(256):064x}", extractor="benchmark",
    )  # fmt: skip
    return FetchedPage(page, url).became(article)


def _furniture() -> str:
    """What surrounds the article on each page: 56 kB of markup."""
    choose = random.Random(0)
    links = (
        f'<li class="nav-{n % 7}"><a href="/{choose.choice(_WORDS)}/{n}">{choose.choice(_WORDS)}</a></li>'
        for n in range(1100)
    )
    return f"<footer><ul>{''.join(links)}</ul></footer>"


def nothing_new(folder: SiteFolder, articles: int) -> str:
    """A run that finds 300 links and knows them all, from its begin to its end; gives its time in words."""
    links = [
        Link(Entry(url=f"https://harbour.example/2026/11/01/story-{number}", source="feed"))
        for number in range(max(0, articles - 300), articles)
    ]
    now = NOW + dt.timedelta(days=RUNS + 1)
    began = time.perf_counter()
    with CorpusRun(folder, now=now) as run:
        plan = plan_run(links, run, now)
        figures_of_records(run, 0, 0, 0)
        comparable(run)
        run.end(Ending("good", 0))
    return f"{1000 * (time.perf_counter() - began):7.1f} ms for {plan.seen} links that are known"


def measure(*arguments: str) -> str:
    """Runs `newsclean` with these arguments; gives its exit status, seconds and peak memory in words."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "newsclean", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    cpu = usage.ru_utime + usage.ru_stime
    return f"{seconds:7.2f} s, {cpu:7.2f} s of CPU, {usage.ru_maxrss // 1024:5} MB, exit status {process.returncode}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rebuild", action="store_true", help="also make the database again, which takes longest")
    options = parser.parse_args(arguments)
    root = options.folder / str(options.articles)
    folder = SiteFolder(root / "harbour.example")
    if not folder.database.exists():
        make(folder, options.articles)
    print(f"{options.articles} articles, {folder.size() / 1e6:.0f} MB")
    for name in ("status", "check"):
        print(f"{name:8}{measure('corpus', name, '--corpus', str(root))}", flush=True)
    for _ in range(2):  # the first finds nothing of the database in memory
        print(f"plan    {nothing_new(folder, options.articles)}", flush=True)
    if options.rebuild:
        folder.database.rename(folder.path / "corpus.sqlite.before")
        print(f"rebuild {measure('corpus', 'check', '--rebuild', '--corpus', str(root))} (with the check after it)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
