"""Scrapy's other ways in: parse, shell, and a crawl from a script. Covers newsclean.spiders.commands.shell,
newsclean.spiders.run.aside.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsclean.spiders.demo.server import SITE, DemoSite
from tests.crawls import PATIENCE, ROOT, crawl

ARTICLE = "meridian/read/3105/tidal-power-shares"
TITLE = "Tidal power firm doubles output target and cuts its dividend"
SCRIPT = """
import sys
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess
from scrapy.utils.project import get_project_settings
settings = get_project_settings()
settings.update({"NEWSCLEAN_ALLOW_HOSTS": [sys.argv[2]], "FEEDS": {"out.jsonl": {"format": "jsonl"}}})
process = getattr(sys.modules[__name__], sys.argv[1])(settings)
process.crawl("news", url=f"http://{sys.argv[2]}/%s")
process.start()
"""


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(SITE) as site:
        yield site


def scrapy(folder: Path, site: DemoSite, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in an empty folder."""
    environment = {"SCRAPY_SETTINGS_MODULE": "newsclean.settings", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    allowed = site.url.removeprefix("http://").rstrip("/")
    command = [sys.executable, "-m", "scrapy", *words, "-s", f"NEWSCLEAN_ALLOW_HOSTS={allowed}"]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_parse_shows_the_record_of_a_page_and_leaves_nothing_behind(tmp_path: Path, site: DemoSite) -> None:
    found = scrapy(tmp_path, site, "parse", f"{site.url}{ARTICLE}")
    assert found.returncode == 0, found.stderr
    assert f"'title': '{TITLE}'" in found.stdout
    assert "<html" not in found.stdout
    assert not [line for line in found.stderr.splitlines() if "WARNING" in line or "ERROR" in line]
    assert list(tmp_path.iterdir()) == []


def test_shell_fetches_under_the_guard_and_leaves_nothing_behind(tmp_path: Path, site: DemoSite) -> None:
    code = "print(response.status, fetch('http://127.0.0.1:9/'), response)"
    found = scrapy(tmp_path, site, "shell", f"{site.url}{ARTICLE}", "-c", code)
    assert found.stdout.startswith("200 None None"), found.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("process", ["CrawlerProcess", "AsyncCrawlerProcess"])
def test_a_script_crawls_as_the_command_does(tmp_path: Path, site: DemoSite, process: str) -> None:
    (tmp_path / "script.py").write_text(SCRIPT % ARTICLE)
    environment = {"SCRAPY_SETTINGS_MODULE": "newsclean.settings", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "script.py", process, site.url.removeprefix("http://").rstrip("/")]
    found = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "out.jsonl").read_text("utf-8").count(TITLE) >= 1
    assert (tmp_path / "corpus").is_dir()


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("CLOSESPIDER_ITEMCOUNT", "CLOSESPIDER_ITEMCOUNT was reached"),
        ("CLOSESPIDER_PAGECOUNT", "PAGECOUNT was reached"),
    ],
)
def test_a_run_that_a_limit_cuts_is_not_good_and_the_next_does_the_rest(
    tmp_path: Path, site: DemoSite, limit: str, sentence: str
) -> None:
    found = crawl(tmp_path, "news", "-a", f"url={site.url}", **{limit: "1"}, CONCURRENT_REQUESTS="1")
    assert found.status == 9, found.log
    assert sentence in found.log
    assert "Traceback" not in found.log
    assert "never retrieved" not in found.log
    assert len(found.records) <= 8  # those that were being stored


def test_another_reactor_is_refused_with_a_message(tmp_path: Path) -> None:
    found = crawl(tmp_path, "demo", TWISTED_REACTOR="twisted.internet.selectreactor.SelectReactor")
    assert (found.status, found.log.count("\n")) == (2, 1)
    assert "Leave TWISTED_REACTOR at" in found.log
