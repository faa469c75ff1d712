"""The recipes of docs/recipes.md do what they say, on records with every kind of date.

A recipe whose library or program is not installed is skipped (CONTRIBUTING.md).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsclean import Article
from newsclean.corpus import Outcome, SiteFolder
from tests.crawls import PATIENCE, ROOT, SCRIPTS
from tests.newsclean.corpus.stories import NOW, night
from tests.newsclean.formats.test_formats import WIB
from tests.newsclean.formats.test_parquet import PLAIN

TEXT = (ROOT / "docs/recipes.md").read_text("utf-8")
SECTIONS: dict[str, str] = dict(re.findall(r"^## (.*)\n((?:(?!## ).*\n)*)", TEXT, re.M))
MOMENT = dt.datetime(2026, 11, 2, 3, 34, tzinfo=WIB)  # in UTC it is the day before
DATES = (
    MOMENT,
    MOMENT.astimezone(dt.timezone(dt.timedelta(hours=9))),
    MOMENT.replace(tzinfo=None),
    MOMENT.date(),
    None,
)
ARTICLES = [
    PLAIN.model_copy(
        update={
            "id": f"{number:032}",
            "url": f"https://harbour.example/{number}",
            "title": f'Ferry {number}: "stays"',
            "body": "One, two.\n\nThree.",
            "date": date,
            "authors": ("Nadia Larasati", "sya")[:number],
            "certainty": number / 10,
        }
    )
    for number, date in enumerate(DATES)
]
DAYS = ["2026-11-02", "2026-11-02", "2026-11-02", "2026-11-02", None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and the files that the recipes read, made as the page says."""
    folder = tmp_path_factory.mktemp("recipes")
    night(SiteFolder(folder / "corpus/harbour"), *(Outcome(article.url, article, NOW) for article in ARTICLES))
    (block,) = blocks("sh", TEXT.partition("\n## ")[0])
    shell(block, folder)
    return folder


@pytest.fixture(autouse=True)
def _inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setitem(os.environ, "HF_HUB_OFFLINE", "1")
    monkeypatch.setitem(os.environ, "HF_HOME", str(folder / "huggingface"))


def blocks(language: str, text: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def shell(block: str, folder: Path = Path()) -> list[str]:
    """What each line of a block prints."""
    for program in re.findall(r"^(\w+)", block, re.M):
        if program != "newsclean" and not shutil.which(program):
            pytest.skip(f"there is no {program}")
    environment = {"PATH": f"{SCRIPTS}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    return [
        subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        ).stdout
        for line in block.splitlines()
    ]


def programs(heading: str) -> Iterator[dict[str, Any]]:
    """The names that each program of a section leaves behind."""
    for block in blocks("python", SECTIONS[heading]):
        for library in re.findall(r"^(?:import|from) (\w+)", block, re.M):
            pytest.importorskip(library)
        names: dict[str, Any] = {"__name__": "recipe"}
        exec(block, names)
        yield names


def test_every_block_is_run_by_one_of_these_tests() -> None:
    with_blocks = {heading for heading, section in SECTIONS.items() if "```" in section}
    named = set(re.findall(r'(?:programs\(|SECTIONS\[)"([^"]+)"', Path(__file__).read_text("utf-8")))
    assert with_blocks == named


def test_pandas() -> None:
    parquet, lines = programs("pandas")
    assert {str(day): number for day, number in parquet["per_day"].items()} == {"2026-11-02": 4}
    assert parquet["hours"].tolist()[:3] == [3, 5, 3]
    with pytest.raises(ValueError, match="doesn't match format"):  # the trap that the page warns of
        lines["pd"].to_datetime(lines["articles"].date)
    assert [moment.isoformat() for moment in lines["articles"].moment[:2]] == ["2026-11-01T20:34:00+00:00"] * 2
    assert [str(day.date()) for day in lines["articles"].day[:4]] == DAYS[:4]


def test_polars() -> None:
    (names,) = programs("polars")
    assert names["per_site"].rows() == [("news.example", 5, MOMENT)]


def test_duckdb() -> None:
    (names,) = programs("DuckDB")
    assert [(site, str(month)[:10], number) for site, month, number in names["per_month"]] == [
        ("news.example", "2026-11-01", 4),
        ("news.example", "None", 1),
    ]
    assert names["by_author"] == [("Nadia Larasati", 4), ("sya", 3)]


