"""A project of the user's own beside newsclean: its spiders, its pipelines, a database that goes away.

The files are those of docs/how-to/your-own-spiders.md and your-own-pipelines.md. Covers newsclean.spiders.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from click.testing import CliRunner

from newsclean.commands.cli import main
from newsclean.corpus import SiteFolder
from newsclean.corpus.check import check
from newsclean.corpus.status import status_of
from newsclean.spiders.loader import _beside_ours
from tests.crawls import QUICK, ROOT, RunningCrawl
from tests.server import Answer, NewsServer
from tests.test_docs import programs
from tests.test_night import PLAIN, news, story

SITE = "https://harbour.example"
# Spiders of the user's own that are not ours at all, and everything that they may yield.
FOREIGN = """
import dataclasses, datetime
import attrs, newsclean, scrapy

@dataclasses.dataclass
class Row:
    kind: str

@attrs.define
class Shape:
    kind: str

class Item(scrapy.Item):
    kind = scrapy.Field()

class ForeignSpider(scrapy.Spider):
    name = "foreign"
    start_urls = ["https://harbour.example/news/1", "https://harbour.example/news/nothing"]

    def parse(self, response):
        now = datetime.datetime.now(datetime.UTC)
        yield newsclean.Page(url=response.url, html=response.body, fetched_at=now)
        if "nothing" in response.url:
            yield from ({"kind": "dict"}, Row("dataclass"), Shape("attrs"), Item(kind="item"))
"""
PICKY = """
class Picky:
    def process_item(self, item):
        if getattr(item, "kind", None) == "attrs":
            raise ValueError("what is this?")
        return item
