"""The crawl awaits its workers: faults cost their pages, and no process outlives the crawl."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsclean.workers.process import sample
from tests.crawls import crawl, end_of, start_crawl
from tests.misbehaving import FIFO
from tests.server import BASE, Answer, NewsServer


def pages(*paths: str) -> dict[str, Answer | str]:
    links = "".join(f"<item><link>{BASE}{path}</link></item>" for path in paths)
    article = str(sample().html, "utf-8")
    return {
        "/feed": Answer(f"<rss><channel>{links}</channel></rss>", "application/rss+xml"),
        **dict.fromkeys(paths, article),
    }


def pipeline(name: str) -> str:
    return f'{{"tests.pipelines.misbehaving.{name}": 200, "newsclean.pipelines.store.StorePipeline": 300}}'


def test_a_fault_costs_its_page_and_every_other_page_comes_out(tmp_path: Path) -> None:
    faults = {"loop": "too-slow", "bug": "internal-error"}
    with NewsServer(pages("/a", *(f"/fault-{fault}" for fault in faults), "/b", "/c")) as server:
        found = crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", ITEM_PIPELINES=pipeline("Misbehaving"),
            NEWSCLEAN_PAGE_TIMEOUT="3",
        )  # fmt: skip
        assert sorted(url.removeprefix(server.base) for url in found.urls) == ["/a", "/b", "/c"]
    assert {reject["url"].rpartition("-")[2]: reject["reason"] for reject in found.rejects} == faults
    assert found.log.count("Traceback") == 1
    assert found.sentence == "5 discovered, 3 new, 2 rejected (1 internal-error, 1 too-slow), 0 failed."


def test_workers_that_cannot_start_end_the_crawl_with_a_message_and_reject_no_page(tmp_path: Path) -> None:
    with NewsServer(pages("/a", "/b")) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/feed", ITEM_PIPELINES=pipeline("Missing"))
    assert found.status == 1
    assert found.log.count("not even newsclean's own sample page can be cleaned") == 1
    assert "no_such_function" in found.log
    assert found.log.count("Traceback") == 1
    assert (found.records, found.rejects) == ([], [])


def test_an_impossible_limit_is_reported_before_anything_is_fetched(tmp_path: Path) -> None:
    found = crawl(tmp_path, "demo", NEWSCLEAN_PAGE_TIMEOUT="0")
    assert found.status == 2
    assert "NEWSCLEAN_PAGE_TIMEOUT" in found.log
    assert "Traceback" not in found.log


def test_no_worker_outlives_the_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    monkeypatch.setenv(FIFO, str(fifo))
    with NewsServer(pages("/fault-tell")) as server:
        process = start_crawl(tmp_path, "news", "-a", f"url={server.base}/feed", ITEM_PIPELINES=pipeline("Misbehaving"))
        with fifo.open() as worker:
            assert worker.readline()
            assert len(end_of(process, tmp_path).records) == 1
            assert worker.read() == ""  # it comes to an end: nobody holds it open
