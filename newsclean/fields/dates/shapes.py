"""How days are written: patterns that find them, and how numbers and names become a day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from newsclean.lang import date_words
from newsclean.lang.language import one_of, words_of_all

from .calendars import calendar_day, full_solar_year, full_year, is_lunar, is_solar, solar_day


@dataclass(frozen=True, slots=True)
class Day:
    """A day as found; `day` is None when there is no such day, `swapped` the other reading of 02/11/2023."""

    day: dt.date | None
    swapped: dt.date | None = None


def days_in(line: str) -> list[re.Match[str]]:
    """What looks like a day, in order; `read_day` tells whether it is one."""
    matches = [match for pattern in _patterns() for match in pattern.finditer(line)]
    return sorted(matches, key=lambda match: match.start())


_LETTER = r"[^\s\d.,;:/|()\[\]–—·-]"
_SEPARATOR = r"(?P<sep>[./·-]|\.\s)"
_GLUED = r"(?!\d(?!\d?:\d\d))"  # no figure follows, except of a clock: "5 May 202410:30"
_YEAR = rf"(?P<year>\d{{4}}){_GLUED}"
_DAY = r"(?<![\d.])(?<!\d:)(?P<day>\d{1,2})"


def _word() -> str:
    """One word, an abbreviation with inner stops ("ม.ค."), or one of the few names of two words."""
    phrases = one_of(date_words.month_phrases())
    return rf"(?P<month>{phrases}|{_LETTER}{{2,14}}|{_LETTER}{{1,3}}\.{_LETTER}{{1,3}}(?=\.))"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    endings = words_of_all(lambda language: language.dates.day_endings)
    words = words_of_all(lambda language: language.dates.of)
    year_endings = one_of(words_of_all(lambda language: language.dates.year_endings))
    word = _word()
    # Whole words: "de" also opens "december".
    ending = rf"(?:(?:{one_of(endings)})(?![^\W\d_]))?"
    of = rf"(?:(?:{one_of(words)})(?:(?<=')\s*|\s+))?"
    # A month by both of its names: "شباط/فبراير", "أيار (مايو)".
    twin = rf"(?:\s?[/(–-]\s?(?P<twin>{one_of(date_words.month_phrases())}|{_LETTER}{{3,14}})\)?)?"
    shapes = (
        # 2022-01-27, 2022/1/27, 2022. 1. 27.
        rf"(?<![\d-])(?P<year>\d{{4}}){_SEPARATOR}(?P<number>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){_GLUED}",
        # 2022年1月27日, 2022년 1월 27일
        r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<number>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号號]",
        # 2022 оны 1-р сарын 27
        r"(?<!\d)(?P<year>\d{4})\s?оны\s+(?P<number>\d{1,2})(?:-р|\s\w+)?\s+сарын\s+(?P<day>\d{1,2})(?!\d)",
        # ngày 27 tháng 1 năm 2022, 27 thg 1, 2022
        rf"{_DAY}\s+(?:tháng|thg)\s+(?P<number>\d{{1,2}})(?:\s+năm|,)?\s+{_YEAR}",
        # 27/01/2022, 27.1.22, 01-27-2022
        rf"(?<![\d./-])(?P<one>\d{{1,2}}){_SEPARATOR}(?P<two>\d{{1,2}})(?P=sep)"
        rf"(?P<year>\d{{4}}{_GLUED}(?!-\d)|\d{{2}}(?![\da-z:]))(?![./]\d)",
        # 27/1 2022, 27/1-2022
        r"(?<![\d./-])(?P<one>\d{1,2})(?P<sep>/)(?P<two>\d{1,2})[\s-](?P<year>(?:19|20)\d{2})(?![\d.:/-])",
        # 27 Januari 2022, 27th of January, 2022, 27. Januar '22, 27-Jan-2022, 27 de enero de 2022
        rf"{_DAY}{ending}[\s.,/_-]{{0,3}}{of}{word}{twin}[\s.,/-]{{0,3}}{of}"
        rf"(?P<year>\d{{4}}{_GLUED}|'?\d{{2}}(?!\d|\s?[:.h]\d))",
        # January 27, 2022; Jan. 27th 2022; Januari 27 / 2022; Enero 27 de 2022
        rf"(?<![^\W\d_]){word}\.?[\s-]{{0,2}}(?P<day>\d{{1,2}}){ending}(?:\s?[,/-]\s?|\s){of}{_YEAR}",
        # Apr 042013, from boxes for month, day and year
        rf"(?<![^\W\d_]){word}\.?\s?(?P<day>\d{{2}})(?P<year>(?:19|20)\d{{2}})(?!\d)",
        # Thu Jan 27 20:57:00 WIB 2022
        rf"(?<![^\W\d_]){word}\s{{1,2}}(?P<day>\d{{1,2}})\s"
        rf"(?P<inner>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s[a-z]{{1,5}})?)\s{_YEAR}",
        # 2022. gada 27. janvāris, 2022 ж. 27 қаңтар, 2022-ж., 27-январь
        rf"(?<!\d)(?P<year>\d{{4}})[.\s-]{{0,2}}(?:{year_endings})\.?,?\s(?P<day>\d{{1,2}})[.\s-]{{1,2}}{word}",
        # 2022. január 27., 2022 m. sausio 27 d., 2022ko urtarrilaren 27a
        rf"(?<!\d)(?P<year>\d{{4}})(?:\s?(?:{year_endings}))?[\s.,/-]{{1,3}}{word}[\s.,/-]{{1,3}}(?P<day>\d{{1,2}})"
        r"(?!\d(?!\d?:\d\d)|:)",
    )
    return tuple(map(re.compile, shapes))


def read_day(match: re.Match[str], language: str | None, *, month_first: bool) -> Day | None:
    """The day of a match; None when its word is not a month or its numbers cannot be a date (a version, a score)."""
    part = match.groupdict()
    year = full_year(part["year"], thai=language == "th" or _THAI.search(match[0]) is not None)
    if is_lunar(year):
        return None
    if "one" in part:
        return _read_numeric(part, year, language, month_first and "." not in part["sep"])
    day = int(part["day"])
    if "number" in part:
        month = int(part["number"])
        return Day(_day_of(year, month, day) if month else None)
    if solar := date_words.solar_month(part["month"].strip("'")):
        year = full_solar_year(part["year"], year)
        if is_solar(year):
            return Day(solar_day(year, solar, day))
    named = date_words.month_named(part["month"].strip("'").replace(".", ""), language)
    if named is None or not 0 < day <= 31:
        return None
    if (twin := part.get("twin")) and date_words.month_named(twin.replace(".", ""), language) != named:
        return None
    return Day(calendar_day(year, named, day))


_THAI = re.compile("[\u0e00-\u0e7f]")


def _day_of(year: int, month: int, day: int) -> dt.date | None:
    return (solar_day if is_solar(year) else calendar_day)(year, month, day)


def _read_numeric(part: dict[str, str], year: int, language: str | None, month_first: bool) -> Day | None:
    one, two = int(part["one"]), int(part["two"])
    first, second = _day_of(year, two, one), _day_of(year, one, two)
    if month_first:
        first, second = second, first
    if len(part["year"]) == 2 and date_words.is_year_first(language):
        backwards = calendar_day(2000 + one, two, int(part["year"]))
        first, second = (backwards, first) if backwards else (first, second)
    if first is None and second is None:
        return Day(None) if 0 < one <= 31 and 0 < two <= 31 and year >= 1900 else None
    if first is None or "." in part["sep"]:  # a date with full stops begins with its day everywhere
        first, second = first or second, None
    return Day(first, second if second != first else None)
