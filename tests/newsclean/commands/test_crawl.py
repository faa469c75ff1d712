"""`newsclean crawl` and `newsclean demo`: the run of `scrapy crawl`, from a folder that holds nothing of newsclean.

Covers demo and newsclean.spiders.process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawls import PATIENCE, ROOT
from tests.server import Answer, NewsServer
from tests.spiders.test_base import article, feed


def newsclean(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsclean", *words]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=PATIENCE)


def titles(path: Path) -> list[str]:
    return [json.loads(line)["title"] for line in path.read_text("utf-8").splitlines()]


@pytest.mark.slow
def test_a_url_is_crawled_from_any_folder_even_one_of_another_scrapy_project(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = somebody.elses.settings\n")
    pages: dict[str, Answer | str] = {"/feed": feed("/a"), "/a": article("A story")}
    with NewsServer(pages) as server:
        host = server.base.removeprefix("http://")
        done = newsclean(
            tmp_path, "crawl", f"{server.base}/feed", "-O", "articles.jsonl", "-s", f"NEWSCLEAN_ALLOW_HOSTS={host}",
            "-s", "DOWNLOAD_DELAY=0", "-a", "limit=5", "-L", "INFO", "--logfile", "crawl.log", "--pidfile", "crawl.pid",
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert titles(tmp_path / "articles.jsonl") == ["A story"]
    assert "1 discovered, 1 new" in (tmp_path / "crawl.log").read_text("utf-8")
    assert (tmp_path / "crawl.pid").read_text().strip().isdecimal()
    assert len(list((tmp_path / "corpus/127.0.0.1/exports").glob("*.jsonl"))) == 1


@pytest.mark.slow
def test_the_exit_status_is_that_of_the_run(tmp_path: Path) -> None:
    with NewsServer({"/": "<html><body><p>Soon here.</p></body></html>"}) as server:
        host = server.base.removeprefix("http://")
        done = newsclean(tmp_path, "crawl", f"{server.base}/", "-s", f"NEWSCLEAN_ALLOW_HOSTS={host}")
    assert done.returncode == 3
    assert "Nothing was discovered" in done.stderr


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            ("demo", "-L", "debug"),
            "newsclean: there is no log level 'debug'. "
            "There are: CRITICAL, FATAL, ERROR, WARN, WARNING, INFO, DEBUG, NOTSET.",
        ),
        (
            ("demo", "-s", "NEWSCLEAN_WORKER=2"),
            "newsclean: there is no setting NEWSCLEAN_WORKER. Did you mean NEWSCLEAN_WORKERS?",
        ),
        pytest.param(
            ("sindonew",),
            "newsclean: there is no spider 'sindonew'. Did you mean 'sindonews'?",
            marks=pytest.mark.slow,
        ),
        (
            ("https://a.example/", "-a", "url=https://b.example/"),
            "newsclean: https://a.example/ and -a url=https://b.example/ are two addresses; leave out one of them.",
        ),
        ((), "error: one spider or URL is needed: newsclean crawl sindonews"),
    ],
)
def test_wrong_use_is_answered_in_one_line_with_status_2(tmp_path: Path, words: tuple[str, ...], answer: str) -> None:
    done = newsclean(tmp_path, "crawl", *words)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(answer)


def test_help_names_the_options_and_the_exit_statuses(tmp_path: Path) -> None:
    done = newsclean(tmp_path, "crawl", "--help")
    assert done.returncode == 0
    for text in ("newsclean crawl [options] <spider or URL>", "-O FILE", "--pidfile", "  7  the run is complete"):
        assert text in done.stdout


@pytest.mark.slow
def test_the_demo_shows_its_first_record(tmp_path: Path) -> None:
    done = newsclean(tmp_path, "demo")
    assert done.returncode == 0, done.stderr
    assert len(titles(tmp_path / "demo.jsonl")) == 24
    assert f"24 records are in {tmp_path / 'demo.jsonl'}" in done.stdout
    assert titles(tmp_path / "demo.jsonl")[0] in done.stdout.replace("\n", " ")


def test_the_demo_refuses_a_file_whose_records_it_cannot_show(tmp_path: Path) -> None:
    done = newsclean(tmp_path, "demo", "-o", "demo.json")
    assert done.returncode == 2
    assert "ends in .jsonl, or use `newsclean crawl demo -O demo.json`" in done.stderr
    assert not (tmp_path / "demo.json").exists()
