"""Dates in text: which day, clock and zone a line names. Choosing among the lines of a page is the work of `dates`.

A pattern finds the date first, words are looked up afterwards: so a line takes microseconds, whatever its language, and
no library is handed a paragraph. Relative times ("38 menit yang lalu") are no dates.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

# A date line is short; what is longer is a paragraph that tells of dates.
MAX_LINE = 300
MAX_DATES = 8


@dataclass(frozen=True, slots=True)
class DateText:
    """A date as written. `day` is None when there is no such day (30 February), `clock` and `zone` if none is written.

    `swapped` is the other reading of 02/11/2023, where there is one. `before` is the text in front of the date, back to
    the date before it: "Updated:" stands there. `after` is the sign that follows.
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
    line = _plain(text)
    found: list[DateText] = []
    end = 0
    for match in _in_order(line):
        if match.start() < end:
            continue
        day = _read_day(match, language, month_first)
        if day is None:
            continue
        clock, stop = _read_clock(line, match, end)
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
        kind: max((m.start() for m in pattern.finditer(before)), default=-1) for kind, pattern in _labels().items()
    }
    best = max(places, key=lambda kind: places[kind])
    return best if places[best] >= 0 else None


def is_midnight(clock: dt.time) -> bool:
    """Whether a clock stands at 00:00:00, which is mostly a day whose time nobody wrote."""
    return (clock.hour, clock.minute, clock.second) == (0, 0, 0)


# --------------------------------------------------------------------------------------------------------- patterns

_MAYBE = re.compile(r"\d{1,2}\D{1,14}\d{2,4}|\d{4}\D{1,14}\d{1,2}")
_STAMP = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
_COMPACT = re.compile(r"(?:19|20)\d{10}(?:\d\d)?", re.ASCII)
_ISO_LIKE = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:$|[T ]\d)", re.ASCII)
_HAS_CLOCK = re.compile(r"[T ]\d")

_WORD = r"(?P<month>[^\s\d.,;:/|()\[\]–—·-]{2,14})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_DAY = r"(?<![\d.:])(?P<day>\d{1,2})"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2022-01-27, 2022/1/27, 2022. 1. 27.
        r"(?<![\d-])(?P<year>\d{4})(?P<sep>[./-]|\.\s)(?P<number>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        # 2022年1月27日, 2022년 1월 27일
        r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<number>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号號]",
        # ngày 27 tháng 1 năm 2022
        rf"{_DAY}\s+tháng\s+(?P<number>\d{{1,2}})(?:\s+năm|,)?\s+{_YEAR}",
        # 27/01/2022, 27.1.22, 01-27-2022
        r"(?<![\d./-])(?P<one>\d{1,2})(?P<sep>[./-]|\.\s)(?P<two>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d:]|[./-]\d)",
        # 27 Januari 2022, 27th of January, 2022, 27. Januar '22, 27-Jan-2022, 27 de enero de 2022
        rf"{_DAY}(?:st|nd|rd|th|er|º|ª|°|:e|-?го)?[\s.,/_-]{{0,3}}(?:(?:de|of|d')\s*)?{_WORD}[\s.,/-]{{0,3}}"
        rf"(?:(?:de|del|of|do)\s+)?(?P<year>\d{{4}}|'?\d{{2}}(?!\d|\s?[:.h]\d))(?!\d)",
        # January 27, 2022; Jan. 27th 2022; Januari 27 / 2022
        rf"(?<![^\W\d_]){_WORD}\.?[\s-]{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[,/-]\s?|\s){_YEAR}",
        # Thu Jan 27 20:57:00 WIB 2022
        rf"(?<![^\W\d_]){_WORD}\s(?P<day>\d{{1,2}})\s(?P<inner>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s[a-z]{{1,5}})?)\s{_YEAR}",
        # 2022. január 27., 2022 m. sausio 27 d.
        rf"(?<!\d)(?P<year>\d{{4}})(?:\s?m)?[\s.,/-]{{1,3}}{_WORD}[\s.,/-]{{1,3}}(?P<day>\d{{1,2}})(?![\d:])",
    )
)
_ZONE = (
    r"(?P<zone>\s?\(?(?:(?:utc|gmt)\s?)?[+-]\d{2}:?\d{2}(?!\d)|\s?\(?(?:utc|gmt)\s?[+-]\d{1,2}(?![\d:])"
    r"|\s?\(?[^\W\d_]{1,5}(?![^\W_]))?"
)
_TIME = (
    r"(?:(?P<half>午前|午後|上午|下午|오전|오후)\s?)?(?P<hour>\d{1,2})(?:\s?[:.h時时点點시]\s?(?P<minute>\d{2})(?!\d)"
    r"(?:\s?[:.分](?P<second>\d{2})(?!\d)(?:[.,]\d{1,9})?)?|(?=\s?[ap]\.?\s?m\b))"
    r"\s?(?P<noon>[ap]\.?\s?m\b\.?)?(?:\s?(?:uhr|hrs?|分|분|น)\b\.?)?"
)
# Between date and clock stand signs and at most two short words: "um", "at", "a las", "pukul", "- Jam".
_CLOCK_AFTER = re.compile(
    rf"[^\w+]{{0,5}}(?:t(?=\d)|(?:[^\W\d_]{{1,6}}[.:]?[\s,|@–—-]{{1,3}}){{0,2}}?)\(?{_TIME}{_ZONE}"
)
_CLOCK_BEFORE = re.compile(rf"(?<![\d.,:/-]){_TIME}{_ZONE}\W{{0,4}}(?:[^\W\d_]{{2,12}}[^\w:]{{1,3}}){{0,2}}$")
_CLOCK = re.compile(_TIME + _ZONE)
_AFTERNOON = frozenset(("午後", "下午", "오후"))


