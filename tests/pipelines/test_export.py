"""The feeds of a crawl: the files of `newsclean export`, Scrapy's options for fields, and a disk that is full."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from newsclean import Article
from newsclean.commands.cli import main
from newsclean.corpus import SiteFolder
from newsclean.formats import FORMATS
from tests.crawls import ROOT, crawl


def test_a_feed_and_an_export_of_the_corpus_are_the_same_file(tmp_path: Path) -> None:
    feeds = [word for name in FORMATS for word in ("-O", str(tmp_path / f"feed.{name}"))]
    found = crawl(tmp_path, "demo", *feeds, NEWSCLEAN_CORPUS=str(tmp_path / "corpus"))
    assert found.status == 0, found.log
    for name in FORMATS:
        feed, export = tmp_path / f"feed.{name}", tmp_path / f"export.{name}"
        assert (
            CliRunner().invoke(main, ["export", "--corpus", str(tmp_path / "corpus"), "-o", str(export)]).exit_code == 0
        )
        if name == "parquet":
            assert pq.read_table(feed).equals(pq.read_table(export))
            assert pq.read_table(feed).num_rows == len(found.records)
        else:
            assert feed.read_bytes() == export.read_bytes()
    (run_export,) = SiteFolder(tmp_path / "corpus" / "demo").export_files()
    assert run_export.read_bytes() == (tmp_path / "feed.jsonl").read_bytes()


def test_fields_choose_order_and_rename_what_is_written(tmp_path: Path) -> None:
    uri = str(tmp_path / "feed")
    feeds = {
        f"{uri}.jsonl": {"format": "jsonl", "overwrite": True, "fields": ["title", "date"]},
        f"{uri}.csv": {"format": "csv", "overwrite": True, "fields": {"date": "published", "title": "headline"}},
    }
    found = crawl(tmp_path, "demo", "-a", "limit=2", FEEDS=json.dumps(feeds))
    assert found.status == 0, found.log
    lines = [json.loads(line) for line in (tmp_path / "feed.jsonl").read_text("utf-8").splitlines()]
    assert [list(line) for line in lines] == [["title", "date"]] * 2
    rows = list(csv.DictReader(io.StringIO((tmp_path / "feed.csv").read_text("utf-8"))))
    assert [(row["published"], row["headline"]) for row in rows] == [
        (line["date"] or "", line["title"]) for line in lines
    ]


def test_csv_that_is_appended_to_has_one_heading(tmp_path: Path) -> None:
    feeds = json.dumps({str(tmp_path / "feed.csv"): {"format": "csv"}})
    for _ in range(2):
        assert crawl(tmp_path, "demo", "-a", "limit=1", FEEDS=feeds).status == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "feed.csv").read_text("utf-8"))))
    assert [row[0] for row in rows].count("url") == 1
    assert len(rows) == 3
    assert rows[0] == list(Article.model_fields)


@pytest.mark.parametrize("name", ["json", "xml", "parquet"])
def test_a_second_o_into_a_file_that_cannot_be_appended_to_is_refused_before_the_crawl(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / f"feed.{name}"
    file.write_bytes(b"yesterday's")
    found = crawl(tmp_path, "demo", FEEDS=json.dumps({str(file): {"format": name}}))
    assert found.status == 2
    assert f"{name} files cannot be appended to. Replace it with -O, or append JSON lines: -o" in found.log
    assert file.read_bytes() == b"yesterday's"


def test_an_empty_file_takes_the_records_of_o(tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    file.touch()
    found = crawl(tmp_path, "demo", "-a", "limit=1", FEEDS=json.dumps({str(file): {"format": "json"}}))
    assert found.status == 0, found.log
    assert [record["url"] for record in json.loads(file.read_text("utf-8"))] == found.urls


def test_records_do_not_follow_on_a_line_that_was_cut_off(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_bytes(b'{"url": "https://x.example/1"}\n{"url": "https://x.exa')
    found = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "demo", "-a", "limit=1", "-o", feed, "-s", "NEWSCLEAN_REJECTS="],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert found.returncode == 0, found.stderr
    assert f"{feed} ended within a line; the new records begin on the next one" in found.stderr
    first, torn, new = feed.read_bytes().splitlines()
    assert (first, torn) == (b'{"url": "https://x.example/1"}', b'{"url": "https://x.exa')
    Article.model_validate_json(new)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_is_reported_once_and_ends_the_run_with_status_1(name: str, tmp_path: Path) -> None:
    found = crawl(tmp_path, "demo", "-O", f"/dev/full:{name}")
    assert found.status == 1
    assert len(found.records) > 20
    assert found.log.count("records cannot be written to /dev/full: No space left on device") == 1
    assert f"{len(found.records)} records could not be written" in found.log


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"item_export_kwargs": {"delimiter": ";"}}, "the format csv takes no item_export_kwargs, such as 'delimiter'"),
        ({"encoding": "latin-1"}, "csv is always written in UTF-8"),
    ],
)
def test_an_option_of_a_feed_that_would_have_no_effect_is_refused(
    option: dict[str, object], message: str, tmp_path: Path
) -> None:
    feeds = json.dumps({str(tmp_path / "feed.csv"): {"format": "csv", "overwrite": True, **option}})
    found = crawl(tmp_path, "demo", FEEDS=feeds)
    assert found.status == 2
    assert message in found.log
    assert not found.records


ENRICHED = json.dumps(
    {
        "newsclean.pipelines.clean.CleanPipeline": 100,
        "newsclean.pipelines.store.StorePipeline": 200,
        "tests.pipelines.enriched.EnrichedPipeline": 300,
    }
)


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_what_a_pipeline_of_the_users_adds_to_a_record_is_written(name: str, tmp_path: Path) -> None:
    feed = tmp_path / f"feed.{name}"
    found = crawl(tmp_path, "demo", "-a", "limit=2", "-O", str(feed), ITEM_PIPELINES=ENRICHED)
    assert found.status == 0, found.log
    text = feed.read_text("utf-8")
    rows = (
        list(csv.DictReader(io.StringIO(text))) if name == "csv" else [json.loads(line) for line in text.splitlines()]
    )
    assert [row["score"] for row in rows] == ["0.25", "0.25"]
    assert [row["url"] for row in rows] == found.urls
