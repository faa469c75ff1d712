"""Crawls killed with -9 at random moments and started again until all is done: is anything lost, or there twice?

    python -m benchmarks.durability --kills 500
    python -m benchmarks.durability --kills 100 --power-cut

A news site of several hundred articles on this machine is crawled as a user does it, `scrapy crawl`. Each crawl is
killed after a random number of pages, or while it starts. When all articles are in the corpus, that is checked and the
next round begins with an empty one. With `--power-cut` the bytes that were not yet brought to disk are cut off, zeroed
or garbled after each kill, as they may be after a power cut: behind the last commit of SQLite's log, behind the last
page of the archive that the database knows of, and in temporary files.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from newsclean.corpus import SiteFolder
from newsclean.corpus.check import check

from .manyarticles import QUICK, ManyArticles, crawl_command

ROOT = Path(__file__).parent.parent
ARTICLES = 500
AT_START = 0.15  # of the kills come before the first page: into the recovery from the kill before


@dataclass
class Tally:
    """What came of all rounds. All but the first three must stay at 0."""

    rounds: int = 0
    kills: int = 0
    articles: int = 0
    lost: int = 0
    duplicate: int = 0
    torn: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.duplicate or self.torn or self.problems)


def round_of(
    folder: Path,
    articles: int,
    kills: int,
    chance: random.Random,
    tally: Tally,
    *,
    power_cut: bool,
    settings: Mapping[str, str] | None = None,
) -> None:
    """One corpus in an empty folder, killed until `kills` or the end of its work, then finished and checked.

    `settings` are added to those of the crawl.
    """
    with ManyArticles(articles) as site:
        corpus = SiteFolder(folder / "corpus" / "127.0.0.1")
        while kills and _known(corpus) < articles:
            at_most = max(2, articles // 12)
            site.serve_only(2 * at_most)  # so that no crawl is done before it is killed, on however slow a machine
            crawl = _start(folder, site, settings or {})
            if chance.random() < AT_START:
                time.sleep(chance.uniform(0.0, 1.5))
            else:
                site.wait_for(chance.randint(1, at_most), crawl)
                time.sleep(chance.uniform(0.0, 0.2))
            crawl.kill()
            if crawl.wait() == -signal.SIGKILL:
                kills -= 1
                tally.kills += 1
            elif crawl.returncode:
                tally.problems.append(f"exit status {crawl.returncode} before it was killed")
                break
            site.serve_only(None)
            if power_cut:
                damage(corpus, chance)
        site.serve_only(None)
        for _ in range(2):  # the second run finds nothing to do
            crawl = _start(folder, site, settings or {})
            log = crawl.communicate(timeout=600)[1]
            if crawl.returncode != 0:
                tally.problems.append(f"exit status {crawl.returncode}: {log.splitlines()[-3:]}")
    tally.rounds += 1
    tally.articles += articles
    _judge(corpus, articles, tally)


def _start(folder: Path, site: ManyArticles, given: Mapping[str, str]) -> subprocess.Popen[str]:
    command = crawl_command(site.place, {**QUICK, "NEWSCLEAN_CORPUS": str(folder / "corpus"), **given})
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _known(corpus: SiteFolder) -> int:
    with _reading(corpus) as database:
        return int(database.execute("SELECT count(*) FROM articles").fetchone()[0]) if database else 0
    return 0


@contextmanager
def _reading(corpus: SiteFolder) -> Iterator[sqlite3.Connection | None]:
    """The database without changing it, as a killed run left it; None where there is none yet."""
    with tempfile.TemporaryDirectory() as place:  # reading would fold the log into the database itself
        if not corpus.database.exists():
            yield None
            return
        for path in corpus.path.glob("corpus.sqlite*"):
            shutil.copy(path, place)
        database = sqlite3.connect(Path(place) / corpus.database.name)
        try:
            database.execute("SELECT count(*) FROM articles")
        except sqlite3.OperationalError:  # killed before its tables were made
            yield None
        else:
            yield database
        finally:
            database.close()


def _judge(corpus: SiteFolder, articles: int, tally: Tally) -> None:
    """Each article once in the database and once in the exports, and nothing amiss."""
    with _reading(corpus) as database:
        rows = database.execute("SELECT line FROM articles") if database else ()
        kept = Counter(json.loads(row[0])["url"] for row in rows)
    exported: Counter[str] = Counter()
    for path in corpus.export_files():
        for line in path.read_bytes().split(b"\n")[:-1]:
            try:
                exported[json.loads(line)["url"]] += 1
            except ValueError:
                tally.torn += 1
        tally.torn += not path.read_bytes().endswith(b"\n")
    for found in (kept, exported):
        tally.lost += articles - len(found)
        tally.duplicate += sum(found.values()) - len(found)
    tally.problems += [str(problem) for problem in check(corpus)]


def damage(corpus: SiteFolder, chance: random.Random) -> None:
    """Harms what no sync has yet brought to disk, each file in one of three ways."""
    log = corpus.path / "corpus.sqlite-wal"
    if log.exists():
        _harm(log, _end_of_commits(log), chance)
    with _reading(corpus) as database:
        known = dict(database.execute("SELECT name, size FROM files").fetchall()) if database else {}
    for path in corpus.archives():
        _harm(path, known.get(path.name, 0), chance)
    for path in corpus.exports.glob(".*.part"):
        _harm(path, 0, chance)


def _harm(path: Path, safe: int, chance: random.Random) -> None:
    size = path.stat().st_size
    start = chance.randint(safe, max(size, safe))
    way = chance.choice(("cut", "zero", "garble"))
    with path.open("r+b") as stream:
        stream.truncate(start)
        stream.seek(start)
        # A file may have got its new length and not its new bytes.
        length = max(size - start, chance.choice((0, 0, 1000)))
        if way == "zero":
            stream.write(bytes(length))
        elif way == "garble":
            stream.write(chance.randbytes(length))


def _end_of_commits(log: Path) -> int:
    """Where the last committed frame of SQLite's log ends (https://www.sqlite.org/fileformat.html#walformat)."""
    data = log.read_bytes()
    if len(data) < 32:
        return len(data)
    page = int.from_bytes(data[8:12], "big")
    salts, end = data[16:24], 32
    for start in range(32, len(data) - page - 23, page + 24):
        if data[start + 8 : start + 16] != salts:  # of an earlier log that this one is written over
            break
        if int.from_bytes(data[start + 4 : start + 8], "big"):
            end = start + 24 + page
    return end


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=30, help="how many crawls are killed in all (%(default)s)")
    parser.add_argument("--articles", type=int, default=ARTICLES, help="of the site (%(default)s)")
    parser.add_argument("--power-cut", action="store_true", help="harm what was not yet synced, too")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, tally = random.Random(given.seed), Tally()
    began = time.monotonic()
    while tally.kills < given.kills:
        with tempfile.TemporaryDirectory() as place:
            left = given.kills - tally.kills
            round_of(Path(place), given.articles, left, chance, tally, power_cut=given.power_cut)
        with suppress(BrokenPipeError):
            print(f"round {tally.rounds}: {tally.kills} kills, {time.monotonic() - began:.0f} s", file=sys.stderr)
    print("| mode | rounds | kills | articles | lost | duplicate | torn lines | problems found by check |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    mode = "kill -9, unsynced bytes harmed" if given.power_cut else "kill -9"
    numbers = (tally.rounds, tally.kills, tally.articles, tally.lost, tally.duplicate, tally.torn, len(tally.problems))
    print(f"| {mode} | " + " | ".join(f"{number:,}" for number in numbers) + " |")
    for problem in tally.problems:
        print(problem)
    return 0 if tally.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
