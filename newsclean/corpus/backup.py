"""A copy of a site's corpus as it was at one moment, also while a run writes to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from newsclean.errors import CorpusError, UsageError

from .exports import write_export
from .folder import SiteFolder, sync_file, sync_folder
from .store import Store

_STEP = 2**20


def refuse_used(target: Path) -> None:
    """Raises UsageError unless the folder of a backup is new or empty."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is not an empty folder. A backup is written to a new one, such as one by its date.")


def backup(folder: SiteFolder, target: SiteFolder) -> None:
    """Copies a site: its database as of now, and of pages and exports what that knows. Nothing is locked.

    The copy is complete, or not there. Raises CorpusError when the corpus cannot be read or the copy cannot be written.
    """
    try:
        target.make()
        _copy_database(folder, target)
        with Store(target.database) as store:
            _copy_pages(folder, target, store)
            for run in store.runs():
                if run.exported:
                    write_export(store, target, run)
        if (notes := folder.path / "accepted.jsonl").exists():
            shutil.copyfile(notes, target.path / notes.name)
        sync_folder(target.path)
    except OSError as error:
        shutil.rmtree(target.path, ignore_errors=True)
        raise CorpusError(f"{error.filename or target.path}: the backup cannot be made: {error.strerror}") from None
    except BaseException:
        shutil.rmtree(target.path, ignore_errors=True)
        raise


def _copy_database(folder: SiteFolder, target: SiteFolder) -> None:
    if not folder.database.exists():
        raise CorpusError(f"{folder.database} is missing. `newsclean corpus check --rebuild` rebuilds it.")
    with (
        Store(folder.database, readonly=True) as store,
        store.clear_errors(),
        closing(sqlite3.connect(target.database)) as copy,
    ):
        store.connection.backup(copy)
    sync_file(target.database)


def _copy_pages(folder: SiteFolder, target: SiteFolder, store: Store) -> None:
    """The files of pages up to the size that the copied database knows. One just pruned is left out."""
    for name, size in store.ask("SELECT name, size FROM files WHERE pruned IS NULL"):
        try:
            _copy_head(folder.pages / name, target.pages / name, size)
        except FileNotFoundError:
            with Store(folder.database, readonly=True) as now:
                rows = now.ask("SELECT pruned FROM files WHERE name = ? AND pruned IS NOT NULL", name)
            for (pruned,) in rows:
                store.ask("UPDATE files SET pruned = ? WHERE name = ?", pruned, name)
    sync_folder(target.pages)


def _copy_head(path: Path, copy: Path, size: int) -> None:
    with path.open("rb") as source, copy.open("wb") as stream:
        while size > 0 and (data := source.read(min(size, _STEP))):
            stream.write(data)
            size -= len(data)
        stream.flush()
        os.fsync(stream.fileno())
