"""Other programs read the database of a site: sqlite3, and datasette where it is installed. Covers schema."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsclean import Article
from newsclean.corpus import SiteFolder
from newsclean.corpus.schema import MIGRATIONS
from newsclean.corpus.store import Store
from tests.crawls import PATIENCE
from tests.newsclean.corpus.stories import NOW, night, story

LATER = NOW + dt.timedelta(days=1)
TABLES = ("articles", "rejects", "pages", "urls")
DATASETTE = shutil.which("datasette")


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    """Two articles, of which the first has a later text."""
    folder = SiteFolder(tmp_path / "harbour")
    night(folder, story(1), story(2))
    night(folder, story(1, "The mayor has since said that the fare will stay as it is.", at=LATER), at=LATER)
    return folder


@pytest.fixture
def database(folder: SiteFolder) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder.database)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_the_view_has_each_article_in_its_latest_text(database: sqlite3.Connection) -> None:
    rows = [dict(row) for row in database.execute("SELECT * FROM records ORDER BY url")]
    assert [row["revision"] for row in rows] == [2, 1]
    lines = {
        line["id"]: line for (text,) in database.execute("SELECT line FROM articles") if (line := json.loads(text))
    }
    for row in rows:
        for field in Article.model_fields.keys() - {"schema_version"}:
            known = lines[row["id"]][field]
            assert row[field] == (json.dumps(known) if isinstance(known, list) else known), field


def test_references_name_their_columns_also_in_a_database_of_an_older_form(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1")
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for key in connection.execute(f"PRAGMA foreign_key_list({table})"):
                assert key[4] is not None, f"{table}.{key[3]}"  # the column of the other table
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.slow
@pytest.mark.skipif(DATASETTE is None, reason="datasette is not installed")
@pytest.mark.parametrize("table", [*TABLES, "runs", "records"])
def test_datasette_shows_every_table(table: str, folder: SiteFolder) -> None:
    assert DATASETTE
    command = [DATASETTE, str(folder.database), "--get", f"/corpus/{table}.json?_shape=array&_labels=on"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr  # anything but 200 is an error
    assert table == "rejects" or json.loads(done.stdout)
