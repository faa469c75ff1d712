"""No page vanishes: what is no record is a reject, in the file, in the stats and in the sentence."""

from __future__ import annotations

import datetime as dt
import json
import resource
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from newsclean import Reason, Reject
from newsclean.formats.json_lines import to_line
from newsclean.pipelines.rejects import RejectsExtension
from tests.crawls import crawl
from tests.server import NewsServer
from tests.test_night import news, night


@pytest.mark.slow
def test_a_bug_costs_only_its_pages_and_is_reported_once(tmp_path: Path) -> None:
    found = crawl(
        tmp_path, "demo",
        ITEM_PIPELINES='{"tests.pipelines.broken.BrokenPipeline": 100, "newsclean.pipelines.clean.CleanPipeline": 200, '
        '"newsclean.pipelines.store.StorePipeline": 300}',
    )  # fmt: skip
    assert found.status == 1
    assert len(found.records) == 1
    bugs = [reject for reject in found.rejects if reject["reason"] == "internal-error"]
    assert len(bugs) == 25
    assert bugs[0]["detail"].startswith("KeyError at broken.py:")
    assert found.log.count("Traceback") == 1
    assert "25 pages met a bug in newsclean" in found.log
    assert found.sentence.startswith("26 discovered, 1 new, 25 rejected (25 internal-error), 0 failed; ")


def test_a_page_that_cannot_be_stored_is_such_a_bug_and_harms_no_other(tmp_path: Path) -> None:
    with NewsServer(news(range(1, 6))) as server:
        found = night(tmp_path, server, ITEM_PIPELINES=json.dumps(UNSTORABLE))
    assert found.status == 1
    assert len(found.records) == 4
    (reject,) = found.rejects
    assert (reject["url"], reject["reason"]) == (f"{server.base}/news/2", "internal-error")
    assert reject["detail"].startswith("UnicodeEncodeError at ")
    assert found.log.count("Traceback") == 1
    assert found.sentence == "5 discovered, 4 new, 1 rejected (1 internal-error), 0 failed."


UNSTORABLE = {
    "tests.pipelines.misbehaving.Plain": 100,
    "tests.pipelines.broken.Unstorable": 200,
    "newsclean.pipelines.store.StorePipeline": 300,
}


def test_a_reject_does_not_follow_on_a_line_that_was_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "rejects.jsonl"
    file.write_bytes(b'{"url": "https://x.exa')
    reject = Reject(url="https://x.example/1", reason=Reason.EMPTY, detail="", fetched_at=dt.datetime.now(dt.UTC))
    extension = RejectsExtension(get_crawler(), file)
    extension.add(reject)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 9, usual[1]))
    extension.add(reject)  # on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    extension.add(reject)
    assert file.read_bytes() == b'{"url": "https://x.exa\n' + 2 * to_line(reject)


@pytest.mark.slow
def test_rejects_can_be_left_unwritten(tmp_path: Path) -> None:
    found = crawl(tmp_path, "demo", "-a", "limit=1", NEWSCLEAN_REJECTS="")
    assert found.status == 0
    assert found.rejects == []


def test_a_reject_file_that_cannot_be_written_ends_the_run_before_it_starts(tmp_path: Path) -> None:
    found = crawl(tmp_path, "demo", NEWSCLEAN_REJECTS=str(tmp_path))
    assert found.status == 1
    assert found.log.splitlines()[-1] == (
        f"demo: newsclean: {tmp_path} cannot be written: it is a folder. Choose another place for it."
    )
    assert "Traceback" not in found.log
    assert found.records == []
