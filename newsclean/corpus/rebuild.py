"""Recovery: a missing or damaged database from exports and archive, and exports from the database."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from newsclean.errors import CorpusError
from newsclean.models import Article, Page, Reject
from newsclean.page.urls import record_id

from .archive import RUN, archived
from .check import check_database, why_export_is_wrong
from .exports import manifest_of, manifest_path, read_manifest, run_of_export, write_export
from .folder import SiteFolder, sync_file, sync_folder
from .health import take_back
from .lock import locked
from .moments import text
from .outcomes import FetchedPage, Outcome, Position, Run, StoredAs
from .schema import VERSION
from .store import Store
from .stored import article_in
from .warc import Damage, read_warc

CleanMany = Callable[[Iterable[Page | Reject]], Iterator[Article | Reject]]  # as Workers.map
BATCH = 200  # pages
BATCH_BYTES = 2**25  # of pages that are to be cleaned: over this, a batch is not waited for
# Which records are known and when their pages were fetched, while the database is made: the columns do not say it.
_KNOWN = (
    "CREATE TABLE known (story TEXT NOT NULL, fetched TEXT NOT NULL, number INTEGER NOT NULL)",
    "CREATE INDEX known_story ON known (story, fetched)",
)
_STORY = "(SELECT story FROM urls WHERE key = ?)"


@dataclass(slots=True)
class RebuildReport:
    """What a rebuild did, and what it could not recover, in sentences."""

    done: list[str] = field(default_factory=list)  # what the next crawl makes up for is here, too
    lost: list[str] = field(default_factory=list)


def rebuild(folder: SiteFolder, clean: CleanMany, now: dt.datetime) -> RebuildReport:
    """Rebuilds what is broken: the database, if it is missing or damaged, and exports that are missing or changed.

    Replaced files stay, under a name with the time. Pages without a record in an export are cleaned again with `clean`.
    Raises CorpusInUse while a run holds the site.
    """
    report = RebuildReport()
    folder.make()
    with locked(folder.lock, "newsclean corpus check --rebuild"):
        mark = f"{now.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}"
        if not is_sound(folder.database):
            part = folder.database.with_name(".corpus.sqlite.rebuilding")
            _remove(part)
            with Store(part) as store:
                store.ask("PRAGMA synchronous = OFF")  # a rebuild that is killed starts over
                store.ask("PRAGMA cache_size = -65536")  # 64 MiB: keys come in no order
                for statement in _KNOWN:
                    store.ask(statement)
                _from_exports(folder, store, report)
                _from_archive(folder, store, clean, mark, report)
                store.ask("DROP TABLE known")
                store.ask("PRAGMA journal_mode = DELETE")  # everything in the file that is renamed
            sync_file(part)
            _put_aside(folder.database, mark, report)
            part.replace(folder.database)
            sync_folder(folder.path)
            report.done.append("links found and not yet fetched, and revisit times: the next crawl finds them again")
        with Store(folder.database) as store:
            report.done += take_back(store, folder, all_runs=True)
            _drop_repeats(folder, store, mark, report)
            _rewrite_exports(folder, store, mark, report)
    return report


def is_sound(database: Path) -> bool:
    """Whether the database exists and is intact. Raises CorpusError for one of a newer newsclean: it is not broken."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            Store(database, readonly=True).close()  # it says so
        if version == 0:  # an empty file, or not yet a corpus
            return False
        with Store(database) as store:
            return not any(check_database(store))
    except sqlite3.Error:
        return False
    except CorpusError:
        if version > VERSION:
            raise
        return False


def _from_exports(folder: SiteFolder, store: Store, report: RebuildReport) -> None:
    """The runs and records of all exports, each line as it is."""
    for path in folder.export_files():
        wrong = why_export_is_wrong(path)
        run = _run_of(path, store)
        good, bad = 0, 0
        with store.transaction(), path.open("rb") as stream:
            for line in stream:
                try:
                    article = article_in(line, str(path))
                    store.insert_article(run, article, line.rstrip(b"\r\n") + b"\n")
                    store.mark_seen(Outcome(article.url, article, article.fetched_at), article.id)
                    _know(store, article)
                    good += 1
                except CorpusError:  # not a record, or one that an earlier export already holds
                    bad += 1
            if not wrong:
                store.ask("UPDATE runs SET exported = 1 WHERE number = ?", run.number)
        report.done.append(f"{path}: {good} records taken")
        if wrong:
            report.lost.append(f"{path}: {wrong}; {good} records were taken as they are, {bad} lines are not records")


def _know(store: Store, article: Article) -> None:
    """Notes a record that has just been inserted."""
    store.ask(
        "INSERT INTO known SELECT id, ?, number FROM articles WHERE id = ? AND revision = ?",
        *(text(article.fetched_at), article.id, article.revision),
    )


def _run_of(path: Path, store: Store) -> Run:
    try:
        return run_of_export(store, path)
    except ValueError:  # no manifest: only the name and the file's own time are left
        return store.begin_run(dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC), path.stem)