def _plain(text: str) -> str:
    """Lower case, one kind of digit, space and apostrophe."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = re.sub(r"[^\x00-\x7f]", lambda found: str(unicodedata.digit(found[0], found[0])), text)
        text = text.translate(_ALIKE)
    return text.lower()


_ALIKE = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "−": "-", "\u200f": "", "\u200e": ""})


def _in_order(line: str) -> list[re.Match[str]]:
    matches = [match for pattern in _PATTERNS for match in pattern.finditer(line)]
    return sorted(matches, key=lambda match: match.start())


def _read_day(match: re.Match[str], language: str | None, month_first: bool) -> DateText | None:
    """The day of a match; None when its word is no month or its numbers can be no date at all (a version, a score)."""
    part = match.groupdict()
    year = int(part["year"].lstrip("'"))
    if len(part["year"]) < 4:
        year += 2000 if year < 70 else 1900
    elif 2400 < year < 2700:  # Thai Buddhist era
        year -= 543
    if "one" in part:
        return _read_numeric(match[0], int(part["one"]), int(part["two"]), year, month_first)
    month = int(part["number"]) if "number" in part else _months(language).get(part["month"].strip("'"))
    if month is None:
        return None
    day = int(part["day"])
    if month > 12 or day > 31 or not month or not day:
        return None if "month" in part else DateText(match[0], None)
    return DateText(match[0], _date(year, month, day))


def _read_numeric(text: str, one: int, two: int, year: int, month_first: bool) -> DateText | None:
    day, month = (two, one) if month_first else (one, two)
    first, second = _date(year, month, day), _date(year, day, month)
    if first is None and second is None:
        return DateText(text, None) if 0 < one <= 31 and 0 < two <= 31 and year >= 1900 else None
    if first is None:
        first, second = second, None
    return DateText(text, first, swapped=second if second != first else None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _read_clock(line: str, date: re.Match[str], start: int) -> tuple[tuple[dt.time | None, dt.tzinfo | None], int]:
    """Clock and zone beside a date, and where the whole ends. `start` is where the date before it ended."""
    inner = date.groupdict().get("inner")
    if inner and (match := _CLOCK.match(inner)):
        return _as_clock(match), date.end()
    match = _CLOCK_AFTER.match(line, date.end())
    if match and label_of(line[date.end() : match.start("hour")]) is None and (clock := _as_clock(match))[0]:
        return clock, match.end() if clock[1] or match["zone"] is None else match.start("zone")
    for match in _CLOCK_BEFORE.finditer(line[max(start, date.start() - 40) : date.start()]):
        if (clock := _as_clock(match))[0]:
            return clock, date.end()
    return (None, None), date.end()


def _as_clock(match: re.Match[str]) -> tuple[dt.time | None, dt.tzinfo | None]:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    noon = (match["noon"] or "")[:1] or ("p" if match["half"] in _AFTERNOON else "")
    if noon and hour <= 12:
        hour = hour % 12 + (12 if noon == "p" else 0)
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
    return _zone_named(name) if name in _words()["zones"] else None


@cache
def _zone_named(name: str) -> dt.tzinfo:
    value: str = _words()["zones"][name]
    if value == "UTC":
        return dt.UTC
    return _read_zone(value) or ZoneInfo(value)


def _settled(zone: dt.tzinfo | None) -> dt.tzinfo | None:
    return dt.UTC if zone is not None and not zone.utcoffset(None) else zone


# ------------------------------------------------------------------------------------------------------------- words


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("newsclean.lang").joinpath("date_words.toml").read_text("utf-8"))


@cache
def _months(language: str | None) -> dict[str, int]:
    """Month numbers by name: those of the language first, then those of the others in the file's order."""
    tables: dict[str, list[list[str]]] = _words()["months"]
    merged: dict[str, int] = {}
    for table in (tables.get(language or "", []), *tables.values()):
        for number, names in enumerate(table, start=1):
            for name in names:
                merged.setdefault(name, number)
    return merged


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, words)) + ")")
        for kind, words in _words()["labels"].items()
    }
