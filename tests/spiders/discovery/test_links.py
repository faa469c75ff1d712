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
    values = [None, dt.date(2022, 1, 27), dt.datetime(2022, 1, 27, 20, tzinfo=WIB), dt.datetime(2021, 1, 1, tzinfo=WIB)]
    assert sorted(values, key=order, reverse=True) == [values[2], values[1], values[3], None]
