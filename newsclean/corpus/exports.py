"""Exports: the records that each run added as JSON Lines, with a manifest, both made from the database alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from newsclean.errors import CorpusError
from newsclean.formats.replacing import replacing

from .folder import SiteFolder, sync_folder
from .outcomes import Ending, Run
from .store import Store


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description beside an export. Times are ISO 8601 in UTC; `ended` is None for a run that was killed."""

    run: str
    started: str
    ended: str | None
    count: int
    sha256: str


def manifest_path(export: Path) -> Path:
    """`exports/NAME.jsonl` has its manifest in `exports/NAME.manifest.json`."""
    return export.with_name(f"{export.stem}.manifest.json")


def read_manifest(export: Path) -> Manifest:
    """Raises ValueError saying what is wrong with the manifest of an export."""
    path = manifest_path(export)
    try:
        return Manifest(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        raise ValueError(f"there is no {path.name}") from None
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from None


def run_of_export(store: Store, path: Path) -> Run:
    """The run of an export, begun and ended as its manifest says where the database has lost it.

    Raises ValueError where there is no manifest.
    """
    manifest = read_manifest(path)
    started = dt.datetime.fromisoformat(manifest.started)
    run = store.run_named(path.stem) or store.begin_run(started, path.stem)
    if manifest.ended and not run.ended:
        ending = Ending("unknown", 0, "The database had lost this run; it is known from its export.")
        store.end_run(run, dt.datetime.fromisoformat(manifest.ended), ending)
    return run


def write_pending(store: Store, folder: SiteFolder, *, but: Run | None = None) -> list[Path]:
    """Writes the exports of all runs that have none yet: those that were killed, and one that has just ended.

    A run that added nothing gets no file. `but` is a run that is still going on.
    """
    written = []
    for run in reversed(store.runs()):
        if not run.exported and (but is None or run.number != but.number):
            if path := write_export(store, folder, run):
                written.append(path)
            store.mark_exported(run)
    return written


def write_export(store: Store, folder: SiteFolder, run: Run) -> Path | None:
    """Makes the files of a run, the same bytes each time; None where the run added nothing.

    The manifest is written first: no export is ever without one. Raises CorpusError when they cannot be written.
    """
    path = folder.exports / f"{run.name}.jsonl"
    manifest = manifest_of(store, run)
    if not manifest.count:
        return None
    with _written(folder, manifest_path(path)) as stream:
        stream.write(json.dumps(asdict(manifest), indent=2).encode() + b"\n")
    with _written(folder, path) as stream:
        stream.writelines(store.lines(run))
    return path


def manifest_of(store: Store, run: Run) -> Manifest:
    """The manifest of a run, from the database."""
    count, digest = 0, hashlib.sha256()
    for line in store.lines(run):
        digest.update(line)
        count += 1
    ended = run.ended.isoformat() if run.ended else None
    return Manifest(run.name, run.started.isoformat(), ended, count, digest.hexdigest())


@contextmanager
def _written(folder: SiteFolder, path: Path) -> Iterator[IO[bytes]]:
    try:
        with replacing(path) as stream:
            yield stream
        sync_folder(folder.exports)
    except OSError as error:
        raise CorpusError(
            f"{path} cannot be written: {error.strerror}. Its records are safe in the database; the next run writes it."
        ) from None
