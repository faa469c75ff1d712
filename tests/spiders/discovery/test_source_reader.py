"""Sources from night to night: what a feed says of its articles is used, and what has not changed is not read again.

Covers newsclean.spiders.download.header_fields and newsclean.corpus.cache.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from newsclean import Page, clean
from newsclean.corpus.cache import KEPT, Cache, Kept
from newsclean.corpus.outcomes import Validators
from newsclean.corpus.store import Store
from newsclean.corpus.warc_pages import Tally, pages_of
from newsclean.formats.json_lines import to_line
from tests.crawls import crawl
from tests.hostile.network.case import PARAGRAPHS
from tests.server import BASE, Answer, NewsServer

LATER = tuple(
    f"On day {n} of the search the divers found nothing but ropes, chains and two old anchors." for n in range(6)
)
WALL = '<div class="paywall"><p>Subscribe to read on.</p></div>'


def page(name: str, *paragraphs: str, extra: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="en"><head><title>News of {name}</title></head>'
        f"<body><article><h1>News of {name}</h1>{text}{extra}</article></body></html>"
    )


def feed(*names: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, *LATER))
    items = "".join(
        f"<item><title>News of {name}</title><link>{BASE}/{name}</link><category>Shipping</category>"
        f"<pubDate>Tue, 24 Nov 2026 06:30:00 +0000</pubDate><c:encoded><![CDATA[{text}]]></c:encoded></item>"
        for name in names
    )
    return f'<rss xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>'


@pytest.mark.slow
def test_a_feed_serves_where_pages_fail_and_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    pages: dict[str, Answer | str] = {
        "/feed": Answer(feed("whole", "walled", "broken", "gone"), "application/rss+xml", etag='"1"'),
        "/": Answer('<head><link rel="alternate" type="application/rss+xml" href="/feed"></head>', etag='"h"'),
        "/robots.txt": Answer("User-agent: *\nDisallow: /private", "text/plain", etag='"r"'),
        "/whole": page("whole", *PARAGRAPHS),
        "/walled": page("walled", PARAGRAPHS[0], extra=WALL),
        "/broken": Answer("<h1>Error</h1>", status=500),
    }
    with NewsServer(pages) as server:
        start = f"url={server.base}/"
        found = crawl(tmp_path, "news", "-a", start)
        records = {record["url"].rpartition("/")[2]: record for record in found.records}
        assert {name: record["body_source"] for name, record in records.items()} == {
            "whole": "page",
            "walled": "feed",
            "broken": "feed",
        }
        for name in ("walled", "broken"):
            assert records[name]["body"].split("\n\n") == [*PARAGRAPHS, *LATER]
            assert records[name]["complete"] is None
        assert {record["section"] for record in records.values()} == {"Shipping"}
        assert [(reject["url"], reject["reason"]) for reject in found.rejects] == [
            (f"{server.base}/gone", "fetch-failed")
        ]
        assert "3 new, 2 of them by the text in a feed" in found.sentence
        with Store(next((tmp_path / "corpus").glob("*/corpus.sqlite")), readonly=True) as store:
            again = dict(store.ask("SELECT url, again FROM urls"))
            assert again[f"{server.base}/broken"] is not None  # the page may say more tomorrow
        (archive,) = (tmp_path / "corpus").glob("*/pages/*")
        outcomes = [clean(page) for page in pages_of(archive, Tally()) if isinstance(page, Page)]
        assert [json.loads(to_line(outcome)) for outcome in outcomes] == found.records

        server.asked.clear()
        found = crawl(tmp_path, "news", "-a", start)
        assert (found.status, found.figures["sources_unchanged"], found.figures["seen"]) == (0, 2, 3)
        assert [(asked.path, asked.if_none_match) for asked in server.asked] == [
            ("/robots.txt", '"r"'),
            ("/", '"h"'),
            ("/feed", '"1"'),
        ]

        server.pages["/feed"] = Answer(feed("whole", "new"), "application/rss+xml", etag='"2"')
        server.pages["/new"] = Answer(page("new", *PARAGRAPHS))
        found = crawl(tmp_path, "news", "-a", start)
        assert [record["title"] for record in found.records] == ["News of new"]
        assert found.figures["sources_unchanged"] == 1


def test_what_is_kept_comes_back_until_it_is_old(tmp_path: Path) -> None:
    cache, kept = Cache(tmp_path / "sources"), Kept(b"one\ntwo", Validators('"1"', "Tue"))
    assert cache.get("a") is None
    cache.put("a", kept)
    cache.put("b", kept)
    (file,) = (path for path in cache.folder.iterdir() if path != cache._path("b"))
    cache.prune(dt.datetime.now(dt.UTC))
    assert cache.get("a") == kept
    old = (dt.datetime.now(dt.UTC) - KEPT).timestamp() - 1
    os.utime(file, (old, old))
    cache.prune(dt.datetime.now(dt.UTC))
    assert (cache.get("a"), cache.get("b")) == (None, kept)
    cache._path("b").write_bytes(cache._path("b").read_bytes()[:-9])  # cut off by a power cut
    assert cache.get("b") is None
    cache.put("b", None)
    assert not list(cache.folder.iterdir())
