"""Every way into a crawl that users of Scrapy know: scripts, and the commands that look at one address.

Covers newsclean.spiders.commands.fetch, parse, shell and view, download.handler and run.problems.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawls import QUICK, ROOT, Crawl, crawl
from tests.server import NewsServer
from tests.spiders.test_base import article, feed

pytestmark = pytest.mark.slow

PATHS = [f"/news/{number}/the-harbour-ferry" for number in range(12)]
SCRIPT = """
import json, sys
from scrapy import crawler
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

kind, url, given = sys.argv[1:]
settings = get_project_settings()
settings.setdict(json.loads(given), priority="cmdline")
if kind.endswith("Process"):
    process = getattr(crawler, kind)(settings)
    process.crawl("news", url=url)
    process.start()
else:
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor
    crawl = getattr(crawler, kind)(settings).crawl("news", url=url)
    end = lambda _: reactor.stop()
    crawl.add_done_callback(end) if kind.startswith("Async") else crawl.addBoth(end)
    reactor.run()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[NewsServer]:
    pages = {path: article(f"Ferry {path} stays") for path in PATHS}
    with NewsServer({"/": "<h1>Harbour</h1>", "/feed": feed(*PATHS), **pages}) as server:
        yield server


def scrapy(folder: Path, *words: str, allowed: str = "") -> subprocess.CompletedProcess[str]:
    given = {**QUICK, "NEWSCLEAN_ALLOW_HOSTS": allowed}
    command = [sys.executable, "-m", "scrapy", *words]
    for name, value in given.items():
        command += ["-s", f"{name}={value}"]
    return run(folder, command)


def run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs it in an empty folder, with newsclean's settings."""
    environment = {"SCRAPY_SETTINGS_MODULE": "newsclean.settings", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", ["CrawlerProcess", "AsyncCrawlerProcess", "CrawlerRunner", "AsyncCrawlerRunner"])
def test_a_script_crawls_as_the_command_does(tmp_path: Path, server: NewsServer, kind: str) -> None:
    host = server.base.removeprefix("http://")
    given = {**QUICK, "NEWSCLEAN_ALLOW_HOSTS": host, "FEEDS": {"articles.jsonl": {"format": "jsonl"}}}
    done = run(tmp_path, [sys.executable, "-c", SCRIPT, kind, f"{server.base}/feed", json.dumps(given)])
    assert (tmp_path / "articles.jsonl").read_text("utf-8").count("\n") == len(PATHS), done.stderr


@pytest.mark.parametrize("kind", ["CrawlerProcess", "AsyncCrawlerRunner"])
def test_a_script_is_guarded(tmp_path: Path, server: NewsServer, kind: str) -> None:
    asked = len(server.asked)
    run(tmp_path, [sys.executable, "-c", SCRIPT, kind, f"{server.base}/feed", json.dumps(QUICK)])
    assert len(server.asked) == asked


def test_commands_that_look_at_an_address_leave_nothing_behind(tmp_path: Path, server: NewsServer) -> None:
    url, host = f"{server.base}{PATHS[0]}", server.base.removeprefix("http://")
    shell = scrapy(tmp_path, "shell", url, "-c", "response.status", allowed=host)
    assert shell.stdout.strip() == "200", shell.stderr
    assert scrapy(tmp_path, "shell", url, "-c", "response").stdout.strip() == "None"  # it is guarded
    fetched = scrapy(tmp_path, "fetch", url, allowed=host)
    assert "</article>" in fetched.stdout
    assert fetched.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_parse_shows_the_page_in_short_and_with_pipelines_the_record_or_the_reject(
    tmp_path: Path, server: NewsServer
) -> None:
    url, host = f"{server.base}{PATHS[0]}", server.base.removeprefix("http://")
    page = scrapy(tmp_path, "parse", url, "--nocolour", allowed=host)
    assert "bytes>" in page.stdout
    assert "</article>" not in page.stdout
    words = ("--spider", "news", "-c", "parse_article", "--pipelines", "--nocolour")
    record = scrapy(tmp_path, "parse", url, *words, allowed=host)
    assert f"'title': 'Ferry {PATHS[0]} stays'" in record.stdout
    assert record.stderr == ""
    reject = scrapy(tmp_path, "parse", f"{server.base}/", "--pipelines", "--nocolour", allowed=host)
    assert "'reason': " in reject.stdout
    assert list(tmp_path.iterdir()) == []


def limited(folder: Path, server: NewsServer, **settings: str) -> Crawl:
    return crawl(folder, "news", "-a", f"url={server.base}/feed", **settings)


def test_a_limit_of_scrapys_leaves_the_rest_to_the_next_run_which_is_not_good(
    tmp_path: Path, server: NewsServer
) -> None:
    few = limited(tmp_path, server, CLOSESPIDER_ITEMCOUNT="3", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    assert 3 <= len(few.records) < len(PATHS)
    assert (few.status, few.figures["verdict"]) == (9, "stopped"), few.log
    rest = limited(tmp_path, server)
    assert len(few.records) + len(rest.records) == len(PATHS)
    assert rest.status == 0


def test_a_run_that_ends_before_it_has_found_anything_is_not_good(tmp_path: Path, server: NewsServer) -> None:
    none = limited(tmp_path, server, CLOSESPIDER_PAGECOUNT="1")
    assert (none.records, none.status) == ([], 9), none.log


def test_a_job_that_was_stopped_goes_on_with_the_cache_and_gets_every_article_once(
    tmp_path: Path, server: NewsServer
) -> None:
    habits = {"JOBDIR": str(tmp_path / "job"), "HTTPCACHE_ENABLED": "1", "HTTPCACHE_DIR": str(tmp_path / "cache")}
    first = limited(tmp_path, server, **habits, CLOSESPIDER_ITEMCOUNT="2")
    second = limited(tmp_path, server, **habits)
    urls = [*first.urls, *second.urls]
    assert len(urls) == len(set(urls)) == len(PATHS), second.log


def test_without_a_file_the_last_sentence_says_where_the_records_are(tmp_path: Path, server: NewsServer) -> None:
    words = ("crawl", "news", "-a", f"url={server.base}/feed", "-a", "limit=1")
    host = server.base.removeprefix("http://")
    assert "The records are in corpus/127.0.0.1/exports/" in scrapy(tmp_path, *words, allowed=host).stderr
    assert "newsclean export --corpus corpus --site 127.0.0.1" in scrapy(tmp_path, *words, allowed=host).stderr
    nowhere = scrapy(tmp_path, *words, "-s", "NEWSCLEAN_CORPUS=", allowed=host).stderr
    assert "The records are nowhere: name a file with -O" in nowhere


def test_another_reactor_is_refused_with_a_sentence(tmp_path: Path) -> None:
    done = scrapy(tmp_path, "crawl", "demo", "-s", "TWISTED_REACTOR=twisted.internet.selectreactor.SelectReactor")
    assert done.returncode == 2
    assert done.stderr.startswith("demo: newsclean: TWISTED_REACTOR=")
