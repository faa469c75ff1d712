"""Dates as newspapers of many countries write them, each with its language. Covers text."""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean.fields.dates.text import find_dates, read_date

# Language, line, and what it says: a line each.
CALENDARS = """
th 27 ม.ค. 65 14:30 น. = 2022-01-27T14:30
th มี.ค. 15, 2559 = 2016-03-15
th 27/01/2565 = 2022-01-27
th พฤหัสบดี 27 มกราคม พุทธศักราช 2565 = 2022-01-27
fa ۱۵ بهمن ۱۴۰۳ ساعت ۱۲:۴۱ = 2025-02-03T12:41
fa 1403/11/15 = 2025-02-03
fa ۳۰ اسفند ۱۳۹۹ = 2021-03-20
fa ۱ فروردین ۱۴۰۴ = 2025-03-21
fa ۱۵ حوت ۱۴۰۳ = 2025-03-05
fa 30 اسفند 1402 = none
fa ۱۸ دی ماه ۱۳۹۸ = 2020-01-08
fa ۱۸ دی ۹۸ = 2020-01-08
ja 令和５年３月１日　１０時３０分 = 2023-03-01T10:30
ja 令和元年5月1日 = 2019-05-01
ja 令和四年一月二十七日 = 2022-01-27
ja 令和5年(2023年)3月1日 = 2023-03-01
ja H30.12.10 = 2018-12-10
zh 民國111年1月27日 = 2022-01-27
zh 中華民國一百一十一年一月二十七日 = 2022-01-27
zh 111/01/27 = 2022-01-27
zh 二〇二二年十二月三十一日 = 2022-12-31
ar 24 جمادى الآخرة 1443 هـ - 27 يناير 2022 م = 2022-01-27
ar 1443/06/24 هـ - 2022/01/27 م = 2022-01-27
"""
NAMES = """
ar ١٤ شباط/فبراير ٢٠٢٢ = 2022-02-14
ar 14 أيار (مايو) 2022 = 2022-05-14
ar 27 كانون الثاني 2022 = 2022-01-27
ar 14 تشرين الأول/أكتوبر 2022 = 2022-10-14
ar 14 جويلية 2022 = 2022-07-14
ar 14 دجنبر 2022 = 2022-12-14
el 27 ΙΑΝΟΥΑΡΙΟΥ 2022 = 2022-01-27
tr 27 EKİM 2022 = 2022-10-27
fr 27 AOUT 2022 = 2022-08-27
bs 27. januara 2022. u 14:30 h = 2022-01-27T14:30
sl 27. januarja 2022 ob 14.30 = 2022-01-27T14:30
lv 2022. gada 27. janvārī plkst. 14:30 = 2022-01-27T14:30
eu 2022ko urtarrilaren 27a = 2022-01-27
uz 2022 yil 27 yanvar = 2022-01-27
kk 2022 жылғы 27 қаңтар = 2022-01-27
vi Thứ Năm, 27 tháng Một 2022 = 2022-01-27
bn ২৭ অগস্ট ২০২২ = 2022-08-27
hi 27 जन. 2022 = 2022-01-27
id 1 Ags 2025 = 2025-08-01
da 8/1-2020 = 2020-01-08
en Jan.8,2020 = 2020-01-08
es Enero 27 de 2022 = 2022-01-27
ko 22.01.27 14:30 = 2022-01-27T14:30
en 3.5.2024 = 2024-05-03
"""
CLOCKS = """
en Jan 5, 202410:30 AM = 2024-01-05T10:30
en Ada RoeJan 5, 20249:00p = 2024-01-05T21:00
en Fri May  3 13:05:00 2024 = 2024-05-03T13:05
de 27.1.22 | 14 Uhr 30 = 2022-01-27T14:30
fr 27 déc. 2022 à 14h = 2022-12-27T14:00
hu 2022. január 27., csütörtök 14:30 = 2022-01-27T14:30
ja 2022年1月27日(木) 午後2時 = 2022-01-27T14:00
zh 2022年1月27日 晚上8:30 = 2022-01-27T20:30
ms 9 Mac 2024 8:30 malam = 2024-03-09T20:30
hi 27 जनवरी 2022, 2:30 अपराह्न = 2022-01-27T14:30
id 2019-09-28WIB19:17:34 = 2019-09-28T19:17:34+07:00
id 2019-09-28WIB19:17:34+07:00 = 2019-09-28T19:17:34+07:00
en 12 Mar 2024 10:15 GMT+5:30 = 2024-03-12T10:15+05:30
en 12 Mar 2024 10:15 UTC-3:30 = 2024-03-12T10:15-03:30
en 2020-12-05T23:15:0Z = 2020-12-05T23:15+00:00
en 12 Mar 2024 10:15 +08 = 2024-03-12T10:15+08:00
en 12 Mar 2024 10:15 NPT = 2024-03-12T10:15+05:45
de 12 Jul 2024 10:15 MEST = 2024-07-12T10:15+02:00
en 12 Jul 2024 10:15 Eastern Time = 2024-07-12T10:15-04:00
en 12 Jul 2024 10:15 IST = 2024-07-12T10:15
hi 12 Jul 2024 10:15 IST = 2024-07-12T10:15+05:30
en 12 Jul 2024 10:15 Art & Culture = 2024-07-12T10:15
en 12 Jul 2024 10:15 - 5 comments = 2024-07-12T10:15
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    return [(line[:2], *line[3:].rsplit(" = ", 1)) for line in table.strip().splitlines()]  # type: ignore[misc]


def written(line: str, language: str) -> str:
    found = find_dates(line, language)
    value = found[0].value(None) if found else None
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return value.isoformat() if value else "none"


@pytest.mark.parametrize(("language", "line", "value"), rows(CALENDARS))
def test_other_calendars_are_read(language: str, line: str, value: str) -> None:
    assert written(line, language) == value


@pytest.mark.parametrize(("language", "line", "value"), rows(NAMES))
def test_months_are_read_by_all_their_names_and_forms(language: str, line: str, value: str) -> None:
    assert written(line, language) == value


@pytest.mark.parametrize(("language", "line", "value"), rows(CLOCKS))
def test_the_time_in_the_dates_own_line_is_read(language: str, line: str, value: str) -> None:
    assert written(line, language) == value


def test_a_zone_with_several_meanings_is_read_in_its_region_only() -> None:
    line = "12 Jul 2024 10:15 IST"
    assert [str(find_dates(line, "en", places=(place,))[0].zone) for place in ("in", "ie", "us")] == [
        "UTC+05:30",
        "Europe/Dublin",
        "None",
    ]


def test_a_solar_date_in_the_metadata_is_read() -> None:
    date = read_date("۱۴۰۳/۱۱/۱۵ - ۱۲:۴۱", "fa")
    assert date is not None
    assert date.value(None) == dt.datetime(2025, 2, 3, 12, 41)


@pytest.mark.parametrize("line", ["Room 12.3.24B", "١٥ رمضان ١٤٤٥", "1445/09/15", "27 Januar/Mai 2022"])
def test_what_no_calendar_of_ours_tells_is_not_read(line: str) -> None:
    assert find_dates(line, "ar") == []
