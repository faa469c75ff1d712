"""`newsclean crawl` of several sites: a process each, never two on one domain, a table and the worst exit status.

Covers child_crawls, crawl_options, crawl_table.
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
from tests.crawls import ROOT, RunningCrawl
from tests.server import BASE, Answer, NewsServer
from tests.spiders.test_base import article, feed

QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")


@pytest.fixture
def server() -> Iterator[NewsServer]:
    """Two feeds that wait, and their articles."""
    pages: dict[str, Answer | str] = {}
    for name in ("pier", "quay"):
        links = feed(f"/{name}-story").body
        assert isinstance(links, str)
        pages[f"/{name}"] = Answer(links.replace(BASE, ""), "application/xml", held=True)
        pages[f"/{name}-story"] = article(f"News of the {name}")
    with NewsServer(pages) as running:
        yield running


def start(folder: Path, server: NewsServer, *words: str) -> RunningCrawl:
    """A crawl where four sites are declared: mole and reef, whose feeds are gone, have them on the host of pier."""
    base, other = server.base, server.base.replace("127.0.0.1", "localhost")
    own = folder / "sites"
    own.mkdir()
    (own / "pier.toml").write_text(f'domains = ["127.0.0.1"]\ncountry = "FJ"\nfeeds = ["{base}/pier"]\n')
    (own / "quay.toml").write_text(f'domains = ["localhost"]\nfeeds = ["{other}/quay"]\n')
    for name in ("mole", "reef"):
        (own / f"{name}.toml").write_text(f'domains = ["{name}.invalid"]\ncountry = "FJ"\nfeeds = ["{base}/{name}"]\n')
    (own / "bad.toml").write_text('domains = ["com"]\n')
    hosts = ",".join(url.removeprefix("http://") for url in (base, other))
    command = [sys.executable, "-m", "newsclean", "crawl", *words, *QUICK, "-s", f"NEWSCLEAN_ALLOW_HOSTS={hosts}"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "NEWSCLEAN_SITES": str(own)}
    return RunningCrawl(subprocess.Popen(command, cwd=folder, env=variables, stderr=subprocess.PIPE, text=True))


def table(log: str) -> dict[str, list[str]]:
    """The rows behind the heading, without what explains them: verdict, new, rejected and failed; not the time."""
    rows = log.partition("site  verdict")[2].splitlines()[1:-1]
    return {cells[0]: cells[1:5] for cells in map(str.split, rows) if len(cells) == 6}


@pytest.mark.slow
def test_sites_are_crawled_side_by_side_but_never_two_on_one_domain(tmp_path: Path, server: NewsServer) -> None:
    running = start(
        tmp_path, server, "pier", "mole", "quay", "--jobs", "3", "-O", "out/%(name)s.jsonl", "-L", "INFO",
        "--logfile", "log/%(name)s.log", "-s", "NEWSCLEAN_FIGURES=told/figures.jsonl", "-s", "LOG_FORMAT=%(message)s",
        "--report", "report.html",
    )  # fmt: skip
    server.wait_for("/pier", "/quay")
    server.release()
    status, log = running.end()
    assert table(log) == {
        "pier": ["good", "1", "0", "0"],
        "mole": ["nothing-discovered", "0", "0", "0"],
        "quay": ["good", "1", "0", "0"],
    }
    assert status == 3
    rows = log.splitlines()
    worst = next(at for at, row in enumerate(rows) if row.startswith("mole  nothing-discovered"))
    assert rows[worst - 1].startswith("site  verdict")
    assert rows[worst + 1].startswith("  Nothing was discovered: ")
    assert "  Log: log/mole.log" in rows
    assert rows[-1] == "2 of 3 sites are good, 2 new records."
    figures = [json.loads(line) for line in (tmp_path / "told/figures.jsonl").read_text("utf-8").splitlines()]
    assert {told["site"]: told["new"] for told in figures} == {"pier": 1, "mole": 0, "quay": 1}
    report = (tmp_path / "report.html").read_text("utf-8")
    assert "2 new articles from 2 sites." in report
    assert "1 is broken" in report
    assert server.paths.index("/mole") > server.paths.index("/pier-story")
    for name in ("pier", "quay"):
        assert f"News of the {name}" in (tmp_path / f"out/{name}.jsonl").read_text("utf-8")
        assert "1 discovered, 1 new" in (tmp_path / f"log/{name}.log").read_text("utf-8")


def test_a_group_is_quiet_but_for_problems_and_a_signal_ends_it_with_its_table(
    tmp_path: Path, server: NewsServer
) -> None:
    running = start(tmp_path, server, "--country", "fj", "--jobs", "1")
    server.wait_for("/pier")
    running.process.send_signal(signal.SIGTERM)
    running.wait_for("pier: ")
    server.release()
    status, log = running.end()
    assert {name: row[:1] for name, row in table(log).items()} == {
        "mole": ["nothing-discovered"],
        "pier": ["stopped"],
        "reef": ["not-started"],
    }
    assert status == 3
    first, *lines = log.partition("site  verdict")[0].splitlines()
    assert "bad.toml:1: domains: 'com' is the end of many domains" in first
    assert {line.partition(" ")[0] for line in lines} == {"mole:", "pier:"}
    assert "INFO" not in log


def test_a_crawl_that_is_killed_while_it_tells_its_figures_harms_no_other(tmp_path: Path, server: NewsServer) -> None:
    killed = 'ITEM_PIPELINES={"tests.pipelines.misbehaving.KilledWithinItsFigures": 200}'
    status, log = start(tmp_path, server, "pier", "quay", "--jobs", "1", "-s", killed).end()
    assert table(log) == {name: ["killed", "-", "-", "-"] for name in ("pier", "quay")}, log
    assert log.count("  Signal 9 ended the process.") == 2
    assert status != 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("detik", "sindonew"), "there is no site 'sindonew'. Did you mean 'sindonews'?"),
        (
            ("detik", "kompas", "-O", "out/all.jsonl"),
            "-O out/all.jsonl would be written by several crawls at once. Put the site into the name: "
            "-O '%(name)s-all.jsonl'",
        ),
        (("--all", "--logfile", "night.log"), "--logfile night.log would be written by several crawls at once."),
        (
            ("detik", "--country", "id"),
            "detik: name sites, or choose them by --country, --language or --all; not both.",
        ),
        (("--country", "fj"), "there is no such site; `newsclean sites list` shows what there is."),
        (("--language", "Swahili"), "'Swahili' is not the code of a language; write 'sw'."),
        (("detik", "kompas", "-L", "debug"), "there is no log level 'debug'. There are: "),
    ],
)
def test_what_is_wrong_with_one_is_reported_before_any_begins(words: tuple[str, ...], message: str) -> None:
    result = CliRunner().invoke(main, ["crawl", *words])
    assert result.exit_code == 2
    assert f"newsclean: {message}" in result.stderr
