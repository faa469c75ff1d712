"""Runs `scrapy crawl` as a user does, in a process of its own, and tells what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
# No one has to wait for a server of ours.
_QUICK = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False", "CONCURRENT_REQUESTS_PER_DOMAIN": "8"}


@dataclass(frozen=True)
class Crawl:
    """Exit status, the records and rejects in the files, and what stood on stderr."""

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


def crawl(folder: Path, *arguments: str, **settings: str) -> Crawl:
    """Runs `scrapy crawl` with these arguments and settings; writes its files to `folder`."""
    return end_of(start_crawl(folder, *arguments, **settings), folder)


def start_crawl(
    folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, **settings: str
) -> subprocess.Popen[str]:
    """The same, without waiting for its end; `environment` adds variables to that of the tests."""
    given = {"NEWSCLEAN_REJECTS": str(folder / "rejects.jsonl")}
    if arguments[0] != "demo":  # which keeps nothing by itself
        given["NEWSCLEAN_CORPUS"] = str(folder / "corpus")
    # The tests' servers run on this machine, which no crawl may ask unless it is told so, by host and port.
    asked = [urlsplit(argument.removeprefix("url=")).netloc for argument in arguments if argument.startswith("url=")]
    given["NEWSCLEAN_ALLOW_HOSTS"] = ",".join(asked)
    command = [sys.executable, "-m", "scrapy", "crawl", *arguments, "-O", str(folder / "articles.jsonl")]
    for name, value in {**_QUICK, **given, **settings}.items():
        command += ["-s", f"{name}={value}"]
    variables = {**os.environ, **(environment or {})}
    return subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def end_of(process: subprocess.Popen[str], folder: Path) -> Crawl:
    """What came of the crawl, when it has ended."""
    _, log = process.communicate(timeout=120)
    return Crawl(process.returncode, _lines(folder / "articles.jsonl"), _lines(folder / "rejects.jsonl"), log)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]] if path.exists() else []
