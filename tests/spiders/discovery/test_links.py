"""Times in feeds and sitemaps, and the order they give."""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean.spiders.discovery.links import moment, order

WIB = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Thu, 27 Jan 2022 20:57:00 +0700", "2022-01-27T20:57:00+07:00"),
        ("27 Jan 22 20:57 GMT", "2022-01-27T20:57:00+00:00"),
        ("Thu, 27 Jan 2022 20:57:00 WIB", "2022-01-27T20:57:00+07:00"),
        ("Thu, 27 Jan 2022 20:57:00 WITA", "2022-01-27T20:57:00+08:00"),
        ("Wed, 27 Jul 2022 20:57:00 CEST", "2022-07-27T20:57:00+02:00"),
        ("2022-01-27T20:57:00Z", "2022-01-27T20:57:00+00:00"),
        ("2022-01-27 20:57:00 +0700", "2022-01-27T20:57:00+07:00"),
        ("2022-01-27T20:57+07:00", "2022-01-27T20:57:00+07:00"),
        ("2022-01-27T20:57:00.123456+07:00", "2022-01-27T20:57:00.123456+07:00"),
    ],
)
def test_a_time_is_read_in_either_form(text: str, iso: str) -> None:
    found = moment(f" {text}\n")
    assert isinstance(found, dt.datetime)
    assert found == dt.datetime.fromisoformat(iso)
    assert found.utcoffset() == dt.datetime.fromisoformat(iso).utcoffset()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("dom, 02 ott 2022 18:55:00 GMT", "2022-10-02T18:55:00+00:00"),
        ("Min, 02 Okt 2022 12:11:52 +0700", "2022-10-02T12:11:52+07:00"),
        ("Mi, 05 Mär 2025 08:10:00 +0100", "2025-03-05T08:10:00+01:00"),
        ("mar., 16 août 2022 12:11:52 +0200", "2022-08-16T12:11:52+02:00"),
        ("mié, 24 ago 2022 12:11:52 -0500", "2022-08-24T12:11:52-05:00"),
        ("qua, 07 fev 2024 12:11:52 -0300", "2024-02-07T12:11:52-03:00"),
        ("nie, 02 paź 2022 12:11:52 +0200", "2022-10-02T12:11:52+02:00"),
        ("Вс, 02 окт 2022 12:11:52 +0300", "2022-10-02T12:11:52+03:00"),
        ("Selasa, 03 Mei 2022 12:11:52 WIB", "2022-05-03T12:11:52+07:00"),
        ("2022-10-02T12:11:52 WIB", "2022-10-02T12:11:52+07:00"),
        ("Sun, 02 Oct 2022 06:55:00 PM +0530", "2022-10-02T18:55:00+05:30"),
        ("Sun, 02 Oct 2022 18:55:00 -0000", "2022-10-02T18:55:00+00:00"),
        ("Sun Oct 02 2022 12:11:52 GMT+0200 (Central European Summer Time)", "2022-10-02T12:11:52+02:00"),
        ("02.10.2022 12:11", "2022-10-02T12:11:00"),
        ("1664705512", "2022-10-02T10:11:52+00:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, iso: str) -> None:
    found = moment(text)
    assert isinstance(found, dt.datetime)
    assert found.isoformat() == iso


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("02/10/2022 18:55 +0000", "en-gb", "2022-10-02T18:55:00+00:00"),
        ("10/02/2022 6:55 PM +0000", "en-US", "2022-10-02T18:55:00+00:00"),
        ("ned, 02 lis 2022 12:11:52 +0200", "hr", "2022-10-02T12:11:52+02:00"),
        ("nie, 02 lis 2022 12:11:52 +0100", "pl", "2022-11-02T12:11:52+01:00"),
    ],
)
def test_where_languages_disagree_the_feeds_own_decides(text: str, language: str, iso: str) -> None:
    found = moment(text, None, language)
    assert isinstance(found, dt.datetime)
    assert found.isoformat() == iso


@pytest.mark.parametrize("language", [None, "en"])
def test_a_day_that_could_be_two_is_unknown(language: str | None) -> None:
    assert moment("02/10/2022 18:55 +0000", None, language) is None
    assert moment("22/10/2022 18:55 +0000", None, language) is not None


def test_a_day_stays_a_day() -> None:
    assert moment("2022-01-27", WIB) == dt.date(2022, 1, 27)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "kemarin",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2022-02-30",
        "30 Feb 2022 10:00 GMT",
        "9" * 50,
    ],
)
def test_what_is_not_a_time_is_unknown(text: str | None) -> None:
    assert moment(text, WIB) is None


def test_unknown_times_come_last_when_the_newest_come_first() -> None:
    values = [None, dt.date(2022, 1, 27), dt.datetime(2022, 1, 27, 20, tzinfo=WIB), dt.datetime(2021, 1, 1)]
    assert sorted(values, key=order, reverse=True) == [values[2], values[1], values[3], None]
