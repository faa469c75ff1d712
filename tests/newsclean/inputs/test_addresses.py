"""Addresses on the command line of `newsclean clean` and `explain`: fetched as a crawl does it, and not kept.

Covers addresses, newsclean.spiders.fetch.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsclean.commands.cli import main
from tests.crawls import PATIENCE, QUICK
from tests.newsclean.corpus.stories import html
from tests.server import Answer, NewsServer

CODE = "from newsclean.commands.cli import main; main(prog_name='newsclean')"
PAGES = {
    "/robots.txt": Answer("User-agent: *\nDisallow: /secret\n", "text/plain"),
    "/1": Answer(html(1)),
    "/2": Answer(html(2)),
    "/moved": Answer(status=301, location="/2"),
    "/feed": Answer('<?xml version="1.0"?><rss><channel></channel></rss>', "application/rss+xml"),
    "/held": Answer(html(3), held=True),
}


@pytest.fixture(scope="module")
def server() -> Iterator[NewsServer]:
    with NewsServer(PAGES) as server:
        yield server


def options(server: NewsServer) -> list[str]:
    settings = {**QUICK, "RETRY_TIMES": "0", "NEWSCLEAN_ALLOW_HOSTS": server.base.removeprefix("http://")}
    return [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]


def lines(path: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_addresses_are_fetched_once_and_politely_and_each_is_accounted_for(
    server: NewsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_bytes(html(4))
    addresses = [f"{server.base}/{name}" for name in ("1", "2", "1", "moved", "secret", "404", "feed")]
    words = ["page.html", *addresses, "http://10.0.0.1/", "-o", "records.jsonl", "--rejects", "rejects.jsonl"]
    ended = CliRunner().invoke(main, [*("clean", *words), *options(server)])
    assert ended.exit_code == 1
    records, rejects = lines(tmp_path / "records.jsonl"), lines(tmp_path / "rejects.jsonl")
    assert [record["file"] for record in records] == ["page.html", None, None]
    assert {record["url"] for record in records[1:]} == {f"{server.base}/1", f"{server.base}/2"}
    assert {record["discovered_via"] for record in records[1:]} == {"argument"}
    assert {reject["url"]: reject["reason"] for reject in rejects} == {
        f"{server.base}/secret": "forbidden",
        f"{server.base}/404": "fetch-failed",
        f"{server.base}/feed": "not-an-article",
        "http://10.0.0.1/": "refused-address",
    }
    assert f"newsclean: {server.base}/404: HTTP status 404" in ended.stderr.splitlines()
    assert "; skipped: address of a page that was read 1" in ended.stderr
    assert server.paths.count("/1") == server.paths.count("/robots.txt") == 1
    assert not {"/secret", "/held"} & set(server.paths)
    assert sorted(os.listdir(tmp_path)) == ["page.html", "records.jsonl", "rejects.jsonl"]


def test_a_signal_ends_the_crawl_and_leaves_what_was_done(server: NewsServer, tmp_path: Path) -> None:
    words = ("clean", f"{server.base}/1", f"{server.base}/held", "-o", "records.jsonl")
    running = subprocess.Popen(
        [sys.executable, "-c", CODE, *words, *options(server)], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    server.wait_for("/held")
    running.send_signal(signal.SIGTERM)
    _, log = running.communicate(timeout=PATIENCE)
    assert running.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in log


@pytest.mark.slow
def test_explain_fetches_a_page(server: NewsServer) -> None:
    shown = CliRunner().invoke(main, ["explain", f"{server.base}/1", "--json", *options(server)])
    assert json.loads(shown.stdout)["title"] == "Ferry number 1 stays for three more years"
