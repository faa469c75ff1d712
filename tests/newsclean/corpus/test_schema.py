"""The database schema: an older one is migrated, a newer one is left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsclean.corpus.schema import MIGRATIONS, VERSION
from newsclean.corpus.store import Store
from newsclean.errors import CorpusError
from tests.newsclean.corpus.stories import NOW


def forms(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT sql FROM sqlite_schema ORDER BY name")]


@pytest.mark.parametrize("version", range(VERSION + 1))
def test_a_database_of_every_form_is_brought_to_the_present_one(version: int, tmp_path: Path) -> None:
    path, fresh = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("".join(MIGRATIONS[:version]) + f"PRAGMA user_version = {version}")
    with Store(path) as store:
        store.begin_run(NOW)
    Store(fresh).close()
    assert forms(path) == forms(fresh)


def test_a_database_of_a_newer_newsclean_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(CorpusError, match=r"a newer one has written it\. Update newsclean"):
        Store(path)


def test_a_file_that_is_not_a_database_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    path.write_bytes(b"not a database, whatever its name says " * 100)
    with pytest.raises(CorpusError, match=r"corpus\.sqlite is damaged: .*--rebuild"):
        Store(path)
