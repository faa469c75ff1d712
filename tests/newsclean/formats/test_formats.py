"""What a record is in each format. The files of crawls are in tests/pipelines, the columns of Parquet in test_parquet.

Covers csv_table, json_array, xml_document, values and replacing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from lxml import etree

from newsclean import Article, Reason, Reject
from newsclean.errors import UsageError
from newsclean.formats import FORMATS, Columns, Record, columns_of, format_for, format_of
from newsclean.formats.json_lines import to_line
from newsclean.formats.values import as_text

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


COLUMNS = columns_of(Article)


def written(name: str, *articles: Article, **options: Any) -> bytes:
    return written_as(name, COLUMNS, *(article.model_dump() for article in articles), **options)


def written_as(name: str, columns: Columns, *records: Record, **options: Any) -> bytes:
    stream = io.BytesIO()
    writer = FORMATS[name].writer(stream, columns, **options)
    for record in records:
        writer.write(record)
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


def test_a_json_array_has_the_lines_of_json_lines() -> None:
    lines = written("jsonl", ARTICLE, ARTICLE).splitlines()
    assert written("json", ARTICLE, ARTICLE).splitlines() == [b"[", lines[0] + b",", lines[1], b"]"]
    indented = written("json", ARTICLE, ARTICLE, indent=2)
    assert json.loads(indented) == [json.loads(line) for line in lines]
    assert b'\n  "url": "https://news.example/read/1",\n' in indented


@pytest.mark.parametrize("indent", [None, 2])
def test_xml_says_what_json_says(indent: int | None) -> None:
    root = etree.fromstring(written("xml", ARTICLE, ARTICLE, indent=indent))
    record, _ = root
    assert (root.tag, record.tag, [field.tag for field in record]) == ("items", "item", [*COLUMNS])
    for name, value in json.loads(to_line(ARTICLE)).items():
        field = record.find(name)
        if isinstance(value, list):
            assert [part.text for part in field.iter("value")] == value
        else:
            assert (field.text or "") == as_text(value)


# What items of other spiders hold, as JSON has it, and a table.
FOREIGN = {
    "price": (Decimal("0.10"), "0.10", "0.10"),
    "seen": (ARTICLE.date, "2022-01-27T20:57:00+07:00", "2022-01-27T20:57:00+07:00"),
    "at": (dt.time(8, 5), "08:05:00", "08:05:00"),
    "is_new": (True, True, "true"),
    "share": (float("nan"), None, ""),
    "many": ([1, None, "a"], [1, None, "a"], "1; ; a"),
    "nested": ({"a": [{"b": ARTICLE.modified}]}, {"a": [{"b": "2022-01-28"}]}, '{"a": [{"b": "2022-01-28"}]}'),
    "rows": ([[1], [2]], [[1], [2]], "[[1], [2]]"),
    "broken": ("\ud800\x0b,", "\ufffd\x0b,", "\ufffd\x0b,"),
    "none": (None, None, ""),
}


def test_values_that_no_record_has_are_the_same_in_all_formats() -> None:
    item = {name: value for name, (value, _, _) in FOREIGN.items()}
    columns = dict.fromkeys(item)
    as_json = {name: value for name, (_, value, _) in FOREIGN.items()}
    cells = {name: cell for name, (_, _, cell) in FOREIGN.items()}
    assert json.loads(written_as("jsonl", columns, item)) == as_json
    assert json.loads(written_as("json", columns, item)) == [as_json]
    assert list(csv.DictReader(io.StringIO(written_as("csv", columns, item).decode()))) == [cells]
    (row,) = pq.read_table(io.BytesIO(written_as("parquet", columns, item))).to_pylist()
    assert {name: value or "" for name, value in row.items()} == cells | {"many": '[1, null, "a"]'}
    (element,) = etree.fromstring(written_as("xml", columns, item))
    assert element.findtext("broken") == "\ufffd\ufffd,"
    assert element.findtext("nested/a/value/b") == "2022-01-28"
    assert [element.findtext(name) for name in ("price", "seen", "at", "is_new", "none")] == [
        cells[name] for name in ("price", "seen", "at", "is_new", "none")
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_without_records_can_be_read(name: str) -> None:
    data = written(name)
    if name == "parquet":
        assert pq.read_table(io.BytesIO(data)).num_rows == 0
    else:
        empty = {
            "jsonl": b"",
            "json": b"[]\n",
            "csv": ",".join(Article.model_fields).encode() + b"\n",
            "xml": b'<?xml version="1.0" encoding="utf-8"?>\n<items>\n</items>\n',
        }
        assert data == empty[name]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a.jsonl", "jsonl"),
        ("a.JL", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.b.csv", "csv"),
        ("gz.xml", "xml"),
        ("a.jsonl.gz", "jsonl.gz"),
        ("a.CSV.ZST", "csv.zst"),
        ("a.parquet", "parquet"),
        ("a.parquet.gz", None),
        ("a.jsonl.xlsx", None),
        ("a.txt.gz", None),
        ("a.gz", None),
        ("jsonl", None),
    ],
)
def test_a_format_is_known_by_its_ending(file: str, name: str | None) -> None:
    format_ = format_of(Path(file))
    assert (format_ and format_.name) == name
    if name is None:
        with pytest.raises(UsageError, match=r"name of a format\. Use \.jsonl, .*, each also with \.gz or \.zst"):
            format_for(Path(file))
    else:
        assert format_for(Path(file)) is format_


def test_a_name_chooses_the_format_of_a_file_whose_ending_says_none(tmp_path: Path) -> None:
    assert format_for(Path("a.txt.gz"), "csv").name == "csv.gz"
    assert format_for(Path("a.txt"), "csv").name == format_for(Path("a.csv"), "csv").name == "csv"
    with pytest.raises(UsageError, match=r"a\.jsonl would be jsonl by its ending, and csv by --format"):
        format_for(Path("a.jsonl"), "csv")
    os.mkfifo(tmp_path / "pipe")
    assert format_for(tmp_path / "pipe").name == "jsonl"
