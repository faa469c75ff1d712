"""Full-text search in the records of a site, by an index beside its database.

The index is brought up to date when somebody searches: a nightly run pays nothing for it, and losing it loses nothing.
It holds no text, only where words are (https://www.sqlite.org/fts5.html#contentless_tables).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsclean.errors import CorpusError

from .folder import SiteFolder
from .query import TABLE, Query, folded
from .status import reading
from .store import Store

_FORM = 1  # of the index; one of another form is made anew
_BATCH = 1000  # records in a transaction: what is done stays done when the search is broken off
_TABLES = f"""
    BEGIN IMMEDIATE;
    {TABLE.format(options=", content=''")};
    CREATE TABLE IF NOT EXISTS taken (number INTEGER NOT NULL, id TEXT, revision INTEGER);   -- the last record in it
    INSERT INTO taken SELECT 0, NULL, NULL WHERE NOT EXISTS (SELECT 1 FROM taken);
    PRAGMA user_version = {_FORM};
    COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A record, and the passage in which the words are. `date` is as in the record, `day` that, else of fetching."""

    site: str
    date: str | None
    day: str
    title: str
    url: str
    snippet: str


def search(folder: SiteFolder, query: Query, first: int) -> list[Found]:
    """The articles that fit, in their latest texts: the `first` ones, those that came last before the others.

    Raises CorpusError when the database cannot be read or the index cannot be used.
    """
    with reading(folder) as store, _index(folder, store) as index:
        sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC"
        found: list[Found] = []
        for (number,) in index.execute(sql, (query.expression,)):
            found += _latest(folder.site, store, number, query)
            if len(found) == first:
                break
        return found


def _latest(site: str, store: Store, number: int, query: Query) -> Iterator[Found]:
    """The record of that number, unless there is a later text of it."""
    sql = (
        "SELECT day, line FROM articles AS known WHERE number = ? AND NOT EXISTS "
        "(SELECT 1 FROM articles AS later WHERE later.id = known.id AND later.revision > known.revision)"
    )
    for day, line in store.ask(sql, number):
        record = json.loads(line)
        yield Found(site, record["date"], day, record["title"], record["url"], query.snippet(record["body"]))


@contextmanager
def _index(folder: SiteFolder, store: Store) -> Iterator[sqlite3.Connection]:
    """The index with all records in it; a copy for who may not write to the one beside the database."""
    with ExitStack() as stack:
        path = folder.search
        if not _may_write(path):
            path = _copy(path, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsclean-"))))
        try:
            yield stack.enter_context(closing(_updated(path, store)))
        except sqlite3.Error as error:
            raise CorpusError(
                f"{path} cannot be used: {error}. Is the disk full? If not, remove it: the next search makes it again."
            ) from None


def _may_write(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _copy(path: Path, place: Path) -> Path:
    copy = place / path.name
    if path.exists() and os.access(path, os.R_OK):
        shutil.copyfile(path, copy)
    return copy


def _updated(path: Path, store: Store) -> sqlite3.Connection:
    """The index, with what is new taken in; made anew where it is damaged, of another form, or of another database."""
    if not _is_of(path, store):
        path.unlink()
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        connection.executescript(_TABLES)
        while _take(connection, store):
            pass
    except BaseException:
        connection.close()
        raise
    return connection


def _is_of(path: Path, store: Store) -> bool:
    """Whether the last record in the index is that of the database: after a rebuild of that it may be another."""
    if not path.exists():
        return True
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        try:
            if (form := connection.execute("PRAGMA user_version").fetchone()[0]) != _FORM:
                return bool(form == 0)  # another search is about to make it
            number, *record = connection.execute("SELECT number, id, revision FROM taken").fetchone()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            return False
    return not number or store.ask("SELECT id, revision FROM articles WHERE number = ?", number) == [tuple(record)]


def _take(connection: sqlite3.Connection, store: Store) -> int:
    """Takes in the next records; gives how many there were."""
    connection.execute("BEGIN IMMEDIATE")
    (known,) = connection.execute("SELECT number FROM taken").fetchone()
    sql = "SELECT number, id, revision, line FROM articles WHERE number > ? ORDER BY number LIMIT ?"
    rows: list[Any] = store.ask(sql, known, _BATCH)
    for number, _, _, line in rows:
        record = json.loads(line)
        texts = number, folded(record["title"]), folded(record["body"])
        connection.execute("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", texts)
    if rows:
        connection.execute("UPDATE taken SET number = ?, id = ?, revision = ?", rows[-1][:3])
    connection.execute("COMMIT")
    return len(rows)
