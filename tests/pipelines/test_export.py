"""The feeds of a crawl: the files of `newsclean export`, Scrapy's options for fields, and a disk that is full.

Covers newsclean.spiders.run.feed_formats.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from lxml import etree
from scrapy.utils.test import get_crawler

from newsclean import Article
from newsclean.commands.cli import main
from newsclean.corpus import SiteFolder
from newsclean.errors import UsageError
from newsclean.formats import FORMATS
from newsclean.formats.compression import zstd
from newsclean.spiders.run.outputs import OutputCheckExtension
from tests.crawls import crawl

GZIP = "scrapy.extensions.postprocessing.GzipPlugin"


def content(path: Path) -> bytes:
    """What a file holds, decompressed."""
    opened: Any = {".gz": gzip.open, ".zst": zstd.open}.get(path.suffix, open)
    with opened(path, "rb") as stream:
        data: bytes = stream.read()
    return data


@pytest.mark.slow
def test_a_feed_and_an_export_of_the_corpus_are_the_same_file(tmp_path: Path) -> None:
    names = [variant.name for format_ in FORMATS.values() for variant in format_.variants()]
    feeds = [word for name in names for word in ("-O", str(tmp_path / f"feed.{name}"))]
    found = crawl(tmp_path, "demo", *feeds, NEWSCLEAN_CORPUS=str(tmp_path / "corpus"))
    assert found.status == 0, found.log
    for name in names:
        feed, export = tmp_path / f"feed.{name}", tmp_path / f"export.{name}"
        assert (
            CliRunner().invoke(main, ["export", "--corpus", str(tmp_path / "corpus"), "-o", str(export)]).exit_code == 0
        )
        if name == "parquet":
            assert pq.read_table(feed).equals(pq.read_table(export))
            assert pq.read_table(feed).num_rows == len(found.records)
        else:
            assert content(feed) == content(export)
    (run_export,) = SiteFolder(tmp_path / "corpus" / "demo").export_files()
    assert run_export.read_bytes() == (tmp_path / "feed.jsonl").read_bytes()


@pytest.mark.slow
def test_fields_choose_order_and_rename_what_is_written(tmp_path: Path) -> None:
    uri = str(tmp_path / "feed")
    feeds = {
        f"{uri}.jsonl": {"format": "jsonl", "overwrite": True, "fields": ["title", "date"]},
        f"{uri}.csv": {"format": "csv", "overwrite": True, "fields": {"date": "published", "title": "headline"}},
        f"{uri}.parquet": {"format": "parquet", "fields": {"date": "day", "revision": "n"}},
        f"{uri}.json": {"format": "json", "indent": 2, "fields": ["url"]},
        f"{uri}.xml": {"format": "xml", "fields": ["url"], "item_export_kwargs": {"item_element": "article"}},
        f"{uri}.none": {"format": "json.gz", "item_classes": ["newsclean.Reject"]},
    }
    found = crawl(tmp_path, "demo", "-a", "limit=2", FEEDS=json.dumps(feeds))
    assert found.status == 0, found.log
    lines = [json.loads(line) for line in (tmp_path / "feed.jsonl").read_text("utf-8").splitlines()]
    assert [list(line) for line in lines] == [["title", "date"]] * 2
    rows = list(csv.DictReader(io.StringIO((tmp_path / "feed.csv").read_text("utf-8"))))
    assert [(row["published"], row["headline"]) for row in rows] == [
        (line["date"] or "", line["title"]) for line in lines
    ]
    table = pq.read_table(tmp_path / "feed.parquet")
    assert table.column_names == ["day", "published_at", "published_local", "published_offset", "n"]
    assert [str(day) for day in table["day"].to_pylist()] == [line["date"][:10] for line in lines]
    assert (tmp_path / "feed.json").read_text("utf-8").startswith('[\n{\n  "url": "')
    assert [article.findtext("url") for article in etree.parse(tmp_path / "feed.xml").iter("article")] == found.urls
    assert json.loads(gzip.decompress((tmp_path / "feed.none").read_bytes())) == []


@pytest.mark.slow
def test_items_of_other_kinds_are_written_in_every_format(tmp_path: Path) -> None:
    feeds = [word for name in FORMATS for word in ("-O", str(tmp_path / f"feed.{name}"))]
    pipelines = json.loads(ENRICHED) | {"tests.pipelines.enriched.OtherItems": 300}
    pipelines.pop("tests.pipelines.enriched.EnrichedPipeline")
    found = crawl(tmp_path, "demo", "-a", "limit=4", *feeds, ITEM_PIPELINES=json.dumps(pipelines))
    first, *others = [json.loads(line) for line in (tmp_path / "feed.jsonl").read_text("utf-8").splitlines()]
    assert Article.model_validate(first)
    assert others == [
        {"title": "dict", "date": "2026-11-24T02:15:00+00:00"},
        {"title": "dataclass", "date": "soon", "price": {"amount": "0.10"}, "tags": ["a", "b"]},
        {"title": "item", "date": "TODAY"},
    ]
    assert json.loads((tmp_path / "feed.json").read_bytes()) == [first, *others]
    xml = etree.parse(tmp_path / "feed.xml").getroot()
    assert [item.findtext("date") for item in xml] == [record["date"] for record in (first, *others)]
    assert xml.findtext("item/price/amount") == "0.10"
    rows = list(csv.DictReader(io.StringIO((tmp_path / "feed.csv").read_text("utf-8"))))
    assert [(row["title"], row["date"]) for row in rows] == [(row["title"], row["date"]) for row in (first, *others)]
    assert rows[2]["tags"] == "a; b"
    for name in ("csv", "parquet"):  # a table has one set of columns
        assert f"feed.{name} has the columns of its first item; price of a later one are left out" in found.log
    # "soon" and "TODAY" are no days: those two are not in the Parquet file, and the run says so.
    assert [str(day) for day in pq.read_table(tmp_path / "feed.parquet")["date"].to_pylist()[1:]] == ["2026-11-24"]
    assert found.status == 1
    assert "2 records could not be written" in found.log


@pytest.mark.slow
def test_files_that_are_appended_to_stay_readable(tmp_path: Path) -> None:
    """One heading, whole parts, and no record on the line of one that was cut off."""
    names = ("feed.jsonl", "feed.csv", "feed.jsonl.gz", "feed.csv.zst")
    lines, table, packed, packed_table = (tmp_path / name for name in names)
    (tmp_path / "feed.json").touch()  # an empty file can be appended to in any format
    feeds = {str(tmp_path / name): {} for name in names}
    first = crawl(tmp_path, "demo", "-a", "limit=1", FEEDS=json.dumps(feeds | {str(tmp_path / "feed.json"): {}}))
    assert first.status == 0, first.log
    assert [record["url"] for record in json.loads((tmp_path / "feed.json").read_bytes())] == first.urls
    lines.write_bytes(lines.read_bytes() + b'{"url": "https://x.exa')
    whole = packed.read_bytes()
    packed.write_bytes(whole + whole[:-7])
    second = crawl(tmp_path, "demo", "-a", "limit=1", FEEDS=json.dumps(feeds))
    assert second.status == 0, second.log
    urls = first.urls + second.urls
    assert f"{lines} ended within a line; the new records begin on the next one" in second.log
    one, torn, two = lines.read_bytes().splitlines()
    assert [Article.model_validate_json(line).url for line in (one, two)] == urls
    assert torn == b'{"url": "https://x.exa'
    assert f"feed.jsonl.gz was cut off within its last record; the {len(whole) - 7} bytes left of it" in second.log
    assert content(packed).splitlines() == [one, two]
    assert content(packed_table) == table.read_bytes()
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8"))))
    assert rows[0] == list(Article.model_fields)
    assert [row[0] for row in rows[1:]] == urls


@pytest.mark.parametrize("name", ["json", "xml", "parquet", "json.gz"])
def test_a_second_o_into_a_file_that_cannot_be_appended_to_is_refused_before_the_crawl(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / f"feed.{name}"
    file.write_bytes(b"yesterday's")
    with pytest.raises(
        UsageError,
        match=rf"{name} files cannot be appended to\. Replace it with -O, or append JSON lines: -o .*/feed\.jsonl$",
    ):
        checked({"FEEDS": {file: {"format": name}}})
    assert file.read_bytes() == b"yesterday's"


def test_a_file_that_is_not_compressed_is_not_appended_to(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl.gz"
    file.write_bytes(b"{}\n")
    with pytest.raises(
        UsageError, match=r"feed\.jsonl\.gz cannot be appended to: from byte 0 on it is not a \.gz file"
    ):
        checked({"FEEDS": {file: {}}})
    checked({"FEEDS": {file: {"overwrite": True}}})
    assert file.read_bytes() == b"{}\n"


def checked(settings: dict[str, Any]) -> None:
    """What a crawl with these settings does first."""
    OutputCheckExtension.from_crawler(get_crawler(settings_dict={"NEWSCLEAN_REJECTS": "", **settings}))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_reported_once_a_file_and_ends_the_run_with_status_1(tmp_path: Path) -> None:
    feeds = []
    for name in (*FORMATS, "jsonl.gz"):
        (tmp_path / f"full.{name}").symlink_to("/dev/full")
        feeds += ["-O", str(tmp_path / f"full.{name}")]
    found = crawl(tmp_path, "demo", "-a", "limit=5", *feeds)
    assert found.status == 1
    assert found.records
    for name in (*FORMATS, "jsonl.gz"):
        cannot = f"records cannot be written to {tmp_path}/full.{name}: No space left on device"
        assert found.log.count(cannot) == 1, name
    assert f"{6 * len(found.records)} records could not be written" in found.log


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"item_export_kwargs": {"delimiter": ";"}}, "the format csv takes no item_export_kwargs, such as 'delimiter'"),
        ({"encoding": "latin-1"}, "csv is always written in UTF-8"),
    ],
)
def test_an_option_of_a_feed_that_would_have_no_effect_is_refused(option: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        checked({"FEEDS": {"feed.csv": {"format": "csv", "overwrite": True, **option}}})
    checked({"FEEDS": {"feed.csv": {"item_export_kwargs": {"export_empty_fields": True}, "encoding": "utf8"}}})


@pytest.mark.parametrize(
    ("uri", "options", "message"),
    [
        ("x.txt.gz", {"format": "gz"}, r"x\.txt\.gz does not end in the name of a format\. Use \.jsonl"),
        ("s3://x/y.csv.gz", {"format": "gz"}, r"y\.csv\.gz is no file on this machine\. .* -O s3://x/y.csv.gz:csv.gz"),
        ("x.jsonl.gz", {"format": "jsonl"}, r"would not be compressed by \.gz\. Its format is jsonl\.gz"),
        ("x.jsonl.zst", {"format": "jsonl.gz"}, r"would not be compressed by \.zst\. Its format is jsonl\.zst"),
        ("x.jsonl.gz", {"postprocessing": [GZIP]}, r"would be processed after it was compressed"),
    ],
)
def test_a_feed_that_would_not_be_what_its_name_says_is_refused(
    uri: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        checked({"FEEDS": {uri: options}})


def test_scrapys_own_compression_works_and_the_format_of_a_place_elsewhere_can_be_named() -> None:
    packed = {"format": "jsonl", "postprocessing": [GZIP]}
    checked({"FEEDS": {"x.jsonl.gz": packed, "s3://x/y.csv.gz": {"format": "csv.gz"}}})


@pytest.mark.parametrize("name", ["rejects.csv", "rejects.jsonl.gz"])
def test_a_reject_file_that_says_another_format_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} would hold JSON lines, and not .* Name it rejects.jsonl.$"):
        checked({"NEWSCLEAN_REJECTS": name})


ENRICHED = json.dumps(
    {
        "newsclean.pipelines.clean.CleanPipeline": 100,
        "newsclean.pipelines.store.StorePipeline": 200,
        "tests.pipelines.enriched.EnrichedPipeline": 300,
    }
)


@pytest.mark.slow
def test_what_a_pipeline_of_the_users_adds_to_a_record_is_written(tmp_path: Path) -> None:
    lines, table = tmp_path / "feed.jsonl", tmp_path / "feed.csv"
    feeds = ("-O", str(lines), "-O", str(table))
    found = crawl(tmp_path, "demo", "-a", "limit=2", *feeds, ITEM_PIPELINES=ENRICHED)
    assert found.status == 0, found.log
    records = [json.loads(line) for line in lines.read_bytes().splitlines()]
    for rows in (records, list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))):
        assert [row["score"] for row in rows] == ["0.25", "0.25"]
        assert [row["url"] for row in rows] == found.urls
