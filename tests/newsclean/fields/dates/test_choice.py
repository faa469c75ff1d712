"""Choosing the date of a page: its claims weighed together. All pages are written for these tests.

Covers candidates, moments, style and zones.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newsclean.fields.candidates import Choice
from newsclean.fields.dates.choice import DateChoice, choose_date, choose_modified, date_source
from newsclean.fields.title import choose_title
from newsclean.models import Entry
from tests.parsed import parsed

JAKARTA = ZoneInfo("Asia/Jakarta")
FETCHED = dt.datetime(2026, 7, 24, 20, 0, tzinfo=dt.UTC)
TEXT = "<p>Air sungai naik lagi pada malam hari, kata seorang warga yang tinggal di dekat jembatan lama.</p>" * 3
TITLE = "Air Sungai Naik Lagi di Kota Lama"


def page(line: str = "", *, head: str = "", ld: str = "", after: str = "", lang: str = "id") -> str:
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}", {ld}}}</script>'
    return (
        f'<html lang="{lang}"><head><title>{TITLE} - Kabar Kali</title>{head}{script if ld else ""}</head>'
        f"<body><nav><ul><li><a href='/a'>Berita</a></li></ul></nav><main><h1>{TITLE}</h1>{line}{TEXT}</main>"
        f"{after}</body></html>"
    )


def chosen(
    html: str,
    *,
    url: str | None = None,
    zone: ZoneInfo | None = None,
    language: str | None = "id",
    entry: Entry | None = None,
    fetched_at: dt.datetime = FETCHED,
) -> DateChoice:
    page = parsed(html, url, language=language, timezone=zone.key if zone else None)
    return choose_date(page, choose_title(page.metadata, url=page.url).value, entry, fetched_at)


def value(html: str, **options: Any) -> str | None:
    found = chosen(html, **options).value
    return found.isoformat() if found else None


def changed(
    html: str, *, published: dt.datetime | dt.date | None = None, zone: ZoneInfo | None = None, language: str = "id"
) -> DateChoice:
    page = parsed(html, language=language, timezone=zone.key if zone else None)
    return choose_modified(page, choose_title(page.metadata, url=page.url).value, published, FETCHED)


# ------------------------------------------------------------------------------------------------------------ places


def test_structured_data_is_read_first() -> None:
    choice = chosen(page("<p>Kamis, 23 Juli 2026</p>", ld='"datePublished": "2026-07-23T09:15:00+07:00"'))
    assert choice.value == dt.datetime.fromisoformat("2026-07-23T09:15:00+07:00")
    assert date_source(choice.origin) == "json_ld"


@pytest.mark.parametrize(
    ("html", "source"),
    [
        (page(head='<meta property="article:published_time" content="2026-07-23T09:15:00+07:00">'), "meta"),
        (page('<time datetime="2026-07-23T09:15:00+07:00">kemarin</time>'), "time_element"),
        (page("<div>Kamis, 23 Juli 2026 - 09:15 WIB</div>"), "visible"),
    ],
)
def test_every_origin_gives_the_moment_and_is_named(html: str, source: str) -> None:
    choice = chosen(html)
    assert (choice.value, date_source(choice.origin)) == (
        dt.datetime.fromisoformat("2026-07-23T09:15:00+07:00"),
        source,
    )


@pytest.mark.parametrize(
    "path", ["2026/07/23/air-naik", "read/20260723/9/1/air-naik", "2026/jul/23/air", "a-2026-07-23"]
)
def test_a_day_in_the_url_alone_is_used_and_named(path: str) -> None:
    choice = chosen(page(), url=f"https://kabarkali.example/{path}")
    assert (choice.value, date_source(choice.origin)) == (dt.date(2026, 7, 23), "url")


def test_the_stamp_of_an_archive_is_not_the_articles_day() -> None:
    url = "https://web.archive.org/web/20260723101112/http://kabarkali.example/2026/05/04/air"
    assert value(page(), url=url) == "2026-05-04"


def test_a_number_in_the_url_is_not_a_day() -> None:
    assert value(page(), url="https://kabarkali.example/read/20269923/air") is None


@pytest.mark.parametrize("source", ["feed", "sitemap"])
def test_what_the_feed_or_sitemap_says_is_the_last_resort(source: Any) -> None:
    entry = Entry(url="https://kabarkali.example/1", source=source, date=dt.datetime(2026, 7, 23, 2, 15, tzinfo=dt.UTC))
    choice = chosen(page(), entry=entry, zone=JAKARTA)
    assert choice.value is not None
    assert (choice.value.isoformat(), date_source(choice.origin)) == ("2026-07-23T09:15:00+07:00", source)


def test_a_page_without_any_date_has_none() -> None:
    assert chosen(page("<p>38 menit yang lalu</p>")) == Choice()


# ------------------------------------------------------------------------------------------------------- weighing


def test_the_day_of_a_change_in_the_metadata_does_not_beat_line_and_url() -> None:
    html = page(
        "<div>Kamis, 23 Juli 2026 - 09:15 WIB</div>",
        head='<meta property="article:published_time" content="2026-07-24T08:00:00+07:00">'
        '<meta property="article:modified_time" content="2026-07-24T08:00:00+07:00">',
    )
    assert value(html, url="https://kabarkali.example/2026/07/23/air") == "2026-07-23T09:15:00+07:00"


def test_an_updated_line_is_never_the_date() -> None:
    html = page("<div>Diperbarui: Kamis, 23 Juli 2026 - 09:15 WIB</div>")
    assert value(html) is None
    assert changed(html).value == dt.datetime.fromisoformat("2026-07-23T09:15:00+07:00")


def test_published_and_updated_in_one_line_are_told_apart() -> None:
    html = page("<div>Tayang: 22 Juli 2026, 10:25 WIB | Diperbarui: 23 Juli 2026, 11:00 WIB</div>")
    assert value(html) == "2026-07-22T10:25:00+07:00"
    assert changed(html).value == dt.datetime.fromisoformat("2026-07-23T11:00:00+07:00")


def test_a_label_in_the_line_above_counts() -> None:
    assert value(page("<div>Terakhir diperbarui:</div><div>23 Juli 2026</div>")) is None


def test_other_articles_below_do_not_give_the_date() -> None:
    teasers = "".join(
        f"<div><a href='/{n}'>Kisah lain dari kota {n}</a><time datetime='2026-07-{n}T08:00:00+07:00'></time></div>"
        for n in range(10, 20)
    )
    html = page("<div>Kamis, 23 Juli 2026 - 09:15 WIB</div>", after=f"<section>{teasers}</section>")
    assert value(html) == "2026-07-23T09:15:00+07:00"


def test_dates_in_a_list_far_from_the_headline_are_nobodys() -> None:
    teasers = "".join(f"<div>Kisah lain {n}</div><div>{n} Juli 2026</div>" for n in range(10, 20))
    assert value(page(TEXT * 10, after=teasers)) is None


def test_the_printed_papers_day_does_not_beat_the_moment_of_publication() -> None:
    html = page(
        "<div>Ausgabe vom 24.07.2026</div>",
        head='<meta name="date" content="2026-07-24">',
        ld='"datePublished": "2026-07-23T19:30:04+02:00"',
        lang="de",
    )
    assert value(html, language="de") == "2026-07-23T19:30:04+02:00"


@pytest.mark.parametrize(
    "boxes", ["<div>23 Juli 2026</div><div>09:15 WIB</div>", "<p>Juli</p><p>23</p><p>/ 2026</p><p>09:15 WIB</p>"]
)
def test_a_date_in_several_boxes_is_read_as_one(boxes: str) -> None:
    assert value(page(boxes)) == "2026-07-23T09:15:00+07:00"


def test_a_dateline_that_opens_the_text_is_a_date_line() -> None:
    html = page(f"<p>Berlin, 22. Juli 2026 – {'Die Ministerin sprach lange über den Fluss. ' * 4}</p>", lang="de")
    assert value(html, language="de") == "2026-07-22"


def test_a_sentence_with_a_date_is_not_a_date_line() -> None:
    html = page(f"<p>Die Ministerin sprach am 22. Juli 2026 {'lange über den Fluss, der stieg, ' * 4}</p>", lang="de")
    assert value(html, language="de") is None


# ----------------------------------------------------------------------------------------------------- day and month


def test_day_comes_before_month_except_in_the_united_states() -> None:
    line = "<div>02/03/2026</div>"
    assert value(page(line)) == "2026-03-02"
    assert value(page(line, lang="en-US"), language="en") == "2026-02-03"
    assert value(page(line, lang="en-GB"), language="en") == "2026-03-02"
    assert value(page(line, lang="en"), language="en", url="https://paper.example.au/x") == "2026-03-02"


def test_a_date_elsewhere_settles_which_number_is_the_day() -> None:
    html = page("<div>02/03/2026</div>", lang="en-US")
    assert value(html, language="en", url="https://paper.example/2026/03/02/x") == "2026-03-02"


def test_a_reading_in_the_future_gives_way_to_the_other() -> None:
    assert value(page("<div>05/12/2026</div>")) == "2026-05-12"


# ------------------------------------------------------------------------------------------------------------- zones


def test_a_moment_in_utc_is_shown_in_the_sites_zone_and_may_be_the_next_day() -> None:
    html = page(ld='"datePublished": "2026-07-23T19:40:00Z"')
    assert value(html, zone=JAKARTA) == "2026-07-24T02:40:00+07:00"
    assert value(html) == "2026-07-23T19:40:00+00:00"


def test_a_moment_in_utc_takes_the_zone_that_the_line_shows() -> None:
    html = page("<div>Jum'at, 24 Juli 2026 - 02:40 WIB</div>", ld='"datePublished": "2026-07-23T19:40:12Z"')
    assert value(html) == "2026-07-24T02:40:12+07:00"


def test_a_time_without_a_zone_at_the_same_moment_reveals_the_zone() -> None:
    html = page("<div>24 Juli 2026, 02:40</div>", ld='"datePublished": "2026-07-23T19:40:12Z"')
    assert value(html) == "2026-07-24T02:40:12+07:00"


def test_a_local_time_that_the_metadata_calls_utc_is_corrected() -> None:
    html = page("<div>Kamis, 23 Juli 2026 - 09:15 WITA</div>", ld='"datePublished": "2026-07-23T09:15:30Z"')
    assert value(html) == "2026-07-23T09:15:30+08:00"


def test_a_time_without_a_zone_takes_the_sites_or_stays_without_one() -> None:
    html = page(ld='"datePublished": "2026-07-23 09:15:00"')
    assert value(html, zone=JAKARTA) == "2026-07-23T09:15:00+07:00"
    assert value(html) == "2026-07-23T09:15:00"
    assert value(page(ld='"datePublished": "2026-07-23 00:00:00"')) == "2026-07-23"


@pytest.mark.parametrize("clock", ["2026-07-23T22:05:00Z", "2026-07-23 22:05:00"])
def test_a_clock_in_utc_never_gets_a_local_offset_put_behind_it(clock: str) -> None:
    html = page("<div>July 23, 2026 at 3:05 p.m. PDT</div>", ld=f'"datePublished": "{clock}"', lang="en")
    assert value(html, language="en") == "2026-07-23T15:05:00-07:00"


def test_a_line_that_shows_utc_does_not_make_it_local_time() -> None:
    ld = '"datePublished": "2026-07-23T22:05:00Z", "dateModified": "2026-07-24T08:00:00-07:00"'
    assert value(page("<div>July 23, 2026 22:05</div>", ld=ld, lang="en"), language="en") == "2026-07-23T15:05:00-07:00"


def test_the_hours_of_a_liveblog_reveal_no_zone() -> None:
    entries = "".join(f"<p>{hour}:10</p><p>{TEXT}</p>" for hour in range(9, 18))
    html = page(f"<div>23 Juli 2026, 19:41</div>{entries}", ld='"datePublished": "2026-07-23T20:10:44Z"')
    assert value(html) == "2026-07-23T20:10:44+00:00"


def test_a_time_without_a_zone_takes_the_offset_written_elsewhere_on_the_page() -> None:
    html = page(ld='"datePublished": "2026-07-22 09:15:00", "dateModified": "2026-07-23T10:00:00+07:00"')
    assert value(html) == "2026-07-22T09:15:00+07:00"


@pytest.mark.parametrize("zone", [JAKARTA, None])
def test_of_one_minute_the_time_with_seconds_is_taken_in_the_zone_that_another_shows(zone: ZoneInfo | None) -> None:
    html = page(
        "<div class='date'>Rabu, 22 Juli 2026 10:14 WIB</div>",
        head='<meta name="publishdate" content="2026/07/22 10:14:07">',
    )
    assert value(html, zone=zone) == "2026-07-22T10:14:07+07:00"


def test_an_article_of_the_small_hours_keeps_its_day_when_it_is_still_yesterday_at_the_server() -> None:
    html = page(ld='"datePublished": "2026-07-25T02:40:00+07:00"')
    assert value(html) == "2026-07-25T02:40:00+07:00"


def test_midnight_in_utc_terms_is_a_day_without_its_time() -> None:
    html = page("<div>23. Juli 2026</div>", ld='"datePublished": "2026-07-22T22:00:00Z"', lang="de")
    assert value(html, language="de") == "2026-07-23"


# -------------------------------------------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-02-30", "no such day"),
        ("0001-01-01T00:00:00Z", "before 1990"),
        ("1970-01-01T00:00:00Z", "before 1990"),
        ("9999-12-31T23:59:59Z", "later than two days"),
        ("2026-07-27T09:00:00+07:00", "later than two days"),
    ],
)
def test_an_impossible_date_gives_none_and_says_why(written: str, why: str) -> None:
    choice = chosen(page(ld=f'"datePublished": "{written}"'))
    assert (choice.value, date_source(choice.origin)) == (None, None)
    assert why in choice.candidates[0].why


def test_a_day_that_does_not_exist_never_becomes_the_first_of_the_month() -> None:
    choice = chosen(page("<div>Jum'at, 30 Februari 2026 - 13:39 WIB</div>"))
    assert choice.value is None
    assert [candidate.why for candidate in choice.candidates] == ["there is no such day"]


def test_a_possible_date_elsewhere_replaces_an_impossible_one() -> None:
    html = page("<div>Kamis, 23 Juli 2026 - 09:15 WIB</div>", ld='"datePublished": "0001-01-01T00:00:00Z"')
    choice = chosen(html)
    assert date_source(choice.origin) == "visible"
    assert choice.value == dt.datetime.fromisoformat("2026-07-23T09:15:00+07:00")


def test_a_month_alone_is_not_a_date() -> None:
    assert value(page("<div>Juli 2026</div>"), url="https://kabarkali.example/2026/07/air") is None


def test_each_claim_keeps_its_reason() -> None:
    html = page("<div>22 Juli 2026</div>", ld='"datePublished": "2026-07-23T09:15:00+07:00"')
    reasons = {str(candidate.origin): candidate.why for candidate in chosen(html).candidates}
    assert reasons["json_ld:datePublished"] == "the most precise candidate for 2026-07-23"
    assert "outweighed by 2026-07-23" in reasons.values()


# ---------------------------------------------------------------------------------------------------------- modified


def test_the_modification_date_has_its_zone() -> None:
    html = page(ld='"datePublished": "2026-07-22T02:00:00Z", "dateModified": "2026-07-23T02:00:00Z"')
    choice = changed(html, zone=JAKARTA, published=dt.datetime(2026, 7, 22, 2, tzinfo=dt.UTC))
    assert choice.value is not None
    assert (choice.value.isoformat(), date_source(choice.origin)) == ("2026-07-23T09:00:00+07:00", "json_ld")


def test_a_change_before_the_publication_is_none() -> None:
    html = page(ld='"dateModified": "2026-07-20T02:00:00Z"')
    choice = changed(html, published=dt.date(2026, 7, 22))
    assert choice.value is None
    assert choice.candidates[0].why == "before the publication"


def test_of_thousands_of_dates_on_a_page_a_few_are_weighed() -> None:
    html = page(after="".join(f"<div>{n % 28 + 1} Juli 2026, 10:15 WIB, Kota {n}</div>" for n in range(5000)))
    assert len(chosen(html).candidates) < 100