def _from_archive(folder: SiteFolder, store: Store, clean: CleanMany, mark: str, report: RebuildReport) -> None:
    """Every page's position, and the records and rejects of pages that are in no export."""
    found = {StoredAs.NEW: 0, StoredAs.REVISED: 0, StoredAs.REJECTED: 0, StoredAs.SEEN: 0, StoredAs.FAILED: 0}
    total = 0
    for batch in _batches(_pages(folder, report), store):
        total += len(batch)
        unknown = [item for item in batch if not item.is_exported]
        outcomes = dict(zip((id(item) for item in unknown), clean(item.fetched.page for item in unknown), strict=True))
        runs = [_run_of_page(store, item, isinstance(outcomes.get(id(item)), Article), mark) for item in batch]
        with store.transaction():
            for run, item in zip(runs, batch, strict=True):
                stored = store.take(run, _outcome(item, outcomes.get(id(item))))
                if id(item) in outcomes:
                    found[stored.stored_as] += 1
                elif stored.stored_as is StoredAs.SEEN:
                    _link(store, item)
                if stored.article:
                    _know(store, stored.article)
    report.done.append(
        f"{folder.pages}: {total} pages; {found[StoredAs.NEW]} records, {found[StoredAs.REVISED]} revisions and "
        f"{found[StoredAs.REJECTED]} rejects recovered by cleaning"
    )


@dataclass(frozen=True, slots=True)
class _Archived:
    """A page of the archive; one that need not be cleaned is without its HTML."""

    position: Position
    run: str | None
    fetched: FetchedPage
    is_exported: bool = False

    @property
    def size(self) -> int:
        page = self.fetched.page
        return len(page.html) + len(page.single_page or b"") + sum(map(len, page.further_pages))

    def exported(self) -> _Archived:
        page = self.fetched.page.model_copy(update={"html": b"", "single_page": None, "further_pages": ()})
        return replace(self, fetched=replace(self.fetched, page=page), is_exported=True)


def _pages(folder: SiteFolder, report: RebuildReport) -> Iterator[_Archived]:
    for path in folder.archives():
        for item in archived(read_warc(path)):
            if isinstance(item, Damage):
                report.lost.append(f"{item}; the pages in it are lost")
            else:
                record, fetched = item
                yield _Archived(Position(path.name, record.offset, record.end), record.headers.get(RUN), fetched)


def _batches(pages: Iterable[_Archived], store: Store) -> Iterator[list[_Archived]]:
    """The pages in batches that fit into memory, each compared with what is known when the one before is done."""
    batch: list[_Archived] = []
    size = 0
    for item in pages:
        batch.append(item.exported() if _is_exported(store, item) else item)
        size += batch[-1].size
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _is_exported(store: Store, item: _Archived) -> bool:
    """Whether an export has the page's record, or a record of its address while the export of its run is intact."""
    page = item.fetched.page
    key = record_id(page.url)
    if store.ask(f"SELECT 1 FROM known WHERE story = {_STORY} AND fetched = ?", key, text(page.fetched_at)):
        return True
    if not store.ask(f"SELECT 1 FROM known WHERE story = {_STORY} LIMIT 1", key):
        return False
    return bool(store.ask("SELECT 1 FROM runs WHERE name = ? AND exported", item.run or ""))


def _run_of_page(store: Store, item: _Archived, has_record: bool, mark: str) -> Run:
    """The run that fetched the page, created if no export names it: the next crawl then writes its export.

    A record that its run did not export (cleaning found none then) is added to a run of the rebuild.
    """
    name = mark if item.run is None else item.run
    run = store.run_named(name)
    if run and run.exported and has_record:
        name, run = mark, store.run_named(mark)
    return run or store.begin_run(item.fetched.page.fetched_at, name)


def _outcome(item: _Archived, result: Article | Reject | None) -> Outcome:
    fetched = item.fetched
    return Outcome(
        fetched.requested,
        result,
        fetched.page.fetched_at,
        aliases=fetched.aliases,
        validators=fetched.validators,
        position=item.position,
    )


def _link(store: Store, item: _Archived) -> None:
    """Links a record that came from an export to its archived page, and the requested address to the record."""
    page = item.fetched.page
    row = store.ask(f"SELECT story FROM known WHERE story = {_STORY} LIMIT 1", record_id(page.url))
    if not row:
        return
    (story,) = row[0]
    store.ask("UPDATE urls SET story = ? WHERE key = ?", story, record_id(item.fetched.requested))
    store.ask(
        'UPDATE articles SET page = (SELECT number FROM pages WHERE file = ? AND "offset" = ?) '
        "WHERE number IN (SELECT number FROM known WHERE story = ? AND fetched = ?)",
        *(item.position.file, item.position.offset, story, text(page.fetched_at)),
    )


def _rewrite_exports(folder: SiteFolder, store: Store, mark: str, report: RebuildReport) -> None:
    """Writes the exports that are missing or were changed, from the database."""
    for run in reversed(store.runs()):
        path = folder.exports / f"{run.name}.jsonl"
        manifest = manifest_of(store, run)
        intact = path.exists() and not why_export_is_wrong(path) and read_manifest(path) == manifest
        if intact or not manifest.count:
            continue
        for old in (path, manifest_path(path)):
            _put_aside(old, mark, report)
        write_export(store, folder, run)
        store.mark_exported(run)
        report.done.append(f"{path}: rewritten from the database, {manifest.count} records")


def _drop_repeats(folder: SiteFolder, store: Store, mark: str, report: RebuildReport) -> None:
    """Puts exports aside whose records all stand in other exports, as after a run on a database that was emptied."""
    for run in store.runs():
        path = folder.exports / f"{run.name}.jsonl"
        if path.exists() and not manifest_of(store, run).count and not why_export_is_wrong(path):
            for old in (path, manifest_path(path)):
                _put_aside(old, mark, report)


def _put_aside(path: Path, mark: str, report: RebuildReport) -> None:
    """Renames a file that is to be replaced, and for a database its side files."""
    for ending in ("", "-wal", "-shm"):
        old = path.with_name(path.name + ending)
        if old.exists():
            kept = old.with_name(f"{old.name}.{mark}.old")
            old.rename(kept)
            report.done.append(f"{old}: kept as {kept.name}")


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
