"""Dates in text: what is read, and the look-alikes that are not.

Covers calendars, clocks and shapes.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsclean.fields.dates.text import find_dates, read_date, words_beside
from newsclean.lang.date_words import READ_EVERYWHERE

JAKARTA = ZoneInfo("Asia/Jakarta")


def first(text: str, language: str | None = None, zone: dt.tzinfo | None = None) -> str | None:
    found = find_dates(text, language)
    value = found[0].value(zone) if found else None
    return value.isoformat() if value else None


# Basque: its months and years take endings that CLDR's names lack.
WRITTEN = sorted(
    {*READ_EVERYWHERE, "ja", "ko", "zh", "vi", "jv", "su", "kk", "ky", "km", "ne", "pa", "kn", "ml"} - {"eu"}
)


@pytest.mark.parametrize("language", WRITTEN)
def test_dates_are_read_as_each_language_writes_them(language: str) -> None:
    format_date = pytest.importorskip("babel.dates").format_date
    for month in range(1, 13):
        day = dt.date(2025, month, 17)
        for length in ("full", "long", "medium"):
            written = format_date(day, length, locale=language)
            assert [date.day for date in find_dates(written, language)] == [day], written


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Madrid, 3 de septiembre del 2026 a las 13:20 CEST", "2026-09-03T13:20:00+02:00"),
        ("17 ม.ค. 2568 เวลา 12.30 น.", "2025-01-17T12:30:00"),
        ("17 มกราคม พ.ศ. 2568", "2025-01-17"),
        ("2025 оны 1-р сарын 17", "2025-01-17"),
        ("Kamis, 27 Januari 2022 - 20:57 WIB", "2022-01-27T20:57:00+07:00"),
        ("Jum'at, 24 Juli 2026 - 13:39 WIB", "2026-07-24T13:39:00+07:00"),
        ("Jum’at, 24 Juli 2026 - 13:39 WITA", "2026-07-24T13:39:00+08:00"),
        ("Jum`at, 24 Juli 2026 - 13:39 WIT", "2026-07-24T13:39:00+09:00"),
        ("Kompas.com - 02/11/2023, 10:25 WIB", "2023-11-02T10:25:00+07:00"),
        ("Tayang: 2 Nop 2023 10.25 WIB", "2023-11-02T10:25:00+07:00"),
        ("Diterbitkan pada 9 Agt 2024 pukul 07.05 WITA", "2024-08-09T07:05:00+08:00"),
        ("Rabu , 15 Mei 2024, Jam: 18:43 WIB", "2024-05-15T18:43:00+07:00"),
        ("18:43 WIB, 15 Mei 2024", "2024-05-15T18:43:00+07:00"),
        ("Thu Nov 28 2019 10:00:00 GMT+0100 (CET)", "2019-11-28T10:00:00+01:00"),
        ("Thu Nov 28 10:00:00 UTC 2019", "2019-11-28T10:00:00+00:00"),
        ("Thu, 28 Nov 2019 10:00:00 +0530", "2019-11-28T10:00:00+05:30"),
        ("Published 10:15 AM EST, Mon February 3, 2020", "2020-02-03T10:15:00-05:00"),
        ("July 3rd, 2020 at 8 pm ET", "2020-07-03T20:00:00-04:00"),
    ],
)
def test_a_date_line_with_a_zone_gives_the_moment(line: str, value: str) -> None:
    assert first(line) == value


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("27. Januar 2022, 18.30 Uhr", "2022-01-27T18:30:00+07:00"),
        ("Le 27 janvier 2022 à 20h57", "2022-01-27T20:57:00+07:00"),
        ("27 de enero de 2022 a las 10:00h", "2022-01-27T10:00:00+07:00"),
        ("1/27/2022 8:57:00 PM", "2022-01-27T20:57:00+07:00"),
        ("12. tammikuuta 2020 klo 9:15", "2020-01-12T09:15:00+07:00"),
        ("2020. március 3., kedd 10:15", "2020-03-03T10:15:00+07:00"),
        ("2022年1月27日 20時57分", "2022-01-27T20:57:00+07:00"),
        ("2022년 1월 27일 오후 8:57", "2022-01-27T20:57:00+07:00"),
        ("ngày 27 tháng 1 năm 2022", "2022-01-27"),
        ("๒๗ มกราคม ๒๕๖๕", "2022-01-27"),
        ("27 ביולי 2022", "2022-07-27"),
        ("27 يوليو 2022", "2022-07-27"),
        ("27 січня 2022 р.", "2022-01-27"),
        ("3.5.24", "2024-05-03"),
        ("27 December 2022", "2022-12-27"),  # "de" of "27 de enero" is a word, not the month's beginning
        ("27 Desember 2022", "2022-12-27"),
        ("1º de maio de 2024", "2024-05-01"),
        ("27 d'abril de 2022", "2022-04-27"),
    ],
)
def test_a_time_without_a_zone_takes_the_sites(line: str, value: str) -> None:
    assert first(line, zone=JAKARTA) == value


@pytest.mark.parametrize(
    ("line", "language", "value"),
    [
        ("3 Μαΐου 2024, 8:30 μ.μ.", "el", "2024-05-03T20:30:00+07:00"),
        ("3 Mei 2024, 8:30 ptg", "ms", "2024-05-03T20:30:00+07:00"),
        ("2024. május 3., du. 8:30", "hu", "2024-05-03T20:30:00+07:00"),
        ("3 مايو 2024 8:30 م", "ar", "2024-05-03T20:30:00+07:00"),
        ("3 مايو 2024 8:30 م", "fa", "2024-05-03T08:30:00+07:00"),  # another language's word
        ("3 май 2024 13:30 дп", "uk", "2024-05-03T13:30:00+07:00"),
    ],
)
def test_the_half_of_the_day_is_read_in_the_pages_language(line: str, language: str, value: str) -> None:
    assert first(line, language, JAKARTA) == value


def test_a_time_without_any_zone_stays_without_one() -> None:
    assert first("27. Januar 2022, 18.30 Uhr") == "2022-01-27T18:30:00"
    assert first("27. Januar 2022, 00.00 Uhr") == "2022-01-27"


@pytest.mark.parametrize(
    "line",
    [
        "38 menit yang lalu",
        "2 hours ago",
        "Version 2.3.1",
        "Skor 3-1 di babak 45+2",
        "Telepon 021 555 0123",
        "Juli 2026",
        "28 Nov 19:30",
        "",
    ],
)
def test_what_only_resembles_a_date_is_not_one(line: str) -> None:
    assert find_dates(line) == []


@pytest.mark.parametrize("line", ["30 Februari 2026", "2026-02-30", "31.04.2020", "32/13/2020 30.02.2021"])
def test_a_day_that_does_not_exist_is_found_without_a_day(line: str) -> None:
    assert [date.day for date in find_dates(line)] == [None]


def test_a_weekday_is_part_of_the_date() -> None:
    line = "on Monday, November 18th, 2019 at 11:08 a.m."
    assert words_beside(line, find_dates(line, "en"), "en") == 4  # on, at, a, m


def test_of_two_dates_in_a_line_each_keeps_the_words_before_it() -> None:
    tayang, diperbarui = find_dates("Tayang: 2 Nop 2023 10:25 WIB | Diperbarui: 3 November 2023 11:00 WIB")
    assert tayang.label == "published"
    assert diperbarui.label == "modified"
    assert diperbarui.clock == dt.time(11)


def test_a_time_of_change_is_not_taken_for_the_time_of_the_date_before_it() -> None:
    assert find_dates("3 May 2020 updated 10:30")[0].clock is None


def test_day_and_month_keep_both_readings_when_both_are_possible() -> None:
    date = find_dates("02/11/2023")[0]
    assert (date.day, date.swapped) == (dt.date(2023, 11, 2), dt.date(2023, 2, 11))
    american = find_dates("02/11/2023", "en", month_first=True)[0]
    assert (american.day, american.swapped) == (dt.date(2023, 2, 11), dt.date(2023, 11, 2))
    assert find_dates("27/11/2023", "en", month_first=True)[0].swapped is None


def test_a_month_name_of_two_meanings_is_read_in_the_pages_language() -> None:
    assert first("3. listopad 2020", "hr") == "2020-10-03"
    assert first("3 listopada 2020", "pl") == "2020-11-03"


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2022-01-27T20:57:00.123+07:00", "2022-01-27T20:57:00+07:00"),
        ("2022-01-27T13:57Z", "2022-01-27T13:57:00+00:00"),
        ("2022-01-27 20:57:00 +0700", "2022-01-27T20:57:00+07:00"),
        ("20220127", "2022-01-27"),
        ("202201272057", "2022-01-27T20:57:00"),
        ("20220127205700", "2022-01-27T20:57:00"),
        ("1643291820", "2022-01-27T13:57:00+00:00"),
        ("1643291820000", "2022-01-27T13:57:00+00:00"),
    ],
)
def test_machine_written_values_are_read(value: str, moment: str) -> None:
    date = read_date(value)
    assert date is not None
    found = date.value(None)
    assert found is not None
    assert found.isoformat() == moment


def test_an_empty_or_zero_value_is_not_a_date() -> None:
    assert read_date("") is None
    zero = read_date("0000-00-00 00:00:00")
    assert zero is None or zero.day is None


def test_a_paragraph_is_not_searched() -> None:
    assert find_dates("Pada 27 Januari 2022 menteri itu datang. " * 50) == []


@given(st.text(alphabet="0123456789/.-:T +ZJanuari,年月日²٣", max_size=40) | st.text(max_size=80))
@example("9999-12-31T23:59:59+14:00")
@example("³1.²2.2020")
@example("99999999999999")
def test_no_text_breaks_the_reader(text: str) -> None:
    for date in (*find_dates(text), read_date(text)):
        assert date is None or date.value(JAKARTA) is None or date.day is not None
