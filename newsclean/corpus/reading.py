"""SQLite for who may only read: nothing is written beside the database, and nobody's writing goes unnoticed.

SQLite's log (WAL) wants two files beside the database, `-wal` and `-shm`. Where they may not be made (a folder of
another user, a medium mounted read-only) SQLite reads with those that lie there, or, if told that the file does not
change (`immutable`), without: https://www.sqlite.org/wal.html#readonly
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from newsclean.errors import CorpusChanged, CorpusError


class Reading:
    """A connection to a database that is only read.

    Raises CorpusError when the files cannot be read, sqlite3.Error when SQLite cannot open them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._before: tuple[int, ...] | None = None  # of a file that must not change while it is read
        file = self._file()
        # SQLite removes the files of its log only if it may write. Where a log lies it stays as it is: for `mode=ro`.
        owns = _may_write(path) and not _beside(path, "-wal").exists()
        self.connection = _connect(file, "rw" if owns else "ro&immutable=1" if self._before else "ro")

    def _file(self) -> Path:
        """The file to open: a copy where the log of a killed run cannot be read in its place."""
        wal, shm = (_beside(self._path, ending) for ending in ("-wal", "-shm"))
        for path in (self._path, wal):
            if path.exists() and not os.access(path, os.R_OK):
                raise CorpusError(
                    f"{path} may not be read by this user. Ask its owner, or take a backup of the corpus."
                )
        if not self._path.exists() or _may_write(self._path) or (wal.exists() and _opens(shm)):
            return self._path
        if not wal.exists() or not wal.stat().st_size:
            self._before = _state(self._path)
            return self._path
        return self._copied(wal)

    def _copied(self, wal: Path) -> Path:
        try:
            self._copy = tempfile.TemporaryDirectory(prefix="newsclean-")
            before = _state(self._path), _state(wal)
            for path in (self._path, wal):
                shutil.copyfile(path, Path(self._copy.name, path.name))
        except OSError as error:
            self.close()
            raise CorpusError(
                f"{self._path} cannot be copied to TMPDIR to read it, as a run that was killed has left a log beside "
                f"it: {error.strerror}. Make room there. The next run, or a user who may write, puts it in order."
            ) from None
        if before != (_state(self._path), _state(wal)):
            self.close()
            raise CorpusChanged(_changed(self._path))
        return Path(self._copy.name, self._path.name)

    def verify(self) -> None:
        """Raises CorpusChanged when a run has written to a file that was read as if it did not change."""
        if self._before is not None and self._before != _state(self._path):
            raise CorpusChanged(_changed(self._path)) from None

    def close(self) -> None:
        """Removes the copy, if there is one."""
        if self._copy:
            self._copy.cleanup()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _opens(path: Path) -> bool:
    return path.exists() and os.access(path, os.R_OK)


def _may_write(path: Path) -> bool:
    """Whether SQLite may make the files of its log. In a folder of many, a log of another user stops the next run."""
    return all(os.access(place, os.W_OK) for place in (path, path.parent))


def _state(path: Path) -> tuple[int, ...]:
    try:
        known = path.stat()
    except FileNotFoundError:  # a rebuild is about to replace it
        return ()
    return known.st_ino, known.st_size, known.st_mtime_ns


def _changed(path: Path) -> str:
    return f"{path} was written to while it was read: a run has begun. Read it again; during a run that works."
