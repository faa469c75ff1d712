"""Runs `scrapy crawl` as a user does, in a process of its own, and reports how it ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))  # where `scrapy` and `newsclean` are, in whatever kind of environment
# Seconds after which something that hangs fails its test. Nothing takes nearly as long, on however busy a machine.
PATIENCE = 300
# The tests' own servers need no manners, and pages may take long to clean: the machine may be busy.
QUICK = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "NEWSCLEAN_PAGE_TIMEOUT": "60",
    "NEWSCLEAN_WORKERS": "1",
}
# For crawls of which it does not matter how pages are cleaned, and whose pages suit tests/plaincleaner.py.
PLAIN = {"ITEM_PIPELINES": '{"tests.pipelines.misbehaving.Plain": 200, "newsclean.pipelines.store.StorePipeline": 300}'}


@dataclass(frozen=True)
class Crawl:
    """Exit status, the records and rejects in the files, and stderr."""

    status: int
    records: list[dict[str, Any]]
    rejects: list[dict[str, Any]]
    log: str

    @property
    def urls(self) -> list[str]:
        return [record["url"] for record in self.records]

    @property
    def sentence(self) -> str:
        """The last line but one of the log, without time and name."""
        return self.log.splitlines()[-2].partition("INFO: ")[2]

    @property
    def figures(self) -> dict[str, Any]:
        """The last line of the log."""
        figures: dict[str, Any] = json.loads(self.log.splitlines()[-1].partition("INFO: ")[2])
        return figures


class RunningCrawl:
    """A crawl under way. Its log can be waited for, so that a test acts on events and not on the clock."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: list[str] = []
        self._ended = False
        self._news = Condition()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, text: str) -> None:
        """Waits until a line of the log holds the text; fails when the crawl ends without one."""
        with self._news:
            self._news.wait_for(lambda: self._ended or any(text in line for line in self._lines), timeout=PATIENCE)
            assert any(text in line for line in self._lines), f"no {text!r} in the log:\n{''.join(self._lines)}"

    def end(self) -> tuple[int, str]:
        """Exit status and log, when the crawl has ended."""
        try:
            status = self.process.wait(timeout=PATIENCE)
        finally:
            self.process.kill()
        self._reader.join(timeout=PATIENCE)
        return status, "".join(self._lines)

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            for line in stream:
                with self._news:
                    self._lines.append(line)
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


def crawl(folder: Path, *arguments: str, **settings: str) -> Crawl:
    """Runs `scrapy crawl` with these arguments and settings; writes its files, with what is new, to `folder`."""
    return end_of(start_crawl(folder, *arguments, **settings), folder)


def start_crawl(
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    under: Sequence[str] = (),
    **settings: str,
) -> RunningCrawl:
    """The same, without waiting for its end.

    `environment` adds variables to that of the tests; `under` is a command that starts the crawl: ("nice",).
    """
    given = {"NEWSCLEAN_REJECTS": str(folder / "rejects.jsonl")}
    if arguments[0] != "demo":  # which keeps nothing by itself
        given["NEWSCLEAN_CORPUS"] = str(folder / "corpus")
    # The tests' servers run on this machine, where crawls fetch only from hosts that are allowed by name and port.
    asked = [urlsplit(argument.removeprefix("url=")).netloc for argument in arguments if argument.startswith("url=")]
    given["NEWSCLEAN_ALLOW_HOSTS"] = ",".join(asked)
    articles, option = folder / "articles.jsonl", "-O"
    if option not in arguments:  # of which the file holds what earlier runs have found, too; Scrapy wants one of both
        option = "-o"
        articles.unlink(missing_ok=True)
    command = [*under, sys.executable, "-m", "scrapy", "crawl", *arguments, option, str(articles)]
    for name, value in {**QUICK, **given, **settings}.items():
        command += ["-s", f"{name}={value}"]
    variables = {**os.environ, **(environment or {})}
    return RunningCrawl(
        subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    )


def end_of(running: RunningCrawl, folder: Path) -> Crawl:
    """How the crawl ended, when it has."""
    status, log = running.end()
    return Crawl(status, _lines(folder / "articles.jsonl"), _lines(folder / "rejects.jsonl"), log)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]] if path.exists() else []


@dataclass(frozen=True)
class Project:
    """How a crawl in somebody else's project ended."""

    folder: Path
    status: int
    log: str

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The items in a file of JSON lines."""
        return _lines(self.folder / name)


def crawl_project(folder: Path, module: str, spider: str, *arguments: str) -> Project:
    """Runs `scrapy crawl` in a folder with the settings of a module in tests/newsclean."""
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *arguments]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": f"tests.newsclean.{module}"}
    ended = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=PATIENCE)
    return Project(folder, ended.returncode, ended.stderr)
