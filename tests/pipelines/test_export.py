"""What `-O articles.jsonl` writes for an article: each field in JSON's own types, one line whatever the text."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest

from newsclean import Article
from newsclean.pipelines.export import RecordLinesExporter
from tests.crawls import crawl

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
    fetched_at=dt.datetime(2022, 1, 28, 9, 0, tzinfo=WIB),
    id="0" * 32,
    content_hash="0" * 64,
    discovered_via="feed",
    extractor="newsclean/0.1.0",
)


def lines(*articles: Article) -> bytes:
    file = io.BytesIO()
    exporter = RecordLinesExporter(file, encoding="utf-8")
    for article in articles:
        exporter.export_item(article)
    return file.getvalue()


def test_an_article_reads_back_equal() -> None:
    assert Article.model_validate_json(lines(ARTICLE)) == ARTICLE


def test_every_field_is_written_in_jsons_own_types() -> None:
    record = json.loads(lines(ARTICLE))
    assert list(record) == list(Article.model_fields)
    assert record["date"] == "2022-01-27T20:57:00+07:00"
    assert record["modified"] == "2022-01-28"
    assert record["fetched_at"] == "2022-01-28T02:00:00+00:00"
    assert record["authors"] == ["Nadia Larasati", "sya"]
    assert record["tags"] == []
    assert record["lead"] is None
    assert record["body"] == "Satu.\n\nDua."


def test_a_record_is_one_line_for_every_reader() -> None:
    text = lines(ARTICLE, ARTICLE).decode("utf-8")
    assert len(text.splitlines()) == text.count("\n") == 2
    assert json.loads(text.splitlines()[0])["title"] == ARTICLE.title


def test_text_is_written_as_it_is_and_not_escaped() -> None:
    assert "東京" in lines(ARTICLE).decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_told_once_and_ends_the_run_with_status_1(tmp_path: Path) -> None:
    found = crawl(tmp_path, "demo", "-O", "/dev/full:jsonl")
    assert found.status == 1
    assert len(found.records) > 20
    assert found.log.count("records cannot be written to /dev/full: No space left on device") == 1
    assert f"{len(found.records)} records could not be written" in found.log