"""
FEEDS = {
    "all.jsonl": {"format": "jsonl"},
    "articles.csv": {"format": "csv", "item_classes": ["newsclean.Article"]},
}


class Project:
    """A folder with the files of one or more pages of the documentation, and a server in place of the site."""

    def __init__(self, folder: Path, server: NewsServer, *pages: str) -> None:
        self.folder, self.server = folder, server
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = myproject.settings\n")
        for program in (program for page in pages for program in programs(page)):
            name = program.partition("\n")[0].removeprefix("# ")
            if name.startswith("myproject/"):
                self.write(name, program)

    def write(self, name: str, program: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        program = program.replace(SITE, self.server.base).replace("harbour.example", "127.0.0.1")
        path.write_text(program, "utf-8")

    def start(self, *arguments: str, **settings: str) -> RunningCrawl:
        given = {**QUICK, "NEWSCLEAN_ALLOW_HOSTS": self.server.base.removeprefix("http://"), **settings}
        options = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
        variables = {name: value for name, value in os.environ.items() if not name.startswith("SCRAPY_")}
        command = [sys.executable, "-m", "scrapy", *arguments, *options]
        return RunningCrawl(
            subprocess.Popen(command, cwd=self.folder, env=variables, stderr=subprocess.PIPE, text=True)
        )

    def run(self, *arguments: str, **settings: str) -> tuple[int, str]:
        return self.start(*arguments, **settings).end()

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    pages = news(range(1, 4)) | {"/news/nothing": Answer("<p>nothing</p>")}
    with NewsServer(pages) as server:
        project = Project(tmp_path_factory.mktemp("project"), server, "docs/how-to/your-own-spiders.md")
        project.write("myproject/spiders/foreign.py", FOREIGN)
        project.write("myproject/picky.py", PICKY)
        yield project


def test_a_spider_with_a_site_that_has_no_file_works_end_to_end(project: Project) -> None:
    status, log = project.run("crawl", "harbour", "-O", "harbour.jsonl")
    assert status == 0, log
    assert "3 discovered, 3 new, 0 rejected, 0 failed." in log
    items = project.lines("harbour.jsonl")
    assert [item["comments"] for item in items if "comments" in item] == [0, 0, 0]
    records = [item for item in items if "title" in item]
    assert {record["site"] for record in records} == {"harbour"}
    assert {record["date"][-6:] for record in records} == {"+07:00"}, "the time zone of the site"
    assert [*check(SiteFolder(project.folder / "corpus/harbour"))] == []


@pytest.mark.slow
def test_pages_of_a_site_without_a_file_are_cleaned_again_by_their_address(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    status, log = project.run("runspider", "myproject/spiders/harbour.py")
    assert status == 0, log
    folder = project.folder / "corpus/harbour"
    done = CliRunner().invoke(main, ["reclean", str(folder)])
    assert done.exit_code == 0, done.output
    again, first = (
        [json.loads(line)["title"] for line in text.splitlines()]
        for text in (done.stdout, SiteFolder(folder).export_files()[0].read_text("utf-8"))
    )
    assert again == first
    assert "the site harbour is not declared here" in caplog.text


def test_a_spider_of_another_kind_is_served(project: Project) -> None:
    pipelines = json.dumps(json.loads(PLAIN["ITEM_PIPELINES"]) | {"myproject.picky.Picky": 400})
    status, log = project.run("crawl", "foreign", FEEDS=json.dumps(FEEDS), ITEM_PIPELINES=pipelines)
    assert status == 1
    assert "Picky raised ValueError. 1 item lost: only records of a corpus can wait." in log
    assert log.count("] ERROR: ") == 2, log
    assert "2 discovered, 1 new, 1 rejected (1 no-title), 0 failed." in log
    items = project.lines("all.jsonl")
    assert sorted(item["kind"] for item in items if "kind" in item) == ["dataclass", "dict", "item"]
    (record,) = [item for item in items if "kind" not in item]
    assert len((project.folder / "articles.csv").read_text("utf-8").splitlines()) >= 2
    assert record["title"] == "The Heron is back after 1 days"
    (reject,) = project.lines("rejects.jsonl")
    assert reject["url"].endswith("/news/nothing")


def test_a_spider_put_beside_ours_is_found(tmp_path: Path) -> None:
    assert _beside_ours() == []
    ignored = shutil.ignore_patterns("__pycache__", "*.html")
    shutil.copytree(ROOT / "newsclean", tmp_path / "newsclean", ignore=ignored)
    shutil.copy(ROOT / "scrapy.cfg", tmp_path)
    (tmp_path / "newsclean/spiders/mine.py").write_text(FOREIGN)
    command = [sys.executable, "-m", "scrapy", "list"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert {"foreign", "news", "sindonews"} <= set(done.stdout.splitlines()), done.stderr


# A database that is away for a while.

_POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))


class Postgres:
    """A cluster of its own, which listens on a socket in its folder only. PostgreSQL does not run as root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bin = _POSTGRES[-1].parent
        self.address = f"host={folder} user=postgres dbname=postgres"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        self._do("initdb", "--auth=trust", "--username=postgres", "--no-sync")

    def start(self) -> None:
        self._do("pg_ctl", "--wait", f"--log={self.folder}/log", f"--options=-k {self.folder} -h ''", "start")

    def stop(self) -> None:
        self._do("pg_ctl", "--wait", "--mode=immediate", "stop")

    def ask(self, sql: str) -> list[Any]:
        import psycopg

        with psycopg.connect(self.address) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]  # it wants literals

    def _do(self, program: str, *arguments: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*user, str(self._bin / program), f"--pgdata={self.folder}/data", *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def cluster() -> Iterator[Postgres]:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if not _POSTGRES:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(mkdtemp(prefix="newsclean-postgres-"))  # not below pytest's, which is for one user only
    try:
        yield Postgres(folder)
    finally:
        subprocess.run([_POSTGRES[-1], f"--pgdata={folder}/data", "--mode=immediate", "stop"], capture_output=True)
        shutil.rmtree(folder)


@pytest.mark.slow
def test_a_database_that_is_stopped_in_the_middle_of_a_crawl_has_every_record_after_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = news(range(1, 13)) | {f"/news/{n}": replace(story(n), held=True) for n in range(7, 13)}
    rows = "SELECT url, revision, record ->> 'title' FROM articles ORDER BY url"
    with NewsServer(pages) as server, cluster() as postgres:
        monkeypatch.setenv("DATABASE", postgres.address)
        project = Project(tmp_path, server, "docs/how-to/your-own-spiders.md", "docs/how-to/your-own-pipelines.md")
        postgres.start()
        running = project.start("crawl", "harbour", LOG_LEVEL="DEBUG", CONCURRENT_REQUESTS_PER_DOMAIN="16")
        for n in range(1, 7):
            running.wait_for(f"Record: {server.base}/news/{n}")
        postgres.stop()
        server.release()
        status, log = running.end()
        assert status == 11, log
        assert "PostgresPipeline raised OperationalError for 6 records." in log, log

        status, log = project.run("crawl", "harbour")  # it is still away
        assert status == 1, log
        assert "The run was ended before anything was fetched" in log

        postgres.start()
        assert len(postgres.ask(rows)) == 6
        told = CliRunner().invoke(main, ["corpus", "status", "--corpus", str(tmp_path / "corpus")]).output
        assert "6 records wait to be delivered" in told
        status, log = project.run("crawl", "harbour")
        assert status == 0, log
        assert "0 new, 12 already seen, 0 rejected, 0 failed, 6 handed out again." in log
        found = postgres.ask(rows)
        postgres.stop()
    assert [(url, revision) for url, revision, _ in found] == sorted(
        (f"{server.base}/news/{n}", 1) for n in range(1, 13)
    )
    assert status_of(SiteFolder(tmp_path / "corpus/harbour")).undelivered == {}
