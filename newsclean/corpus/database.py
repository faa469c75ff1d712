"""SQLite, opened so that what was committed is on disk, with errors that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsclean.errors import CorpusError

from .schema import migrate


class Database:
    """An open database, brought to the form of today. May be used from any thread, one call at a time.

    Raises CorpusError when it is damaged, of a newer form or cannot be opened.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self.path = path
        with self.told():
            if readonly:
                uri = f"{path.absolute().as_uri()}?mode=ro"
                self.connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            else:
                self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        try:
            with self.told():
                if not readonly:
                    # In WAL mode FULL syncs at every commit: what was acknowledged outlives a power cut.
                    self.connection.execute("PRAGMA journal_mode = WAL")
                    self.connection.execute("PRAGMA synchronous = FULL")
                    self.connection.execute("PRAGMA foreign_keys = ON")
                migrate(self.connection, path, readonly=readonly)
        except BaseException:
            self.connection.close()
            raise

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, sql: str, *values: object) -> list[Any]:
        """The rows of a query of the package's own."""
        with self.told():
            return self.connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written within it, or nothing."""
        self.ask("BEGIN IMMEDIATE")
        try:
            yield
            self.ask("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def told(self) -> Iterator[None]:
        """SQLite's errors as a sentence that says what to do."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise CorpusError(_advice(self.path, error)) from None


def _advice(path: Path, error: sqlite3.DatabaseError) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return f"{path} is damaged: {error}. `newsclean corpus check --rebuild` makes it again."
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return f"{path} cannot be written: {error}. Is the disk full? What was committed before is safe."
    return f"{path} cannot be used: {error}"
