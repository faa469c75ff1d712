"""Pruning: pages fetched long ago are removed, their records stay."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .folder import SiteFolder, sync_folder
from .health import refuse_lost_database
from .lock import locked
from .store import Store


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed: files of `pages/`, and their bytes."""

    files: tuple[str, ...]
    bytes: int


def prune(folder: SiteFolder, older_than: dt.datetime, now: dt.datetime) -> Pruned:
    """Removes the archive files whose pages were all fetched before `older_than`, and marks them in the database.

    The database is changed first: after a kill in between, the next prune removes the file. Raises CorpusInUse while a
    run holds the site.
    """
    with locked(folder.lock, "newsclean corpus prune"):
        refuse_lost_database(folder)
        with Store(folder.database) as store:
            names = store.prune_files(older_than, now)
        freed, removed = 0, []
        for path in (folder.pages / name for name in names):
            if path.exists():
                freed += path.stat().st_size
                path.unlink()
                removed.append(path.name)
        sync_folder(folder.pages)
    return Pruned(tuple(removed), freed)
