"""Dates in text: which day, clock and zone a line names. `choice` chooses among the lines of a page.

A pattern finds the date first, words are looked up afterwards: so a line takes microseconds, whatever its language, and
no library is handed a paragraph. Relative times ("38 menit yang lalu") are not dates.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from newsclean.lang import date_words
from newsclean.lang.date_words import zone_named
from newsclean.lang.language import one_of, words_of_all

# A date line is short; anything longer is a paragraph that mentions dates.
MAX_LINE = 300
MAX_DATES = 8


@dataclass(frozen=True, slots=True)
class DateText:
    """A date as written, in lower case.

    `day` is None when there is no such day (30 February), `clock` and `zone` if none is written. `swapped` is the other
    reading of 02/11/2023, where there is one. `before` is the text in front of the date, back to the date before it
    ("Updated:"). `after` is the character that follows.
    """

    text: str
    day: dt.date | None
    clock: dt.time | None = None
    zone: dt.tzinfo | None = None
    swapped: dt.date | None = None
    before: str = ""
    after: str = ""

    def value(self, zone: dt.tzinfo | None) -> dt.datetime | dt.date | None:
        """The moment, in the written zone or else in `zone`; the day alone without a clock or any zone."""
        known = self.zone or zone
        if self.day is None or self.clock is None or known is None:
            return self.day
        return dt.datetime.combine(self.day, self.clock, known)


def find_dates(text: str, language: str | None = None, *, month_first: bool = False) -> list[DateText]:
    """All dates in a line, in order; [] for a text over MAX_LINE characters.

    `language` (ISO 639-1) decides month names that differ between languages, `month_first` which reading of 02/11/2023
    is `day` and which `swapped`.
    """
    if len(text) > MAX_LINE or not _MAYBE.search(text):
        return []
    language = date_words.known(language)
    line = _plain(text)
    found: list[DateText] = []
    end = 0
    for match in _in_order(line):
        if match.start() < end:
            continue
        day = _read_day(match, language, month_first)
        if day is None:
            continue
        clock, stop = _read_clock(line, match, end, language)
        before, after = line[end : match.start()].strip(), line[stop : stop + 4].strip()[:1]
        found.append(replace(day, clock=clock[0], zone=clock[1], before=before, after=after))
        end = stop
        if len(found) == MAX_DATES:
            break
    return found


def read_date(value: str, language: str | None = None, *, month_first: bool = False) -> DateText | None:
    """The date in a machine-written value: ISO 8601, seconds since 1970, else as in `find_dates`; None for none."""
    if _STAMP.fullmatch(value):
        seconds = int(value) / (1000 if len(value) == 13 else 1)
        moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
        return DateText(value, moment.date(), moment.time().replace(microsecond=0), dt.UTC)
    if _COMPACT.fullmatch(value):
        value = f"{value[:8]}T{value[8:]}"
    if _ISO_LIKE.match(value):
        try:
            moment = dt.datetime.fromisoformat(value)
            return DateText(
                value,
                moment.date(),
                moment.time().replace(microsecond=0) if _HAS_CLOCK.search(value) else None,
                _settled(moment.tzinfo),
            )
        except ValueError:
            pass
    return next(iter(find_dates(value[:MAX_LINE], language, month_first=month_first)), None)


def label_of(before: str) -> str | None:
    """What the words in front of a date say it is of: "modified", "published", "other" or, without such words, None.

    The last label counts: "Published by A. Writer, updated" is of the change.
    """
    places = {
        kind: max((m.start() for m in pattern.finditer(before)), default=-1)
        for kind, pattern in date_words.labels().items()
    }
    best = max(places, key=lambda kind: places[kind])
    return best if places[best] >= 0 else None


def words_beside(line: str, dates: Sequence[DateText], language: str | None = None) -> int:
    """How many words a line has beside its dates and the days of the week."""
    rest = line.lower()
    for date in dates:
        rest = rest.replace(date.text, " ")
    return sum(word not in date_words.weekdays(language) for word in _LETTERS.findall(rest))


def is_midnight(clock: dt.time) -> bool:
    """Whether a clock stands at 00:00:00, which is mostly a day whose time nobody wrote."""
    return (clock.hour, clock.minute, clock.second) == (0, 0, 0)


# --------------------------------------------------------------------------------------------------------- patterns

_LETTERS = re.compile(r"[^\W\d_]+")
_MAYBE = re.compile(r"\d\D{1,40}\d")  # "3 de septiembre de 2026": all that the patterns below allow, and more
_STAMP = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
_COMPACT = re.compile(r"(?:19|20)\d{10}(?:\d\d)?", re.ASCII)
_ISO_LIKE = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:$|[T ]\d)", re.ASCII)
_HAS_CLOCK = re.compile(r"[T ]\d")

_LETTER = r"[^\s\d.,;:/|()\[\]–—·-]"
_WORD = rf"(?P<month>{_LETTER}{{2,14}}|{_LETTER}{{1,3}}\.{_LETTER}{{1,3}}(?=\.))"  # or "ม.ค."
_YEAR = r"(?P<year>\d{4})(?!\d)"
_DAY = r"(?<![\d.:])(?P<day>\d{1,2})"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    endings = words_of_all(lambda language: language.dates.day_endings)
    words = words_of_all(lambda language: language.dates.of)
    # Whole words: "de" also opens "december".
    ending = rf"(?:(?:{one_of(endings)})(?![^\W\d_]))?"
    of = rf"(?:(?:{one_of(words)})(?:(?<=')\s*|\s+))?"
    shapes = (
        # 2022-01-27, 2022/1/27, 2022. 1. 27.
        r"(?<![\d-])(?P<year>\d{4})(?P<sep>[./-]|\.\s)(?P<number>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        # 2022年1月27日, 2022년 1월 27일
        r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<number>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号號]",
        # 2022 оны 1-р сарын 27
        r"(?<!\d)(?P<year>\d{4})\s?оны\s+(?P<number>\d{1,2})(?:-р)?\s+сарын\s+(?P<day>\d{1,2})(?!\d)",
        # ngày 27 tháng 1 năm 2022, 27 thg 1, 2022
        rf"{_DAY}\s+(?:tháng|thg)\s+(?P<number>\d{{1,2}})(?:\s+năm|,)?\s+{_YEAR}",
        # 27/01/2022, 27.1.22, 01-27-2022
        r"(?<![\d./-])(?P<one>\d{1,2})(?P<sep>[./-]|\.\s)(?P<two>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d:]|[./-]\d)",
        # 27 Januari 2022, 27th of January, 2022, 27. Januar '22, 27-Jan-2022, 27 de enero de 2022
        rf"{_DAY}{ending}[\s.,/_-]{{0,3}}{of}{_WORD}[\s.,/-]{{0,3}}{of}"
        r"(?P<year>\d{4}|'?\d{2}(?!\d|\s?[:.h]\d))(?!\d)",
        # January 27, 2022; Jan. 27th 2022; Januari 27 / 2022
        rf"(?<![^\W\d_]){_WORD}\.?[\s-]{{1,2}}(?P<day>\d{{1,2}}){ending}(?:\s?[,/-]\s?|\s){_YEAR}",
        # Thu Jan 27 20:57:00 WIB 2022
        rf"(?<![^\W\d_]){_WORD}\s(?P<day>\d{{1,2}})\s(?P<inner>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s[a-z]{{1,5}})?)\s{_YEAR}",
        # 2022. gada 27. janvāris, 2022 ж. 27 қаңтар, 2022-ж., 27-январь
        rf"(?<!\d)(?P<year>\d{{4}})(?:\.?\s?gada|[\s-]?ж\.,?)\s(?P<day>\d{{1,2}})[.\s-]{{1,2}}{_WORD}",
        # 2022. január 27., 2022 m. sausio 27 d.
        rf"(?<!\d)(?P<year>\d{{4}})(?:\s?m)?[\s.,/-]{{1,3}}{_WORD}[\s.,/-]{{1,3}}(?P<day>\d{{1,2}})(?![\d:])",
    )
    return tuple(map(re.compile, shapes))


_ZONE = (
    r"(?P<zone>\s?\(?(?:(?:utc|gmt)\s?)?[+-]\d{2}:?\d{2}(?!\d)|\s?\(?(?:utc|gmt)\s?[+-]\d{1,2}(?![\d:])"
    r"|\s?\(?[^\W\d_]{1,5}(?![^\W_]))?"
)


@dataclass(frozen=True)
class _Clock:
    """What finds a time right after a date, before a date, and on its own."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    alone: re.Pattern[str]


