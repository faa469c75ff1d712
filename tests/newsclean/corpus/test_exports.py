"""The corpus exported as one file, in every format.

Covers duplicates and newsclean.commands.export.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import zlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from newsclean import Article
from newsclean.commands.cli import main
from newsclean.corpus import Outcome, SiteFolder
from newsclean.corpus.duplicates import find_duplicates
from newsclean.formats.json_lines import to_line
from newsclean.page.urls import record_id
from tests.newsclean.corpus.stories import NOW, article, night, story

DAY = dt.timedelta(days=1)
WORDS = [
    a + b for a in ("ka", "mo", "ri", "tel", "su", "ban", "dor", "fi") for b in ("la", "ner", "to", "gi", "pas", "um")
]


def agency_text(seed: int, words: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def record_of(site: str, text: list[str], published: dt.datetime | dt.date | None) -> Article:
    address = f"https://{site}.example/news/{zlib.crc32(' '.join(text).encode())}"
    told = {"url": address, "site": site, "id": record_id(address), "date": published, "body": " ".join(text)}
    return article(1).model_copy(update=told)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two sites: a story that changed, one without a date, and the same agency text on both, here and there edited."""
    text = agency_text(1)
    edited = [word if n % 30 else "edited" for n, word in enumerate(text)]
    harbour, island = SiteFolder(tmp_path / "harbour"), SiteFolder(tmp_path / "island")
    for folder, body, at in ((harbour, edited, NOW), (island, text, NOW - DAY)):
        record = record_of(folder.site, body, at)
        night(folder, Outcome(record.url, record, NOW), story(1) if folder is harbour else story(2), at=NOW)
    night(harbour, story(1, "The mayor has since objected to the vote.", NOW + DAY), at=NOW + DAY)
    return tmp_path


def run(*words: str, root: Path) -> Result:
    return CliRunner().invoke(main, ["export", *words, "--corpus", str(root)])


