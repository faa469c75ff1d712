"""The files of a crawl: -O holds what the arguments select, new and known alike; -o appends what is new.

Covers newsclean.spiders.search.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.crawls import PLAIN, QUICK, ROOT, Crawl, crawl
from tests.server import NewsServer
from tests.spiders.test_base import article, feed
from tests.test_night import corpus_of

PATHS = [f"/news/{number}/the-harbour-ferry" for number in range(5)]


class Nights:
    """Two articles by a limit, then the whole site, then one article by its address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with NewsServer({"/": feed(*PATHS), **{path: article(f"Ferry {path} stays") for path in PATHS}}) as server:
            base = server.base
            self.first = crawl(folder, "news", "-a", f"url={base}/", "-a", "limit=2", "-O", self.file("csv"))
            files = [word for ending in ("json", "csv", "xml") for word in ("-O", self.file(ending))]
            self.second = crawl(folder, "news", "-a", f"url={base}/", *files)
            self.third = self.again(f"{base}{PATHS[3]}")
        self.down = self.again(f"{base}{PATHS[3]}")

    def again(self, url: str) -> Crawl:
        return crawl(self.folder, "news", "-a", f"url={url}", "-O", self.file("jl"))

    def file(self, ending: str) -> str:
        return str(self.folder / f"all.{ending}")


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(tmp_path_factory.mktemp("nights"))


@pytest.mark.slow
def test_the_file_of_O_holds_new_and_known_records_each_once_and_the_log_counts_them(nights: Nights) -> None:
    assert len(nights.first.urls) == 2
    assert (nights.second.figures["new"], nights.second.figures["seen"]) == (3, 2)
    assert len(nights.second.urls) == len(set(nights.second.urls)) == 5
    assert set(nights.second.urls) > set(nights.first.urls)
    assert nights.second.log.count("(5 items)") == 4


def test_every_format_has_them(nights: Nights) -> None:
    urls = sorted(nights.second.urls)
    assert sorted(record["url"] for record in json.loads(Path(nights.file("json")).read_bytes())) == urls
    assert sorted(url.text or "" for url in ElementTree.parse(nights.file("xml")).iter("url")) == urls
    with open(nights.file("csv"), encoding="utf-8", newline="") as stream:
        assert sorted(record["url"] for record in csv.DictReader(stream)) == urls


def test_the_address_of_an_article_selects_that_article(nights: Nights) -> None:
    assert nights.third.figures["new"] == 0
    assert [url.endswith(PATHS[3]) for url in nights.third.urls] == [True]


def test_a_run_that_cannot_know_what_it_was_to_write_leaves_the_file_as_it_was(nights: Nights) -> None:
    assert nights.down.status != 0
    assert Path(nights.file("jl")).read_text("utf-8").count("\n") == 1


def test_a_known_record_that_can_no_longer_be_read_is_named_and_the_file_has_the_others(tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    with NewsServer({"/": feed(*PATHS), **{path: article(f"Ferry {path} stays") for path in PATHS}}) as server:
        arguments = ("news", "-a", f"url={server.base}/")
        first = crawl(tmp_path, *arguments, **PLAIN)
        with closing(sqlite3.connect(corpus_of(tmp_path).database)) as database, database:
            database.execute("UPDATE articles SET line = json_set(line, '$.body', '') WHERE number = 2")
        second = crawl(tmp_path, *arguments, "-O", str(file), **PLAIN)
    assert (second.status, second.figures["verdict"]) == (11, "not-delivered"), second.log
    assert f"{file}, {tmp_path}/articles.jsonl lacks a record of an earlier run that cannot be read: " in second.log
    assert "corpus.sqlite, articles row 2: not a record of newsclean: body: " in second.log
    expected = [url for number, url in enumerate(first.urls) if number != 1]
    assert [record["url"] for record in json.loads(file.read_bytes())] == second.urls == expected


@pytest.mark.parametrize("wrong", [["--dry-run"], ["-s", "NEWSCLEAN_DEADLINE=never"]])
def test_a_run_that_does_not_begin_and_a_dry_one_leave_the_file_as_it_was(tmp_path: Path, wrong: list[str]) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("{}\n", "utf-8")
    settings = [word for name, value in QUICK.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "demo", *wrong, *settings, "-O", str(file)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert file.read_text("utf-8") == "{}\n"
