"""A copy of a site's corpus as it was at one moment, also while a run writes to it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from newsclean.errors import CorpusChanged, CorpusError, UsageError

from .exports import write_export
from .folder import SiteFolder, sync_file, sync_folder
from .store import Store

_STEP = 2**20
_TRIES = 3  # of copying a site whose next run has just begun


def refuse_used(targets: Iterable[Path]) -> None:
    """Raises UsageError unless each folder of a site's backup is new or empty."""
    for target in targets:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(
                f"{target} is there already. A backup is never written over another: name a new folder, such as one "
                "by its date."
            )


def backup(folder: SiteFolder, target: SiteFolder) -> None:
    """Copies a site: its database as of now, and of pages and exports what that knows. Nothing is locked.

    The copy has its name when it is complete and on disk: one that a kill or a power cut has broken off is left in
    `.unfinished-…` beside it. Raises CorpusError when the corpus cannot be read or the copy cannot be written.
    """
    for _ in range(_TRIES - 1):
        with suppress(CorpusChanged):
            _backup(folder, target)
            return
    _backup(folder, target)


def _backup(folder: SiteFolder, target: SiteFolder) -> None:
    parent = target.path.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=parent, ignore_cleanup_errors=True) as place:
            copy = SiteFolder(Path(place, folder.site))
            _copy(folder, copy)
            copy.path.replace(target.path)
            sync_folder(parent)
    except OSError as error:
        raise CorpusError(f"{error.filename or parent}: the backup cannot be made: {error.strerror}") from None


def _copy(folder: SiteFolder, copy: SiteFolder) -> None:
    copy.make()
    _copy_database(folder, copy)
    with Store(copy.database) as store:
        _copy_pages(folder, copy, store)
        for run in store.runs():
            if run.exported:
                write_export(store, copy, run)
    notes = folder.path / "accepted.jsonl"
    if notes.exists():
        _copy_head(notes, copy.path / notes.name, notes.stat().st_size)
    sync_folder(copy.path)


def _copy_database(folder: SiteFolder, copy: SiteFolder) -> None:
    if not folder.database.exists():
        raise CorpusError(f"{folder.database} is missing. `newsclean corpus check --rebuild` rebuilds it.")
    with (
        Store(folder.database, readonly=True) as store,
        store.clear_errors(),
        closing(sqlite3.connect(copy.database)) as connection,
    ):
        try:
            store.connection.backup(connection)
        except sqlite3.OperationalError as error:
            if store.is_of_reading(error):
                raise
            raise CorpusError(f"{copy.database} cannot be written: {error}. Is the disk full?") from None
    sync_file(copy.database)


def _copy_pages(folder: SiteFolder, copy: SiteFolder, store: Store) -> None:
    """The files of pages up to the size that the copied database knows. One just pruned is left out."""
    for name, size in store.ask("SELECT name, size FROM files WHERE pruned IS NULL"):
        try:
            _copy_head(folder.pages / name, copy.pages / name, size)
        except FileNotFoundError:
            with Store(folder.database, readonly=True) as now:
                rows = now.ask("SELECT pruned FROM files WHERE name = ? AND pruned IS NOT NULL", name)
            for (pruned,) in rows:
                store.ask("UPDATE files SET pruned = ? WHERE name = ?", pruned, name)
    sync_folder(copy.pages)


def _copy_head(path: Path, copy: Path, size: int) -> None:
    with path.open("rb") as source:
        try:
            with copy.open("wb") as stream:
                while size > 0 and (data := source.read(min(size, _STEP))):
                    stream.write(data)
                    size -= len(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise CorpusError(f"{path} cannot be copied to {copy}: {error.strerror}") from None
