"""JSON Feed as it comes: both versions, full texts, further pages, and what a hostile one may hold.

Covers full_text.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean import Entry
from newsclean.spiders.discovery.full_text import Room
from newsclean.spiders.discovery.links import SourceContents
from newsclean.spiders.discovery.sources import read_source
from tests.crawls import PLAIN, crawl
from tests.hostile.network.case import page
from tests.server import BASE, Answer, NewsServer

URL = "https://news.example/feed.json"
JAKARTA = dt.timezone(dt.timedelta(hours=7))
STORY = [
    f"The harbour of Ellery stayed closed on day {n} while divers searched the basin for the mine." for n in range(12)
]
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)


def feed(*items: Any, version: str = "https://jsonfeed.org/version/1.1", **more: Any) -> bytes:
    return json.dumps({"version": version, "title": "News", "items": items, **more}).encode()


def read(data: bytes, content_type: str | None = None) -> SourceContents:
    reading = read_source(data, URL, content_type=content_type)
    assert reading is not None
    return reading


def urls(reading: SourceContents) -> list[str]:
    return [link.entry.url for link in reading.links]


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_an_item_gives_address_title_times_section_and_text(version: str) -> None:
    item = {
        "id": "1",
        "url": "/read/1",
        "external_url": "https://elsewhere.example/report",
        "title": "Ferry to Ellery &amp; back",
        "date_published": "2026-09-16T06:30:00+07:00",
        "date_modified": "2026-09-17T06:30:00Z",
        "tags": ["Harbour"],
        "content_html": HTML,
    }
    (link,) = read(feed(item, version=version)).links
    assert link.entry == Entry(
        url="https://news.example/read/1",
        source="feed",
        title="Ferry to Ellery & back",
        date=dt.datetime(2026, 9, 16, 6, 30, tzinfo=JAKARTA),
        section="Harbour",
    )
    assert link.modified == dt.datetime(2026, 9, 17, 6, 30, tzinfo=dt.UTC)
    assert link.full_text == HTML


def test_it_is_told_by_what_it_holds() -> None:
    data = feed({"url": "/read/1"})
    for content_type in ("application/feed+json", "text/html", "text/plain; charset=iso-8859-1", None):
        assert urls(read(b"\xef\xbb\xbf\n" + data, content_type)) == ["https://news.example/read/1"]
    assert read_source(b'{"items": [{"url": "/read/1"}]}', URL) is None  # JSON of another kind


def test_the_articles_own_page_comes_first_then_one_elsewhere_then_the_key() -> None:
    items = ({"url": "javascript:x", "external_url": "/read/2"}, {"id": "https://news.example/read/3"}, {"id": "4"})
    reading = read(feed(*items))
    assert urls(reading) == ["https://news.example/read/2", "https://news.example/read/3"]
    assert reading.skipped == 1


def test_the_feed_says_where_it_goes_on() -> None:
    assert read(feed(next_url="?page=2")).next_page == "https://news.example/feed.json?page=2"
    assert read(feed(next_url=2)).next_page is None


def test_dates_are_read_in_the_language_of_item_or_feed() -> None:
    date = {"url": "/1", "date_published": "02 lis 2022 10:00 +0200"}
    (october, november) = read(feed(date, {**date, "url": "/2", "language": "pl"}, language="hr")).links
    assert [link.entry.date.month for link in (october, november) if link.entry.date] == [10, 11]


def test_a_broken_item_costs_only_itself() -> None:
    broken = (None, 7, [], "x", {}, {"url": 5}, {"url": ["/read/2"]}, {"url": "http://[bad"}, {"url": "/" * 3000})
    odd = {"url": "/read/1", "title": 5, "date_published": {}, "tags": "x", "content_html": [], "content_text": 3}
    reading = read(feed(*broken, odd, language=[], next_url={}))
    assert urls(reading) == ["https://news.example/read/1"]
    assert reading.skipped == len(broken)
    assert reading.links[0].entry == Entry(url="https://news.example/read/1", source="feed")


@pytest.mark.parametrize(
    "rest",
    [
        b'"items": ' + b"[" * 1_000_000,
        b'"items": ' + b'{"a":' * 500_000,
        b'"items": [' + b"[]," * 10_000_000 + b"[]]}",
        b'"items": [{"url": "/1", "x": ' + b"9" * 5_000_000 + b"}]}",
        b'"items": [{"url": "/1"}, {"url": "/2"',
        b'"items": 1e999999}',
    ],
    ids=["lists", "objects", "30 MB of lists", "a huge number", "cut off", "infinity"],
)
def test_a_hostile_feed_gives_nothing_and_takes_little(rest: bytes) -> None:
    reading = read_source(b'{"version": "https://jsonfeed.org/version/1", ' + rest, URL)
    assert not (reading and reading.links)


def test_lone_surrogates_and_repeated_names_break_nothing() -> None:
    text = '{"version": "x", "version": "https://jsonfeed.org/version/1", "items": [{"url": "/\\ud800"}, {"url": "/1", '
    text += f'"title": "A\\ud800B", "content_html": "<p>\\udfff{HTML}"}}]}}'
    reading = read(text.encode())
    assert reading.links[-1].entry.url == "https://news.example/1"
    for link in reading.links:
        link.entry.model_dump_json()
        (link.full_text or "").encode()


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(("url", "id", "title", "tags", "content_html", "date_published")), x)))  # fmt: skip
def test_any_item_is_read_or_not_and_breaks_nothing(item: Any) -> None:
    for link in read(feed(item)).links:
        link.entry.model_dump_json()


def atom(content: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/1"/>{content}</entry></feed>'.encode()


def rss(content: str) -> bytes:
    module = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f"<rss {module}><channel><item><link>/1</link>{content}</item></channel></rss>".encode()


@pytest.mark.parametrize(
    "data",
    [
        feed({"url": "/1", "content_text": "\n\n".join(STORY)}),
        feed({"url": "/1", "content_text": "\n".join(STORY)}),
        rss(f"<description>Short.</description><content:encoded><![CDATA[{HTML}]]></content:encoded>"),
        atom(f'<summary>Short.</summary><content type="html"><![CDATA[{HTML}]]></content>'),
        atom(f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content>'),
        atom(f"<content>{chr(10).join(STORY)}</content>"),
    ],
    ids=["JSON, paragraphs", "JSON, lines", "RSS", "Atom, HTML", "Atom, XHTML", "Atom, text"],
)
def test_every_kind_of_feed_gives_the_full_text(data: bytes) -> None:
    (link,) = read(data).links
    assert link.full_text is not None
    assert all(f"<p>{paragraph}</p>" in link.full_text for paragraph in STORY)


def test_a_teaser_is_no_full_text() -> None:
    long = HTML.removesuffix("</p>")
    for content in (f"<p>{STORY[0]}</p>", f"{long} […]</p>", f"{long} [&#8230;]</p>", f"<img alt='{'x' * 2000}'>"):
        assert read(feed({"url": "/1", "content_html": content})).links[0].full_text is None


def test_texts_have_a_limit_each_and_together() -> None:
    large = HTML * (Room.ENTRY // len(HTML) - 1)
    texts = [link.full_text for link in read(feed(*({"url": f"/{n}", "content_html": large} for n in range(40)))).links]
    assert len(texts) == 40
    assert texts[0]
    assert sum(len(text or "") for text in texts) <= Room.SOURCE
    assert read(feed({"url": "/1", "content_html": large * 2})).links[0].full_text is None


def test_a_category_is_a_section_only_by_itself() -> None:
    for data, section in (
        (rss("<category>Harbour</category>"), "Harbour"),
        (rss("<category>Harbour</category><category>Mines</category>"), None),
        (atom('<category term="harbour-news" label="Harbour"/>'), "Harbour"),
        (atom('<category term="Harbour"/>'), "Harbour"),
        (b"<rss><channel><category>Regional</category><item><link>/1</link></item></channel></rss>", None),
    ):
        assert read(data).links[0].entry.section == section


@pytest.mark.parametrize(
    "data",
    [
        b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?paged=2"/>'
        b'<entry><link href="/1"/></entry></feed>',
        b'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="self" href="?"/>'
        b'<atom:link rel="next" href="?paged=2"/><item><link>/1</link></item></channel></rss>',
    ],
    ids=["Atom", "RSS"],
)
def test_a_paged_feed_in_xml_says_where_it_goes_on(data: bytes) -> None:
    assert read(data).next_page == "https://news.example/feed.json?paged=2"


def test_a_crawl_follows_a_feed_over_its_pages(tmp_path: Path) -> None:
    def answer(number: int, **more: str) -> Answer:
        item = {"url": f"{BASE}/read/{number}", "title": f"Story number {number}", "content_html": HTML}
        return Answer(feed(item, **more), "application/feed+json")

    pages: dict[str, Answer | str] = {"/feed.json": answer(1, next_url="?2"), "/feed.json?2": answer(2)}
    pages |= {f"/read/{n}": Answer(page(f"Story number {n}")) for n in (1, 2)}
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/feed.json", **PLAIN)
        assert sorted(record["title"] for record in found.records) == ["Story number 1", "Story number 2"]
        assert server.paths[:3] == ["/robots.txt", "/feed.json", "/feed.json?2"]