def records(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_each_article_comes_once_in_its_latest_text(root: Path) -> None:
    result = run(root=root)
    assert result.exit_code == 0
    assert [(record["site"], record["revision"]) for record in records(result.stdout)] == [
        ("harbour", 1),
        ("harbour.example", 2),
        ("island", 1),
        ("harbour.example", 1),
    ]
    assert len(records(run("--revisions", root=root).stdout)) == 5


def test_a_site_and_a_day_choose_a_part(root: Path) -> None:
    assert [record["site"] for record in records(run("--site", "island", root=root).stdout)] == [
        "island",
        "harbour.example",
    ]
    since = records(run("--since", "2026-11-24", root=root).stdout)
    assert "island" not in {record["site"] for record in since}
    assert len(since) == 3  # what has no date goes by the day it was fetched


def test_records_below_a_certainty_are_left_out_and_counted(tmp_path: Path) -> None:
    harbour = SiteFolder(tmp_path / "harbour")
    for number, certainty in enumerate((0.9, 0.4, None), start=1):
        record = record_of("harbour", agency_text(number), NOW).model_copy(update={"certainty": certainty})
        night(harbour, Outcome(record.url, record, NOW), at=NOW + number * DAY)
    result = run("--min-certainty", "0.5", root=tmp_path)
    assert [record["certainty"] for record in records(result.stdout)] == [0.9]
    assert result.stderr == "newsclean: 2 records left out (certainty under 0.5 1, certainty not known 1)\n"


def test_an_impossible_value_is_reported(root: Path) -> None:
    for words, message in (
        (["--site", "nowhere"], "there is no site 'nowhere'"),
        (["--since", "yesterday"], "is not a date; use YYYY-MM-DD"),
        (["--format", "parquet"], "name a file for it with -o"),
        (["-o", "all.xlsx"], "all.xlsx does not end in the name of a format. Use .jsonl, .json"),
        (["-o", "all.jsonl", "--format", "csv"], "all.jsonl would be jsonl by its ending, and csv by --format"),
    ):
        result = run(*words, root=root)
        assert (result.exit_code, message in result.stderr) == (2, True), result.output
    assert "is the folder of one site" in run(root=root / "harbour").stderr


def test_csv_has_a_heading_and_every_field(root: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", root=root).stdout)))
    assert list(rows[0]) == list(Article.model_fields)
    assert len(rows) == 4
    assert rows[1]["body"].startswith("The harbour council")
    assert "\n\n" in rows[1]["body"]


def test_parquet_holds_the_same_records(root: Path, tmp_path: Path) -> None:
    result = run("-o", str(tmp_path / "all.parquet"), "--duplicates", "mark", root=root)
    assert (result.exit_code, result.stderr) == (0, f"newsclean: 4 records in {tmp_path / 'all.parquet'}\n")
    table = pq.read_table(tmp_path / "all.parquet")
    expected = records(run("--duplicates", "mark", root=root).stdout)
    for name in ("url", "title", "authors", "certainty", "revision", "duplicate_of"):
        assert table[name].to_pylist() == [row[name] for row in expected]
    assert str(table.schema.field("duplicate_of").type) == "string"


def test_a_near_duplicate_names_the_earliest_on_whatever_site(root: Path) -> None:
    marked = records(run("--duplicates", "mark", root=root).stdout)
    island = next(record["id"] for record in marked if record["site"] == "island")
    assert [record["duplicate_of"] for record in marked if record["site"] in ("harbour", "island")] == [island, None]
    dropped = records(run("--duplicates", "drop", root=root).stdout)
    assert [record["site"] for record in dropped if record["site"] != "harbour.example"] == ["island"]
    assert "duplicate_of" not in dropped[0]


def test_marked_records_can_be_shown(root: Path, tmp_path: Path) -> None:
    run("--duplicates", "mark", "-o", str(tmp_path / "all.jsonl"), root=root)
    assert CliRunner().invoke(main, ["show", str(tmp_path / "all.jsonl")]).exit_code == 0


def read(record: Article) -> dict[str, object]:
    """The record as it is read back from its line."""
    found: dict[str, object] = json.loads(to_line(record))
    return found


def similar(text: list[str], *, changed: int) -> list[str]:
    places = random.Random(5).sample(range(len(text)), changed)
    return ["other" if at in places else word for at, word in enumerate(text)]


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (similar(agency_text(3), changed=10), True),  # edited here and there
        (agency_text(3)[:-60], True),  # shortened from the end, as newspapers do
        (["Jakarta", "agency", *agency_text(3)], True),
        (agency_text(3)[:150] + agency_text(4)[:150], False),  # new, with half of the old one as background
        (agency_text(4), False),
    ],
)
def test_an_edited_copy_is_a_duplicate_and_a_follow_up_is_not(other: list[str], alike: bool) -> None:
    first, second = record_of("one", agency_text(3), NOW), record_of("two", other, NOW + DAY)
    expected = {second.id: first.id} if alike else {}
    assert find_duplicates([read(second), read(first)]) == expected


def test_a_text_without_spaces_is_compared_by_its_characters() -> None:
    text = (
        "港町の連絡船は来年も半額で運航を続けることになった。議会は火曜日の夜に賛成多数で決めた。"
        "橋の開通で乗客が減っていたが、駐車場の料金が船の費用に充てられる。"
    )
    first, second = record_of("one", [text], NOW), record_of("two", [text.replace("火曜日", "水曜日")], NOW + DAY)
    assert find_duplicates([read(first), read(second)]) == {second.id: first.id}


def test_of_two_on_one_day_the_one_that_tells_its_time_is_the_earlier() -> None:
    first, second = record_of("one", agency_text(3), NOW), record_of("two", agency_text(3), NOW.date())
    assert find_duplicates([read(second), read(first)]) == {second.id: first.id}
