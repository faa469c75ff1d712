"""SQLite, opened so that committed data is on disk, with errors that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsclean.errors import CorpusError

from .reading import Reading
from .schema import migrate

_READ_FAILED = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)


class Database:
    """An open database, migrated to the current schema. May be used from any thread, one call at a time.

    Raises CorpusError when it is damaged, has a newer schema or cannot be opened.
    """

    _reading: Reading | None = None

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self.path = path
        with self.clear_errors():
            if readonly:
                self._reading = Reading(path)
                self.connection = self._reading.connection
            else:
                self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        try:
            with self.clear_errors():
                if not readonly:
                    # In WAL mode FULL syncs at every commit: committed data survives a power cut.
                    self.connection.execute("PRAGMA journal_mode = WAL")
                    self.connection.execute("PRAGMA synchronous = FULL")
                    self.connection.execute("PRAGMA foreign_keys = ON")
                migrate(self.connection, path, readonly=readonly)
                if readonly:
                    self.connection.execute("PRAGMA query_only = ON")
        except BaseException:
            self._close()
            raise

    def close(self) -> None:
        """Raises CorpusChanged when what was read may be wrong, see reading.py."""
        self._close()
        if self._reading:
            self._reading.verify()

    def _close(self) -> None:
        self.connection.close()
        if self._reading:
            self._reading.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self._close()

    def ask(self, sql: str, *values: object) -> list[Any]:
        """The rows of a query that this package wrote."""
        with self.clear_errors():
            return self.connection.execute(sql, values).fetchall()

    def each(self, sql: str, *values: object) -> Iterator[Any]:
        """The same rows one by one: never all of them in memory."""
        with self.clear_errors():
            yield from self.connection.execute(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written within the block is committed, or nothing."""
        self.ask("BEGIN IMMEDIATE")
        try:
            yield
            self.ask("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction: when the block fails, what it has written is undone, and no more."""
        self.ask("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO part")
            raise
        self.ask("RELEASE part")

    @staticmethod
    def is_of_reading(error: sqlite3.Error) -> bool:
        """Whether a disk could not be read, rather than written."""
        return getattr(error, "sqlite_errorcode", 0) in _READ_FAILED

    @contextmanager
    def clear_errors(self) -> Iterator[None]:
        """Turns SQLite's errors into CorpusErrors that say what to do."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if self._reading:
                self._reading.verify()  # it is not damaged if a run has written to it meanwhile
            raise CorpusError(_advice(self.path, error)) from None


def _advice(path: Path, error: sqlite3.DatabaseError) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return f"{path} is damaged: {error}. `newsclean corpus check --rebuild` rebuilds it."
    if code == sqlite3.SQLITE_IOERR and getattr(error, "sqlite_errorcode", 0) in _READ_FAILED:
        return f"{path} cannot be read: {error}. Its disk has failed, or is no longer there."
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return f"{path} cannot be written: {error}. Is the disk full? What was committed before is safe."
    return f"{path} cannot be used: {error}"
