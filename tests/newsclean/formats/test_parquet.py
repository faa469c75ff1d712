"""The columns of Parquet are the same in all files, lose nothing, and are read alike by those who read tables.

Readers that are not installed are skipped: pip install pandas polars duckdb datasets.
"""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from newsclean import Article
from newsclean.formats.parquet import Writer
from tests.newsclean.formats.test_formats import ARTICLE, COLUMNS, WIB, written, written_as

PLAIN = Article(
    url="https://news.example/read/2",
    site="news.example",
    title="Nothing else is known",
    body="One.",
    fetched_at=ARTICLE.fetched_at,
    id="1" * 32,
    content_hash="1" * 64,
    extractor="newsclean/0.1.0",
)
NAIVE = ARTICLE.model_copy(
    update={"date": dt.datetime(2022, 1, 27, 20, 57, 1, 5), "modified": ARTICLE.date, "complete": True, "revision": 2}
)
ROWS: dict[str, list[object]] = {
    "title": [ARTICLE.title, PLAIN.title, NAIVE.title],
    "date": [dt.date(2022, 1, 27), None, dt.date(2022, 1, 27)],
    "published_at": [dt.datetime(2022, 1, 27, 13, 57, tzinfo=dt.UTC), None, None],
    "published_local": [dt.datetime(2022, 1, 27, 20, 57), None, dt.datetime(2022, 1, 27, 20, 57, 1, 5)],
    "published_offset": [420, None, None],
    "authors": [["Nadia Larasati", "sya"], [], ["Nadia Larasati", "sya"]],
    "lead": [None, None, None],
    "modified": [dt.date(2022, 1, 28), None, dt.date(2022, 1, 27)],
    "modified_at": [None, None, dt.datetime(2022, 1, 27, 13, 57, tzinfo=dt.UTC)],
    "modified_local": [None, None, dt.datetime(2022, 1, 27, 20, 57)],
    "modified_offset": [None, None, 420],
    "complete": [None, None, True],
    "certainty": [0.83, None, 0.83],
    "fetched_at": [ARTICLE.fetched_at] * 3,
    "revision": [1, 1, 2],
}
TYPES = {
    "title": "string",
    "date": "date32[day]",
    "published_at": "timestamp[us, tz=UTC]",
    "published_local": "timestamp[us]",
    "published_offset": "int16",
    "lead": "string",
    "authors": "list<element: string>",
    "modified": "date32[day]",
    "modified_at": "timestamp[us, tz=UTC]",
    "modified_local": "timestamp[us]",
    "modified_offset": "int16",
    "complete": "bool",
    "certainty": "double",
    "fetched_at": "timestamp[us, tz=UTC]",
    "revision": "int64",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "articles.parquet"
    path.write_bytes(written("parquet", ARTICLE, PLAIN, NAIVE))
    return path


def test_the_columns_are_typed_and_the_same_whatever_is_unknown(file: Path) -> None:
    schema = pq.read_schema(file)
    assert {name: str(schema.field(name).type) for name in TYPES} == TYPES
    assert [name for name in schema.names if name in TYPES] == list(TYPES)
    assert COLUMNS.keys() <= {*schema.names}
    for articles in [(), (PLAIN,), (NAIVE,)]:
        assert pq.read_schema(io.BytesIO(written("parquet", *articles))).equals(schema)


def test_a_record_that_was_read_from_json_is_the_same_row(file: Path) -> None:
    records = [article.model_dump(mode="json") for article in (ARTICLE, PLAIN, NAIVE)]
    again = pq.read_table(io.BytesIO(written_as("parquet", COLUMNS, *records)))
    assert again.equals(pq.read_table(file))


def test_columns_can_be_chosen_and_renamed_and_others_are_text() -> None:
    columns = {"when": "date", "duplicate_of": None, "n": "revision"}
    record = {"when": ARTICLE.date, "duplicate_of": "0" * 32, "n": 3}
    table = pq.read_table(io.BytesIO(written_as("parquet", columns, record)))
    assert table.column_names == ["when", "published_at", "published_local", "published_offset", "duplicate_of", "n"]
    assert [str(table.schema.field(name).type) for name in columns] == ["date32[day]", "string", "int64"]


@pytest.mark.parametrize(
    ("field", "value"), [("date", "3 May"), ("revision", "two"), ("complete", "no"), ("certainty", "high")]
)
def test_a_value_of_another_type_is_refused_and_leaves_the_other_rows(field: str, value: str) -> None:
    stream = io.BytesIO()
    writer = Writer(stream, COLUMNS)
    writer.write(ARTICLE.model_dump())
    with pytest.raises((TypeError, ValueError)):
        writer.write(ARTICLE.model_dump() | {field: value})
    writer.close()
    assert pq.read_table(stream).num_rows == 1


def by_pyarrow(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return rows


def by_pandas(file: Path) -> list[dict[str, Any]]:
    pandas = pytest.importorskip("pandas")
    rows = pandas.read_parquet(file).to_dict("records")
    return [{name: _from_pandas(pandas, value) for name, value in row.items()} for row in rows]


def _from_pandas(pandas: Any, value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    return None if pandas.isna(value) else value


def by_polars(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pytest.importorskip("polars").read_parquet(file).to_dicts()
    return rows


def by_duckdb(file: Path) -> list[dict[str, Any]]:
    found = pytest.importorskip("duckdb").sql(f"SELECT * FROM '{file}'")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def _datasets() -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"  # before it is imported
    return pytest.importorskip("datasets")


def by_datasets(file: Path) -> list[dict[str, Any]]:
    datasets = _datasets()
    table = datasets.load_dataset("parquet", data_files=str(file), split="train", cache_dir=str(file.parent / "cache"))
    return list(table)


@pytest.mark.parametrize("read", [by_pyarrow, by_pandas, by_polars, by_duckdb, by_datasets])
def test_readers_of_tables_agree(read: Callable[[Path], list[dict[str, Any]]], file: Path) -> None:
    rows = read(file)
    for name, values in ROWS.items():
        assert [row[name] for row in rows] == values, name
    assert [row["published_at"].astimezone(WIB).isoformat() for row in rows[:1]] == ["2022-01-27T20:57:00+07:00"]
