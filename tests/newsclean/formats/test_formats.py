"""What a record is in each format: json_lines, csv_table and parquet. The files of crawls are in tests/pipelines.

Covers csv_table, parquet and replacing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from newsclean import Article, Reason, Reject
from newsclean.formats import FORMATS, format_of
from newsclean.formats.json_lines import to_line

WIB = dt.timezone(dt.timedelta(hours=7))
ARTICLE = Article(
    url="https://news.example/read/1",
    site="news.example",
    title="Kopi\u2028 “Kita” 東京",
    date=dt.datetime(2022, 1, 27, 20, 57, tzinfo=WIB),
    date_source="visible",
    body="Satu.\n\nDua.",
    authors=("Nadia Larasati", "sya"),
    modified=dt.date(2022, 1, 28),
    certainty=0.83,
    doubtful=("date",),
    fetched_at=dt.datetime(2022, 1, 28, 9, 0, tzinfo=WIB),
    id="0" * 32,
    content_hash="0" * 64,
    discovered_via="feed",
    extractor="newsclean/0.1.0",
)


def written(name: str, *articles: Article) -> bytes:
    stream = io.BytesIO()
    writer = FORMATS[name].writer(stream, list(Article.model_fields))
    for article in articles:
        writer.write(article.model_dump())
    writer.close()
    return stream.getvalue()


def test_an_article_reads_back_equal_from_its_line() -> None:
    assert Article.model_validate_json(written("jsonl", ARTICLE)) == ARTICLE


def test_every_field_is_written_in_jsons_own_types() -> None:
    record = json.loads(written("jsonl", ARTICLE))
    assert list(record) == list(Article.model_fields)
    assert record["date"] == "2022-01-27T20:57:00+07:00"
    assert record["modified"] == "2022-01-28"
    assert record["fetched_at"] == "2022-01-28T02:00:00+00:00"
    assert record["authors"] == ["Nadia Larasati", "sya"]
    assert record["tags"] == []
    assert record["lead"] is None
    assert record["body"] == "Satu.\n\nDua."


def test_a_record_is_one_line_for_every_reader() -> None:
    text = written("jsonl", ARTICLE, ARTICLE).decode("utf-8")
    assert len(text.splitlines()) == text.count("\n") == 2
    assert json.loads(text.splitlines()[0])["title"] == ARTICLE.title
    assert "東京" in text  # as it is, not escaped


def test_a_line_that_was_read_is_written_again_as_it_was() -> None:
    url = "https://news.example/\ud800\u2028?\x85"
    for record in (ARTICLE, Reject(url=url, reason=Reason.EMPTY, detail="\\ / \t", fetched_at=ARTICLE.fetched_at)):
        assert to_line(json.loads(to_line(record))) == to_line(record)


def test_csv_has_a_cell_for_every_field() -> None:
    (row,) = csv.DictReader(io.StringIO(written("csv", ARTICLE).decode("utf-8")))
    assert list(row) == list(Article.model_fields)
    assert (row["date"], row["modified"]) == ("2022-01-27T20:57:00+07:00", "2022-01-28")
    assert (row["authors"], row["tags"], row["lead"]) == ("Nadia Larasati; sya", "", "")
    assert (row["certainty"], row["doubtful"]) == ("0.83", "date")
    assert (row["title"], row["body"]) == (ARTICLE.title, ARTICLE.body)


def test_parquet_has_typed_columns() -> None:
    table = pq.read_table(io.BytesIO(written("parquet", ARTICLE, ARTICLE)))
    assert table.to_pylist() == [json.loads(to_line(ARTICLE))] * 2
    assert str(table.schema.field("revision").type) == "int64"
    assert str(table.schema.field("complete").type) == "bool"
    assert str(table.schema.field("certainty").type) == "double"
    assert str(table.schema.field("authors").type) == "list<element: string>"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_without_records_can_be_read(name: str) -> None:
    data = written(name)
    if name == "parquet":
        assert pq.read_table(io.BytesIO(data)).column_names == list(Article.model_fields)
    else:
        assert data == {"jsonl": b"", "csv": ",".join(Article.model_fields).encode() + b"\n"}[name]


@pytest.mark.parametrize(
    ("file", "name"), [("a.jsonl", "jsonl"), ("a.JL", "jsonl"), ("a.b.csv", "csv"), ("a.parquet", "parquet")]
)
def test_a_format_is_known_by_its_ending(file: str, name: str) -> None:
    assert format_of(Path(file)) is FORMATS[name]
    assert format_of(Path("a.txt")) is None
