"""Feeds as they come: every dialect, every encoding, and every way an entry can be broken."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from newsclean import Entry
from newsclean.spiders.discovery.links import SourceContents
from newsclean.spiders.discovery.sources import read_source

URL = "https://news.example/rss/all.xml"
JAKARTA = dt.timezone(dt.timedelta(hours=7))


def rss(items: str, *, declaration: str = '<?xml version="1.0" encoding="utf-8"?>', attributes: str = "") -> str:
    return f'{declaration}\n<rss version="2.0" {attributes}><channel><title>News</title>{items}</channel></rss>'


def read(text: str | bytes, *, content_type: str | None = None, zone: dt.tzinfo | None = None) -> SourceContents:
    data = text.encode("utf-8") if isinstance(text, str) else text
    reading = read_source(data, URL, content_type=content_type, zone=zone)
    assert reading is not None
    return reading


def only(text: str | bytes, **more: str) -> Entry:
    reading = read(text, content_type=more.get("content_type"))
    assert len(reading.links) == 1
    return reading.links[0].entry


def urls(reading: SourceContents) -> list[str]:
    return [link.entry.url for link in reading.links]


def test_an_rss_item_gives_address_title_and_date() -> None:
    entry = only(
        rss(
            "<item><title>Rusia: Jerman Terlibat</title><link>https://news.example/read/1</link>"
            "<pubDate>Thu, 27 Jan 2022 20:57:00 +0700</pubDate></item>"
        )
    )
    assert entry == Entry(
        url="https://news.example/read/1",
        source="feed",
        title="Rusia: Jerman Terlibat",
        date=dt.datetime(2022, 1, 27, 20, 57, tzinfo=JAKARTA),
    )


def test_an_atom_entry_gives_publication_and_change() -> None:
    reading = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link href="https://news.example/"/>'
        '<entry><title type="html">&lt;b&gt;Ferry&lt;/b&gt; to Ellery &amp;amp; back</title>'
        '<link rel="replies" href="https://news.example/read/2/comments"/>'
        '<link rel="alternate" type="application/json" href="https://news.example/read/2.json"/>'
        '<link rel="alternate" type="text/html" href="https://news.example/read/2"/>'
        "<id>tag:news.example,2026:2</id><published>2026-09-16T06:30:00+01:00</published>"
        "<updated>2026-09-17T06:30:00Z</updated></entry></feed>"
    )
    (link,) = reading.links
    assert link.entry.url == "https://news.example/read/2"
    assert link.entry.title == "Ferry to Ellery & back"
    assert link.entry.date == dt.datetime.fromisoformat("2026-09-16T06:30:00+01:00")
    assert link.modified == dt.datetime.fromisoformat("2026-09-17T06:30:00Z")


@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel><language>hr-HR</language><item><link>/1</link><pubDate>ned, 02 lis 2022 10:00 +0200</pubDate>"
        "</item></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="hr"><entry><link href="/1"/>'
        "<published>02 lis 2022 10:00 +0200</published></entry></feed>",
    ],
)
def test_dates_are_read_in_the_feeds_language(feed: str) -> None:
    assert only(feed).date == dt.datetime.fromisoformat("2022-10-02T10:00:00+02:00")  # in Polish it is November


def test_an_update_alone_is_not_a_publication_date() -> None:
    reading = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://news.example/read/3</id>'
        "<updated>2026-09-17T06:30:00Z</updated></entry></feed>"
    )
    (link,) = reading.links
    assert link.entry.url == "https://news.example/read/3"
    assert link.entry.date is None
    assert link.modified is not None


def test_rdf_items_are_beside_their_channel() -> None:
    entry = only(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/"/>'
        "<item><title>Trem</title><link>https://news.example/read/4</link><dc:date>2026-07-24</dc:date></item></rdf:RDF>"
    )
    assert (entry.url, entry.date) == ("https://news.example/read/4", dt.date(2026, 7, 24))


@pytest.mark.parametrize(
    "bad", ["javascript:void(0)", "data:text/html,x", "mailto:a@news.example", "", "http://", "http://[x"]
)
def test_an_entry_without_a_web_address_costs_only_itself(bad: str) -> None:
    reading = read(rss(f"<item><link>{bad}</link></item><item><link>https://news.example/read/1</link></item>"))
    assert urls(reading) == ["https://news.example/read/1"]
    assert reading.skipped == 1


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/read/1</link>", "https://news.example/read/1"),
        ("<link>read/1#comments</link>", "https://news.example/rss/read/1"),
        ("<link>\n https://news.example/read/1 \n</link>", "https://news.example/read/1"),
        ("<link><![CDATA[https://news.example/read?id=1&page=2]]></link>", "https://news.example/read?id=1&page=2"),
        ("<link>https://news.example/read?id=1&copy=2</link>", "https://news.example/read?id=1&copy=2"),
        ("<link>https://news.example/read?id=1&amp;x=2</link>", "https://news.example/read?id=1&x=2"),
        ("<guid>https://news.example/read/1</guid>", "https://news.example/read/1"),
        ('<link xml:base="https://cdn.example/">read/1</link>', "https://cdn.example/read/1"),
        ("<link>https://news.example/baca/jum'at ini</link>", "https://news.example/baca/jum'at%20ini"),
        (
            '<link>https://feeds.example/~r/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">'
            "https://news.example/read/1</f:origLink>",
            "https://news.example/read/1",
        ),
    ],
)
def test_the_address_is_found_where_feeds_put_it(item: str, url: str) -> None:
    assert only(rss(f"<item>{item}</item>")).url == url


def test_a_guid_that_is_not_a_permalink_is_not_an_address() -> None:
    reading = read(rss('<item><guid isPermaLink="false">https://news.example/?p=1</guid></item>'))
    assert (urls(reading), reading.skipped) == ([], 1)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<![CDATA[Harga & Pangan <b>Turun</b>]]>", "Harga & Pangan Turun"),
        ("Caf&eacute;&nbsp;&#8220;Kita&#8221;", "Café “Kita”"),
        ("Q&A: what now", "Q&A: what now"),
        ("3 &lt; 5, kata dia", "3 < 5, kata dia"),
        ("  two\n lines ", "two lines"),
        ("", None),
    ],
)
def test_a_title_is_what_a_reader_sees(title: str, shown: str | None) -> None:
    assert only(rss(f"<item><title>{title}</title><link>/1</link></item>")).title == shown


def test_the_title_of_a_picture_is_not_the_articles() -> None:
    entry = only(
        rss(
            "<item><media:title>A boat</media:title><title>Ferry sails</title><link>/1</link></item>",
            attributes='xmlns:media="http://search.yahoo.com/mrss/"',
        )
    )
    assert entry.title == "Ferry sails"


@pytest.mark.parametrize(
    ("declared", "encoding", "content_type"),
    [
        ("utf-8", "utf-8", None),
        ("iso-8859-1", "iso-8859-1", None),
        ("windows-1252", "cp1252", None),
        ("utf-16", "utf-16", None),
        ("utf-8", "cp1252", None),
        ("utf-8", "utf-8-sig", "text/xml; charset=iso-8859-1"),
    ],
)
def test_a_feed_is_read_in_the_charset_it_is_in(declared: str, encoding: str, content_type: str | None) -> None:
    text = rss(
        "<item><title>Café à Orléans</title><link>/1</link></item>",
        declaration=f'<?xml version="1.0" encoding="{declared}"?>',
    )
    reading = read(text.encode(encoding), content_type=content_type)
    assert [link.entry.title for link in reading.links] == ["Café à Orléans"]


@pytest.mark.parametrize("start", ["", "\n\n  ", "\ufeff", "<!-- made by hand -->\n"])
def test_what_comes_before_the_feed_does_not_hide_it(start: str) -> None:
    assert len(read(start + rss("<item><link>/1</link></item>")).links) == 1


def test_a_feed_that_is_cut_off_gives_the_items_it_has() -> None:
    whole = rss("<item><link>/1</link></item><item><link>/2</link></item><item><link>/3</link></item>")
    cut = whole[: whole.index("/3")]
    assert urls(read(cut))[:2] == ["https://news.example/1", "https://news.example/2"]


def test_a_control_character_in_a_title_does_no_harm() -> None:
    assert only(rss("<item><title>A\x0bB&#11;C</title><link>/1</link></item>")).title == "AB C"


def test_a_compressed_feed_is_read() -> None:
    assert len(read(gzip.compress(rss("<item><link>/1</link></item>").encode())).links) == 1


def test_entities_that_a_feed_declares_are_never_expanded() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    reading = read(
        f'<!DOCTYPE rss [<!ENTITY a0 "lol">{bomb}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        + rss("<item><title>x&a11;&file;y</title><link>/1</link></item>", declaration="")
    )
    assert len(reading.links) == 1
    assert len(reading.links[0].entry.title or "") < 40


def test_a_time_without_a_zone_is_the_sites_or_stays_as_written() -> None:
    text = rss("<item><link>/1</link><pubDate>27 Jan 2022 20:57</pubDate></item>")
    assert read(text).links[0].entry.date == dt.datetime(2022, 1, 27, 20, 57)
    assert read(text, zone=JAKARTA).links[0].entry.date == dt.datetime(2022, 1, 27, 20, 57, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    "data", [b"", b"<html><body><item>x</item></body></html>", b"\x89PNG\r\n", b"plain words", b"<", b"{}"]
)
def test_what_is_not_a_feed_is_not_read(data: bytes) -> None:
    assert read_source(data, URL) is None


def test_a_large_broken_feed_yields_nothing() -> None:
    reading = read("<rss><channel>" + "<item><title><![CDATA[ & &x" * 20_000)
    assert urls(reading) == []


def test_a_feed_by_wordpress_has_further_pages() -> None:
    generator = "<generator>https://wordpress.org/?v=6.9</generator>"
    items = "<item><title>News</title><link>/storm</link></item>"

    def following(url: str, *parts: str) -> str | None:
        reading = read_source(rss("".join(parts)).encode(), url)
        assert reading is not None
        return reading.next_page

    assert following("https://news.example/feed/", generator, items) == "https://news.example/feed/?paged=2"
    assert following("https://news.example/feed/?paged=2", generator, items) == "https://news.example/feed/?paged=3"
    assert following("https://news.example/feed/?paged=9", generator) is None
    assert following("https://news.example/feed/", items) is None