@cache
def _clock(language: str | None) -> _Clock:
    half = date_words.halves(language).pattern
    noon = rf"(?:[ap]\.?\s?m|{half})(?!\w)"
    behind = one_of(words_of_all(lambda language: language.dates.after_clock))
    time = (
        rf"(?:(?P<half>{half})\.?\s?)?(?P<hour>\d{{1,2}})(?:\s?[:.h時时点點시]\s?(?P<minute>\d{{2}})(?!\d)"
        rf"(?:\s?[:.分](?P<second>\d{{2}})(?!\d)(?:[.,]\d{{1,9}})?)?|(?=\s?{noon}))"
        rf"\s?(?P<noon>{noon}\.?)?(?:\s?(?:{behind})\b\.?)?"
    )
    # Between date and clock stand punctuation and at most two short words: "um", "at", "a las", "pukul", "- Jam".
    short = r"(?:[^\W\d_]{1,6}[.:]?[\s,|@–—-]{1,3}){0,2}?"
    return _Clock(
        re.compile(rf"[^\w+]{{0,5}}(?:t(?=\d)|{short})\(?{time}{_ZONE}"),
        re.compile(rf"(?<![\d.,:/-]){time}{_ZONE}\W{{0,4}}(?:[^\W\d_]{{2,12}}[^\w:]{{1,3}}){{0,2}}$"),
        re.compile(time + _ZONE),
    )