def test_datasets() -> None:
    from_parquet, from_lines = programs("Hugging Face datasets")
    assert [day and str(day) for day in from_parquet["articles"]["date"]] == DAYS
    assert from_parquet["articles"]["published_at"][0] == MOMENT
    assert list(from_lines["articles"]["date"]) == [date and date.isoformat() for date in DATES]


@pytest.mark.parametrize("features", [False, True])
def test_datasets_lose_offsets_where_the_page_says_so(features: bool) -> None:
    datasets = pytest.importorskip("datasets")
    line = {"title": "Ferry", "date": MOMENT.isoformat()}
    Path("times.jsonl").write_text(2 * f"{json.dumps(line)}\n")
    text = {"features": datasets.Features(dict.fromkeys(line, datasets.Value("string")))} if features else {}
    loaded = datasets.load_dataset("json", data_files="times.jsonl", split="train", **text)
    assert str(loaded[0]["date"]) == "2026-11-01 20:34:00"


def test_sqlite() -> None:
    import sqlite3

    Path("articles.db").unlink(missing_ok=True)
    for _ in range(2):
        assert list(programs("SQLite"))
    with sqlite3.connect("records.db") as database:
        found = [Article.model_validate_json(record) for (record,) in database.execute("SELECT record FROM articles")]
        utc = database.execute("SELECT datetime(date), date(date) FROM articles WHERE id = ?", (f"{0:032}",)).fetchone()
    assert found == ARTICLES
    assert utc == ("2026-11-01 20:34:00", "2026-11-01")
    (block,) = blocks("sh", SECTIONS["SQLite"])
    assert shell(block)[-1] == "|1\n2026-11-02|4\n"


def test_elasticsearch() -> None:
    (block,) = blocks("sh", SECTIONS["Elasticsearch and OpenSearch"])
    shell(block)
    lines = Path("bulk.ndjson").read_bytes().splitlines()
    actions = [{"index": {"_index": "articles", "_id": article.id}} for article in ARTICLES]
    assert [json.loads(line) for line in lines[::2]] == actions
    assert [Article.model_validate_json(line) for line in lines[1::2]] == ARTICLES


def test_the_shell() -> None:
    (block,) = blocks("sh", SECTIONS["The shell"])
    table, sites, _, number, doubtful = shell(block)
    assert table.splitlines()[0] == f'{MOMENT.isoformat()}\tnews.example\tFerry 0: "stays"'
    assert sites.split() == ["5", "news.example"]
    assert (number, doubtful) == ("4\n", "")


@pytest.mark.slow
def test_postgresql(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if sys.platform == "linux" else []
    if not found or not shutil.which("psql"):
        pytest.skip("there is no PostgreSQL")
    home = tmp_path_factory.mktemp("postgres")
    other = {}
    if os.geteuid() == 0:  # as which it does not run
        other = {"user": "postgres", "group": "postgres", "extra_groups": ()}
        for place in [home, *home.parents][:-2]:
            place.chmod(place.stat().st_mode | 0o055)
        shutil.chown(home, "postgres", "postgres")
    run: Any = {"cwd": home, "check": True, "capture_output": True, "text": True, "timeout": PATIENCE, **other}
    subprocess.run([found[-1] / "initdb", "-D", home / "data", "-U", "recipes", "--no-sync"], **run)
    server = [
        found[-1] / "pg_ctl",
        "-D",
        home / "data",
        "-w",
        "-l",
        home / "log",
        "-o",
        f"-k {home} -c listen_addresses=",
    ]
    subprocess.run([*server, "start"], **run | {"capture_output": False, "stdout": subprocess.DEVNULL})
    try:
        (block,) = blocks("sql", SECTIONS["PostgreSQL"])
        select = (
            "SELECT id, day, published_at AT TIME ZONE 'UTC', author_list, complete IS NULL FROM published ORDER BY id;"
        )
        psql = ["psql", "-h", str(home), "-U", "recipes", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAt", "-f", "-"]
        rows = subprocess.run(
            psql, input=block + select, capture_output=True, text=True, check=True, timeout=PATIENCE
        ).stdout
    finally:
        subprocess.run([*server, "-m", "immediate", "stop"], **run)
    assert [row.split("|")[1:] for row in rows.splitlines()] == [
        ["2026-11-02", "2026-11-01 20:34:00", "{}", "t"],
        ["2026-11-02", "2026-11-01 20:34:00", '{"Nadia Larasati"}', "t"],
        ["2026-11-02", "", '{"Nadia Larasati",sya}', "t"],
        ["2026-11-02", "", '{"Nadia Larasati",sya}', "t"],
        ["", "", '{"Nadia Larasati",sya}', "t"],
    ]
