"""Checks of a site's corpus: every problem is reported with its file and position."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from newsclean.errors import CorpusError, InputError

from .archive import holdable, is_of_page, places
from .exports import Manifest, manifest_of, read_manifest
from .folder import SiteFolder
from .store import Store
from .warc import Damage, WarcRecord, digest, read_warc


@dataclass(frozen=True, slots=True)
class CorpusProblem:
    """What is wrong in a file of the corpus. `position` is a line, a byte or a record within it, None for the file."""

    file: Path
    position: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.file}{f', {self.position}' if self.position else ''}: {self.message}"


def check(folder: SiteFolder) -> Iterator[CorpusProblem]:
    """The problems of database, exports and archive; nothing is changed. It may run beside a crawl, prune or rebuild:
    what looks wrong only because they have changed the files meanwhile is looked at again, and not reported.
    """
    doubtful = []
    for problem in _first_look(folder):
        if problem.file.parent in (folder.pages, folder.exports):
            doubtful.append(problem)
        else:
            yield problem
    yield from _still_there(folder, doubtful)


def _first_look(folder: SiteFolder) -> Iterator[CorpusProblem]:
    exports = folder.export_files()  # listed before the database is read, because a crawl may add more
    store: Store | None = None
    with ExitStack() as stack:
        try:
            if folder.database.exists():
                store = stack.enter_context(Store(folder.database, readonly=True))
                store.ask("BEGIN")  # everything below sees one moment of it
                yield from check_database(store)
            else:
                yield CorpusProblem(folder.database, None, "the database is missing")
        except CorpusError as error:
            yield _broken(folder, error)
        try:
            yield from check_exports(folder, exports, store)
            yield from check_archive(folder, store)
        except CorpusError as error:  # damage that SQLite's own check has already reported in its words
            yield _broken(folder, error)


def _still_there(folder: SiteFolder, problems: list[CorpusProblem]) -> Iterator[CorpusProblem]:
    """Those of these problems of exports and pages that the database and the files show as they are now, too."""
    exports = folder.export_files()
    pruned: set[str] = set()
    now: set[CorpusProblem] | None = None
    if problems and folder.database.exists():
        try:
            with Store(folder.database, readonly=True) as store:
                pruned = {name for (name,) in store.ask("SELECT name FROM files WHERE pruned IS NOT NULL")}
                if any(problem.file.parent == folder.exports for problem in problems):
                    now = set(check_exports(folder, exports, store))
        except CorpusError:  # the first look has said so
            pass
    for problem in problems:
        if problem.file.parent == folder.pages:
            if problem.file.name not in pruned:
                yield problem
        elif now is None or problem in now:
            yield problem


def _broken(folder: SiteFolder, error: CorpusError) -> CorpusProblem:
    return CorpusProblem(folder.database, None, str(error).removeprefix(f"{folder.database} "))


def check_database(store: Store) -> Iterator[CorpusProblem]:
    """What SQLite itself finds: torn pages, wrong indexes, rows that point nowhere."""
    for row in store.ask("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield CorpusProblem(store.path, None, row[0])
    for table, number, parent, _ in store.ask("PRAGMA foreign_key_check"):
        yield CorpusProblem(store.path, f"{table} row {number}", f"points to a row of {parent} that is not there")


def check_exports(folder: SiteFolder, exports: list[Path], store: Store | None) -> Iterator[CorpusProblem]:
    """Exports against their manifests and, where there is a database, against what it says of the run."""
    wrong = {path: why_export_is_wrong(path) for path in exports}
    for path, what in wrong.items():
        if what:
            yield CorpusProblem(path, None, what)
    if store is None:
        return
    runs = {run.name: run for run in store.runs()}
    for path in exports:
        if path.stem not in runs:
            yield CorpusProblem(path, None, "the database has no such run")
    for run in runs.values():
        path = folder.exports / f"{run.name}.jsonl"
        manifest = manifest_of(store, run)
        if path.exists():
            what = wrong[path] if path in wrong else why_export_is_wrong(path)  # a crawl may have added it just now
            if not what and read_manifest(path) != manifest:
                yield CorpusProblem(path, None, f"the database has other records of this run: {_summary(manifest)}")
        elif run.exported and manifest.count:
            yield CorpusProblem(path, None, f"the export is missing: {_summary(manifest)}")


def why_export_is_wrong(path: Path) -> str | None:
    """What is wrong with an export by its own manifest, None if nothing is."""
    try:
        manifest = read_manifest(path)
    except ValueError as error:
        return str(error)
    try:
        return _why_changed(path, manifest)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"


def _why_changed(path: Path, manifest: Manifest) -> str | None:
    """It is read as a stream, never as a whole."""
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() == manifest.sha256:
            return None
        stream.seek(0)
        count = 0
        for number, line in enumerate(stream, start=1):
            try:
                json.loads(line)
            except (ValueError, RecursionError):
                return f"it was changed after it was written: line {number} is not JSON"
            count += line.endswith(b"\n")
    return f"it was changed after it was written: {count} lines, and the manifest says {manifest.count}"


def check_archive(folder: SiteFolder, store: Store | None) -> Iterator[CorpusProblem]:
    """Every record is read and compared with its digest; then every page that the database knows must be among them.

    Bytes after those that the database knows are ignored: a run is writing them, or was killed while it wrote them.
    """
    sizes = store.sizes() if store else {}
    pruned = {name for (name,) in store.ask("SELECT name FROM files WHERE pruned IS NOT NULL")} if store else set()
    for path in folder.archives():
        try:
            yield from _check_file(path, sizes.get(path.name, 0) if store else None, store)
        except (OSError, InputError) as error:  # the others are still looked at
            yield CorpusProblem(path, None, f"cannot be read: {getattr(error, 'strerror', None) or error}")
    for name in sorted(set(sizes) - pruned):
        if not (folder.pages / name).exists():
            count = store.count("pages", f"file = '{name}'") if store else 0
            yield CorpusProblem(folder.pages / name, None, f"the file is missing, and {count} pages with it")


def _check_file(path: Path, stop: int | None, store: Store | None) -> Iterator[CorpusProblem]:
    if stop is not None and path.stat().st_size < stop:
        yield CorpusProblem(path, None, f"{stop - path.stat().st_size} bytes are missing at its end")
    yield from _compared(path, places(_intact(path, stop)), store)


def _intact(path: Path, stop: int | None) -> Iterator[WarcRecord | Damage]:
    """The records of an archive file; one that is not what its digest says counts as damaged."""
    for record in read_warc(path, stop=stop):
        if isinstance(record, WarcRecord) and is_of_page(record):
            stated = record.headers.get("warc-payload-digest", "")
            if stated.startswith("sha1:") and stated != digest(record.payload):
                yield Damage(path, record.offset, record.end, "the page does not match its digest")
                continue
        yield record


def _compared(
    path: Path, found: Iterator[tuple[int, str | None] | Damage], store: Store | None
) -> Iterator[CorpusProblem]:
    """What is wrong in an archive file, and what the database has otherwise: both are read side by side, by offset."""
    known = _Known(path, store)
    for item in found:
        if isinstance(item, Damage):
            yield CorpusProblem(path, f"byte {item.offset}", item.message)
            continue
        offset, asked = item
        yield from known.lost_before(offset)
        url = known.at(offset)
        if url is not None and asked is not None and holdable(url) != asked:
            yield CorpusProblem(path, f"byte {offset}", f"the page at this position is of {asked}, not of {url}")
    yield from known.lost_before(None)


class _Known:
    """The pages that the database knows in an archive file, one after the other."""

    def __init__(self, path: Path, store: Store | None) -> None:
        self._path = path
        sql = 'SELECT "offset", url FROM pages WHERE file = ? ORDER BY "offset"'
        self._rows: Iterator[tuple[int, str]] = store.each(sql, path.name) if store else iter(())
        self._next = next(self._rows, None)

    def at(self, offset: int) -> str | None:
        """The address of the page at this position, which is not before any asked for so far; None if there is none."""
        if self._next is None or self._next[0] != offset:
            return None
        url = self._next[1]
        self._next = next(self._rows, None)
        return url

    def lost_before(self, offset: int | None) -> Iterator[CorpusProblem]:
        """Those before the next page that can be read (None: there is none), which therefore cannot."""
        while self._next is not None and (offset is None or self._next[0] < offset):
            lost, url = self._next
            yield CorpusProblem(self._path, f"byte {lost}", f"the page of {url} cannot be read")
            self._next = next(self._rows, None)


def _summary(manifest: Manifest) -> str:
    return f"{manifest.count} records, sha256 {manifest.sha256[:12]}"
