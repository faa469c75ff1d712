"""What the files of -O and -o hold, run after run. Covers newsclean.spiders.run.selection."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from newsclean.commands.cli import main
from tests.crawls import Crawl, crawl
from tests.server import Answer, NewsServer

PLAIN = '{"tests.pipelines.misbehaving.Plain": 200, "newsclean.pipelines.store.StorePipeline": 300}'
WHOLE = ("jsonl", "json", "xml", "csv")


def article(number: int, text: str = "The council of Port Ellery voted on Monday to repair the old steps.") -> Answer:
    return Answer(f"<h1>Story {number}</h1><p>{text}</p>", etag=f"{number}-{len(text)}")


def feed(*numbers: int) -> Answer:
    items = "".join(
        f"<item><link>/news/{number}</link><pubDate>Tue, {number:02} Nov 2026 06:00:00 GMT</pubDate></item>"
        for number in numbers
    )
    return Answer(f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml")


class Nights:
    """A site and the crawls of it, all with the same files."""

    def __init__(self, folder: Path, server: NewsServer) -> None:
        self.folder = folder
        self.server = server

    def crawl(self, path: str = "/feed", *arguments: str) -> Crawl:
        feeds = {str(self.folder / f"all.{name}"): {"format": name, "overwrite": True} for name in WHOLE}
        feeds[str(self.folder / "few.csv")] = {"format": "csv", "overwrite": True, "fields": ["title"]}
        feeds[str(self.folder / "new.jsonl")] = {"format": "jsonl"}
        found = crawl(
            self.folder, "news", "-a", f"url={self.server.base}{path}", *arguments,
            FEEDS=json.dumps(feeds), ITEM_PIPELINES=PLAIN,
        )  # fmt: skip
        assert found.status == 0, found.log
        return found

    def titles(self, name: str) -> list[str]:
        path = self.folder / name
        if name.endswith(".jsonl"):
            return [json.loads(line)["title"] for line in path.read_text("utf-8").splitlines()]
        if name.endswith(".json"):
            return [record["title"] for record in json.loads(path.read_bytes())]
        if name.endswith(".xml"):
            return [str(title.text) for title in ElementTree.parse(path).iter("title")]
        with path.open(encoding="utf-8") as rows:
            return [row["title"] for row in csv.DictReader(rows)]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with NewsServer({"/feed": feed(1, 2, 3), **{f"/news/{n}": article(n) for n in range(1, 6)}}) as server:
        yield Nights(tmp_path_factory.mktemp("nights"), server)


@pytest.fixture(scope="module")
def second(nights: Nights) -> Crawl:
    """The second night, which found one article more."""
    nights.crawl()
    assert all(sorted(nights.titles(f"all.{name}")) == ["Story 1", "Story 2", "Story 3"] for name in WHOLE)
    nights.server.pages["/feed"] = feed(2, 3, 4)
    return nights.crawl()


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_replaced_holds_known_and_new_articles_once(nights: Nights, second: Crawl, name: str) -> None:
    assert [record["title"] for record in second.records] == ["Story 4"]
    assert sorted(nights.titles(f"all.{name}")) == ["Story 1", "Story 2", "Story 3", "Story 4"]
    assert f"Stored {name} feed (4 items)" in second.log


@pytest.mark.usefixtures("second")
def test_a_file_that_is_appended_to_gets_what_is_new(nights: Nights) -> None:
    assert sorted(nights.titles("new.jsonl")) == ["Story 1", "Story 2", "Story 3", "Story 4"]


@pytest.mark.usefixtures("second")
def test_it_is_what_export_writes(nights: Nights) -> None:
    for name in ("jsonl", "csv"):
        export = nights.folder / f"export.{name}"
        corpus = str(nights.folder / "corpus")
        assert CliRunner().invoke(main, ["export", "--corpus", corpus, "-o", str(export)]).exit_code == 0
        assert sorted(export.read_bytes().splitlines()) == sorted(
            (nights.folder / f"all.{name}").read_bytes().splitlines()
        )
    assert sorted(nights.titles("few.csv")) == sorted(nights.titles("all.csv"))


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize(
    ("path", "arguments", "titles"),
    [
        ("/news/2", (), ["Story 2"]),
        ("/feed", ("-a", "limit=2"), ["Story 3", "Story 4"]),
    ],
    ids=["an article", "a limit"],
)
def test_the_arguments_select_what_it_holds(
    nights: Nights, path: str, arguments: tuple[str, ...], titles: list[str]
) -> None:
    found = nights.crawl(path, *arguments)
    assert found.records == []
    assert len(nights.titles("all.jsonl")) == len(titles)
    if path != "/feed":
        assert nights.titles("all.jsonl") == titles
