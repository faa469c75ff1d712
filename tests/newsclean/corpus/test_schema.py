"""The database schema: an older one is migrated, a newer one is left alone."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsclean.corpus.moments import text
from newsclean.corpus.schema import MIGRATIONS, VERSION
from newsclean.corpus.store import Store
from newsclean.errors import CorpusError
from newsclean.page.urls import record_id
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


def old_links(path: Path, version: int) -> None:
    """A database of that form: a link never fetched, and three that failed: twice, and given up lately or long ago."""
    now = dt.datetime.now(dt.UTC)
    links = {
        "new": ("discovered", 0, 0),
        "once": ("failed", 2, 30),
        "lately": ("failed", 3, 5),
        "old": ("failed", 3, 15),
    }
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("".join(MIGRATIONS[:version]) + f"PRAGMA user_version = {version}")
        for name, (state, tries, days) in links.items():
            address = f"https://harbour.example/{name}"
            values = (record_id(address), address, state, tries, text(now - dt.timedelta(days=days)))
            connection.execute("INSERT INTO urls (key, url, state, tries, found) VALUES (?, ?, ?, ?, ?)", values)
        connection.commit()


def held(store: Store) -> tuple[list[str], list[str]]:
    waiting, given_up = (
        [link.entry.url.rpartition("/")[2] for link in links] for links in (store.waiting(), store.given_up())
    )
    return waiting, given_up


@pytest.mark.parametrize("version", [1, 2])
def test_links_that_an_earlier_version_gave_up_lately_are_tried_again(version: int, tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    old_links(path, version)
    with Store(path) as store:
        assert held(store) == (["new", "once", "lately"], ["old"])
        assert len(store.waiting(NOW)) == 3


@pytest.mark.parametrize("version", [1, 2])
def test_who_may_only_read_sees_the_links_of_an_older_database(version: int, tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    old_links(path, version)
    with Store(path, readonly=True) as store:
        assert held(store) == (["new", "once"], ["old", "lately"])
        assert store.held_back(["https://harbour.example/once", "https://harbour.example/old"]) == (1, 1)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)


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
