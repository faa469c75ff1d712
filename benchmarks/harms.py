"""Corpora that were harmed or copied while a crawl wrote to them: is it recognised, is anything lost, or there twice?

    python -m benchmarks.harms

Each harm is done to a corpus of 60 articles whose second run was killed: an empty database, SQLite's log deleted after
the killed run was exported, copies by `cp -r` and by `newsclean corpus backup` beside a live run. Then a run goes on,
after `check --rebuild` where it refuses, with all articles once more.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsclean import Article, Page, Reject, clean
from newsclean.corpus import CorpusRun, Ending, FetchedPage, SiteFolder
from newsclean.corpus.backup import backup
from newsclean.corpus.check import check
from newsclean.corpus.rebuild import rebuild
from newsclean.errors import CorpusError

ARTICLES, BATCH, COPIES = 60, 6, 8
NOW = dt.datetime(2026, 11, 24, 2, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TEXTS = (
    "The harbour council voted on Tuesday evening to keep ferry number {n} running for three more years at half fare.",
    "The decision on ferry {n} ends a quarrel that began when the new bridge opened and the boat lost its passengers.",
    "Members of the council said that the ferry will be paid for out of the parking fees on the northern quay.",
    "A review of the timetable is due in the spring, when the contracts of the pilots have to be renewed as well.",
)
WRITER = "import sys; from benchmarks.harms import begin; begin(sys.argv[1])"


def page(number: int) -> FetchedPage:
    """The page of an article."""
    address = f"https://harbour.example/news/{number}"
    body = "".join(f"<p>{text.format(n=number)}</p>" for text in TEXTS)
    title = f"Ferry number {number} stays for three more years"
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )
    return FetchedPage(
        Page(url=address, html=html.encode(), content_type="text/html; charset=utf-8", fetched_at=NOW), address
    )


def go_on(folder: SiteFolder, upto: int, at: dt.datetime, *, end: bool = True) -> int:
    """A run that fetches what is not known of the articles; gives how much harm it told of."""
    with CorpusRun(folder, now=at) as run:
        new = [page(number) for number in range(upto) if not run.store.is_seen(page(number).requested)]
        for start in range(0, len(new), BATCH):
            run.commit([one.became(clean(one.page)) for one in new[start : start + BATCH]])
            print("batch", flush=True, file=sys.stderr)
        if end:
            run.end(Ending("good", 0, "", {}), at)
        return len(run.notes)


def begin(path: str) -> None:
    """A live run, which is killed."""
    go_on(SiteFolder(Path(path)), ARTICLES, NOW + DAY)


def cleaned(pages: Iterable[Page | Reject]) -> Iterator[Article | Reject]:
    return (one if isinstance(one, Reject) else clean(one) for one in pages)


def judged(name: str, folders: list[SiteFolder]) -> bool:
    """Goes on with each corpus and prints what came of all; whether nothing was lost or there twice."""
    lost = twice = recognised = problems = 0
    for folder in folders:
        harmed = bool([*check(folder)])
        try:
            told = go_on(folder, ARTICLES, NOW + 5 * DAY)
        except CorpusError:
            told = 1
            rebuild(folder, cleaned, NOW + 4 * DAY)
            go_on(folder, ARTICLES, NOW + 5 * DAY)
        recognised += bool(told or harmed)
        exported = Counter(
            Article.model_validate_json(line).url
            for path in folder.export_files()
            for line in path.read_bytes().splitlines()
        )
        lost += ARTICLES - len(exported)
        twice += exported.total() - len(exported)
        problems += len([*check(folder)])
    print(f"| {name} | {len(folders)} | {recognised} | {lost} | {twice} | {problems} |")
    return not lost and not twice


def copies(place: Path) -> Iterator[tuple[str, list[SiteFolder]]]:
    """Corpora by harm."""
    first = SiteFolder(place / "first" / "harbour")
    go_on(first, ARTICLES // 3, NOW)
    empty = SiteFolder(Path(shutil.copytree(first.path, place / "empty")))
    empty.database.write_bytes(b"")
    yield "database of 0 bytes", [empty]
    log = SiteFolder(Path(shutil.copytree(first.path, place / "log")))
    go_on(log, 2 * ARTICLES // 3, NOW + DAY, end=False)
    CorpusRun(log, now=NOW + 2 * DAY).close()  # writes the export of the killed run
    shutil.copy(first.database, log.database)  # what was before its log, which is gone
    yield "-wal deleted after a kill", [log]
    for name in ("cp -r beside a run", "backup beside a run"):
        done = []
        for number in range(COPIES):
            live = SiteFolder(Path(shutil.copytree(first.path, place / f"{name[:2]}{number}" / "live")))
            copy = SiteFolder(live.path.parent / "harbour")
            with subprocess.Popen([sys.executable, "-c", WRITER, str(live.path)], stderr=subprocess.PIPE) as writer:
                assert writer.stderr is not None
                for _ in range(1 + number % 4):
                    writer.stderr.readline()
                if name.startswith("cp"):
                    subprocess.run(["cp", "-r", live.path, copy.path], check=False)
                else:
                    backup(live, copy)
                writer.kill()
            done.append(copy)
        yield name, done


def main() -> int:
    print("| harm | corpora | recognised | lost | twice | problems that check still reports |")
    print("|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as place:
        bad = [name for name, folders in copies(Path(place)) if not judged(name, folders)]
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