def _plain(text: str) -> str:
    """Lower case, one kind of digit, space, comma and apostrophe."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = re.sub(r"[^\x00-\x7f]", lambda found: str(unicodedata.digit(found[0], found[0])), text)
        text = text.translate(_ALIKE)
    return text.lower()


_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "׳": "'", "،": ",", "−": "-", "\u200f": "", "\u200e": ""}
)


def _in_order(line: str) -> list[re.Match[str]]:
    matches = [match for pattern in _patterns() for match in pattern.finditer(line)]
    return sorted(matches, key=lambda match: match.start())


def _read_day(match: re.Match[str], language: str | None, month_first: bool) -> DateText | None:
    """The day of a match; None when its word is not a month or its numbers cannot be a date (a version, a score)."""
    part = match.groupdict()
    year = int(part["year"].lstrip("'"))
    if len(part["year"]) < 4:
        year += 2000 if year < 70 else 1900
    elif 2400 < year < 2700:  # Thai Buddhist era
        year -= 543
    if "one" in part:
        return _read_numeric(match[0], int(part["one"]), int(part["two"]), year, month_first)
    month = (
        int(part["number"])
        if "number" in part
        else date_words.month_named(part["month"].strip("'").replace(".", ""), language)
    )
    if month is None:
        return None
    day = int(part["day"])
    if month > 12 or day > 31 or not month or not day:
        return None if "month" in part else DateText(match[0], None)
    return DateText(match[0], calendar_day(year, month, day))


def _read_numeric(text: str, one: int, two: int, year: int, month_first: bool) -> DateText | None:
    day, month = (two, one) if month_first else (one, two)
    first, second = calendar_day(year, month, day), calendar_day(year, day, month)
    if first is None and second is None:
        return DateText(text, None) if 0 < one <= 31 and 0 < two <= 31 and year >= 1900 else None
    if first is None:
        first, second = second, None
    return DateText(text, first, swapped=second if second != first else None)


def calendar_day(year: int, month: int, day: int) -> dt.date | None:
    """The day with these numbers; None when there is none (30 February)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _read_clock(
    line: str, date: re.Match[str], start: int, language: str | None
) -> tuple[tuple[dt.time | None, dt.tzinfo | None], int]:
    """Clock and zone beside a date, and where the whole ends. `start` is where the date before it ended."""
    clock = _clock(language)
    inner = date.groupdict().get("inner")
    if inner and (match := clock.alone.match(inner)):
        return _as_clock(match, language), date.end()
    match = clock.after.match(line, date.end())
    if match and label_of(line[date.end() : match.start("hour")]) is None and (time := _as_clock(match, language))[0]:
        return time, match.end() if time[1] or match["zone"] is None else match.start("zone")
    for match in clock.before.finditer(line[max(start, date.start() - 40) : date.start()]):
        if (time := _as_clock(match, language))[0]:
            return time, date.end()
    return (None, None), date.end()


def _as_clock(match: re.Match[str], language: str | None) -> tuple[dt.time | None, dt.tzinfo | None]:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if (half := match["half"] or match["noon"]) and hour <= 12:
        hour = hour % 12 + (12 if date_words.halves(language).is_afternoon(half) else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None, None
    return dt.time(hour, minute, second), _read_zone(match["zone"] or "")


_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_QUARTERS = (0, 30, 45)


def _read_zone(text: str) -> dt.tzinfo | None:
    name = text.strip(" (").removesuffix(")")
    if match := _OFFSET.search(name):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours > 14 or minutes not in _QUARTERS:
            return None
        offset = dt.timedelta(hours=hours, minutes=minutes)
        return dt.timezone(-offset if match[1] == "-" else offset)
    return zone_named(name)


def _settled(zone: dt.tzinfo | None) -> dt.tzinfo | None:
    return dt.UTC if zone is not None and not zone.utcoffset(None) else zone
