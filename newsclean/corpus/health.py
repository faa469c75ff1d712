"""What is recognised when a run begins, at one cost for every size: harm since the last run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from newsclean.errors import CorpusError, InputError, RecordBroken
from newsclean.models import Article
from newsclean.page.urls import record_id

from .archive import RUN, archived
from .check import why_export_is_wrong
from .exports import read_manifest, run_of_export
from .folder import SiteFolder
from .outcomes import Outcome, Position, Run
from .store import Store
from .stored import article_in, articles
from .warc import Damage, read_warc

_LATEST = 3  # runs that a lost log of SQLite may have cut in two


def refuse_lost_database(folder: SiteFolder) -> None:
    """Raises CorpusError where exports or pages lie without their database: a new one would fetch all again."""
    if not is_begun(folder.database) and (folder.export_files() or folder.archives()):
        state = "is empty" if folder.database.exists() else "is missing"
        raise CorpusError(
            f"{folder.database} {state}, but there are exports or pages of earlier runs. "
            "`newsclean corpus check --rebuild` makes it again from them."
        )


def is_begun(database: Path) -> bool:
    """Whether the file holds more than nothing. One that cannot be read does: opening it says what is wrong."""
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error:
        return True


def short_archives(folder: SiteFolder, sizes: dict[str, int]) -> list[Path]:
    """The files of pages that are shorter than the database says: cut off, or copied while a run wrote them."""
    return [path for path in folder.archives() if path.stat().st_size < sizes.get(path.name, 0)]


def take_back(store: Store, folder: SiteFolder, *, all_runs: bool = False) -> Iterator[str]:
    """Takes into the database what exports hold and it does not, as after the loss of SQLite's log (`-wal`).

    Yields a sentence for each such export. Only the latest runs are compared, or `all_runs`. The addresses of the
    archived pages of these runs become seen, so that nothing is fetched or exported twice.
    """
    taken: set[str] = set()
    for path in [*_ahead(store, folder, all_runs=all_runs)]:
        if what := _why_not(store, path):
            yield f"{path}: the database has other records of this run, and the file is left as it is: {what}"
            continue
        number = _take(store, path)
        taken.add(path.stem)
        yield f"{path}: the database had lost records of this run; {number} were taken back from the export"
    if taken:
        _take_pages(store, folder, taken)


def _ahead(store: Store, folder: SiteFolder, *, all_runs: bool) -> Iterator[Path]:
    """The exports that the database does not know, or knows with fewer records."""
    names = {name for (name,) in store.ask("SELECT name FROM runs")}
    yield from (path for path in folder.export_files() if path.stem not in names)
    runs = store.runs()
    for run in runs if all_runs else chain(runs[:_LATEST], (run for run in runs[_LATEST:] if not run.exported)):
        path = folder.exports / f"{run.name}.jsonl"
        if path.exists() and _is_behind(store, run, path):
            yield path


def _is_behind(store: Store, run: Run, path: Path) -> bool:
    try:
        return store.count("articles", f"run = {run.number}") < read_manifest(path).count
    except ValueError:  # it has no manifest: `check` says so
        return False


def _why_not(store: Store, path: Path) -> str | None:
    """Why an export is not taken: it was changed, or is another site's."""
    if what := why_export_is_wrong(path):
        return what
    if read_manifest(path).run != path.stem:
        return f"its manifest is of the run {read_manifest(path).run}"
    try:
        sites = {article.site for article in _articles(path)}
    except RecordBroken:
        return "it has lines that are no records"
    rows = store.ask("SELECT number FROM articles ORDER BY number DESC LIMIT 50")
    latest = articles(store, (number for (number,) in rows))
    known = {article.site for article in latest if isinstance(article, Article)}
    return f"it has records of {', '.join(sorted(sites))}" if known and not known & sites else None


def _articles(path: Path) -> Iterator[Article]:
    return (article_in(line, str(path)) for line in _lines(path))


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from stream


def _take(store: Store, path: Path) -> int:
    """The records of an export that the database does not have; gives their number."""
    run = run_of_export(store, path)
    number = 0
    with store.transaction():
        for line, article in zip(_lines(path), _articles(path), strict=True):
            if not store.ask("SELECT 1 FROM articles WHERE id = ? AND revision = ?", article.id, article.revision):
                store.insert_article(run, article, line)
                number += 1
            store.mark_seen(Outcome(article.url, article, article.fetched_at), article.id)
    store.mark_exported(run)
    return number


def _take_pages(store: Store, folder: SiteFolder, names: set[str]) -> None:
    """The pages of these runs that lie behind those that the database knows: their addresses are seen, if no more."""
    sizes = store.sizes()
    for path in folder.archives():
        try:
            for item in archived(read_warc(path, sizes.get(path.name, 0))):
                if isinstance(item, Damage):
                    break
                record, fetched = item
                run = store.run_named(record.headers.get(RUN, ""))
                if run and run.name in names:
                    position = Position(path.name, record.offset, record.end)
                    at, validators = fetched.page.fetched_at, fetched.validators
                    seen = Outcome(
                        fetched.requested, None, at, aliases=fetched.aliases, validators=validators, position=position
                    )
                    store.commit(run, [seen])
                    _link(store, seen, fetched.page.url)
        except InputError:  # it is no WARC file any more: `check` says so
            continue


def _link(store: Store, seen: Outcome, url: str) -> None:
    """Links the record of a page, which came from an export, to the page and to the address that was asked for."""
    assert seen.position is not None
    rows = store.ask(
        "SELECT number, id FROM articles WHERE page IS NULL AND id = (SELECT story FROM urls WHERE key = ?)",
        record_id(url),
    )
    found = articles(store, [number for number, _ in rows])
    for (number, story), article in zip(rows, found, strict=True):
        if isinstance(article, Article) and article.fetched_at == seen.fetched_at:
            with store.transaction():
                store.ask(
                    'UPDATE articles SET page = (SELECT number FROM pages WHERE file = ? AND "offset" = ?) '
                    "WHERE number = ?",
                    *(seen.position.file, seen.position.offset, number),
                )
                store.ask("UPDATE urls SET story = ? WHERE key = ?", story, record_id(seen.requested))
