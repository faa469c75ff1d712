"""Who owns a run: its corpus is opened, ended and closed in one place, and spiders of other projects get by without."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsclean.corpus import SiteFolder
from newsclean.corpus.store import Store
from tests.crawls import PATIENCE, PLAIN, ROOT, crawl
from tests.server import Answer, NewsServer
from tests.spiders.test_base import article, feed

FOREIGN = """
import sys
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from tests.newsclean.corpus.stories import page

class ForeignSpider(Spider):
    name = "foreign"
    async def start(self):
        yield page(7)
        yield page(8).model_copy(update={"html": b"<p>Nothing here.</p>"})
        yield {"an item": "of another kind"}

process = AsyncCrawlerProcess({
    "ITEM_PIPELINES": {"newsclean.pipelines.clean.CleanPipeline": 1, "newsclean.pipelines.store.StorePipeline": 2},
    "NEWSCLEAN_PAGE_TIMEOUT": 60, "NEWSCLEAN_PAGE_MEMORY": 1024,
    "FEEDS": {sys.argv[1]: {"format": "jsonlines"}}, "STATS_DUMP": True,
})
process.crawl(ForeignSpider)
process.start()
"""


@pytest.mark.slow
def test_the_pipelines_serve_a_spider_of_another_project(tmp_path: Path) -> None:
    output = tmp_path / "items.jsonl"
    command = [sys.executable, "-c", FOREIGN, str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    items = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert [item.get("title") for item in items if "title" in item] == ["Ferry number 7 stays for three more years"], (
        done.stderr
    )
    assert {"an item": "of another kind"} in items
    assert len(items) == 2
    assert "'newsclean/new': 1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_history_holds_how_a_run_ended_and_nobody_holds_the_site_afterwards(tmp_path: Path) -> None:
    pages: dict[str, Answer | str] = {"/feed": feed("/a", "/b"), "/a": article("A story"), "/b": "<p>Nothing here.</p>"}
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", **PLAIN)
    folder = SiteFolder(tmp_path / "corpus" / "127.0.0.1")
    with Store(folder.database) as store:
        (run,) = store.runs()
    assert run.ending is not None
    assert (run.ending.verdict, run.ending.exit_status) == ("good", found.status) == ("good", 0), found.log
    assert run.ending.sentence == found.sentence
    assert {name: run.ending.figures[name] for name in ("new", "rejected", "failed")} == {
        "new": 1, "rejected": 1, "failed": 0,
    }  # fmt: skip
    assert [path.stem for path in folder.export_files()] == [run.name]


def test_a_page_that_a_redirect_led_to_is_known_by_both_addresses(tmp_path: Path) -> None:
    pages: dict[str, Answer | str] = {
        "/feed": feed("/moved"), "/moved": Answer(status=301, location="/story"), "/story": article("A story"),
    }  # fmt: skip
    with NewsServer(pages) as server:
        assert crawl(tmp_path, "news", "-a", f"url={server.base}/feed", **PLAIN).status == 0
        with Store(SiteFolder(tmp_path / "corpus" / "127.0.0.1").database) as store:
            assert store.is_seen(f"{server.base}/moved")
            assert store.is_seen(f"{server.base}/story")
