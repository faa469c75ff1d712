"""Opt-outs in a crawl: pages are listed and not kept, as far as the setting says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from newsclean.spiders.download.opt_outs import read
from tests.crawls import crawl
from tests.hostile.network.case import page
from tests.server import BASE, Answer, NewsServer

META = b'<meta name="robots" content="noai"><title>'
PAGES = ("open", "tagged", "headed", "reserved/1")


@pytest.mark.slow
def test_pages_that_opt_out_are_listed_and_not_kept(tmp_path: Path) -> None:
    links = "".join(f"<item><link>{BASE}/{name}</link></item>" for name in PAGES)
    pages: dict[str, Answer | str] = {f"/{name}": Answer(page(f"Story of {name}")) for name in PAGES}
    pages["/feed"] = f"<rss><channel>{links}</channel></rss>"
    pages["/tagged"] = Answer(page("Story of a tag").replace(b"<title>", META))
    pages["/headed"] = Answer(page("Story of a header"), head=b"X-Robots-Tag: noindex, noai\r\n")
    pages["/.well-known/tdmrep.json"] = json.dumps([{"location": "/reserved/*", "tdm-reservation": 1}])
    with NewsServer(pages) as server:
        for name in ("page", "site"):
            (tmp_path / name).mkdir()
        start = ("news", "-a", f"url={server.base}/feed")
        found = crawl(tmp_path / "page", *start)
        assert [record["title"] for record in found.records] == ["Story of open", "Story of reserved/1"], found.log
        assert {reject["url"].removeprefix(server.base): reject["reason"] for reject in found.rejects} == {
            "/tagged": "opted-out",
            "/headed": "opted-out",
        }
        assert "/.well-known/tdmrep.json" not in server.paths
        (archive,) = (tmp_path / "page/corpus").glob("*/pages/*")
        kept = gzip.decompress(archive.read_bytes())
        assert b"Story of open" in kept
        assert b"Story of a tag" not in kept
        assert b"Story of a header" not in kept
        assert len(crawl(tmp_path / "site", *start, NEWSCLEAN_OPT_OUTS="site").records) == 1
        wrong = crawl(tmp_path, *start, NEWSCLEAN_OPT_OUTS="all")
    assert wrong.status == 2
    assert 'NEWSCLEAN_OPT_OUTS=all is not known. Use "page", "site", or "" to honour none.' in wrong.log


def test_a_file_of_reservations_that_is_broken_reserves_what_can_be_read_of_it() -> None:
    rules = [{"location": "/a\nDisallow: /", "tdm-reservation": 1}, 7, {}, {"location": "/b", "tdm-reservation": 0}]
    assert read(json.dumps(rules).encode()) == b"User-agent: *\nAllow: /b"
    for body in (b"", b"[" * 100_000, b'{"location": "/"}', b"\xff"):
        assert b"Disallow" not in read(body)
