"""The time of day beside a date, and its zone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsclean.lang import date_words
from newsclean.lang.date_labels import label_before
from newsclean.lang.language import one_of, words_of_all

_BEFORE = 40  # characters before a date in which its time is looked for


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as written, and where it ends in the line; without a time both are None and it ends with the date."""

    time: dt.time | None
    zone: dt.tzinfo | None
    end: int


def clock_beside(line: str, date: re.Match[str], start: int, language: str | None, places: Sequence[str] = ()) -> Clock:
    """Time and zone beside a date. `start` is where the date before it ended."""
    inner = date.groupdict().get("inner")
    if inner and (match := _alone(language).match(inner)):
        return _as_clock(match, _zone_at(inner, match.end()), date.end(), language, places)
    if _DIGIT.search(line, date.end()):
        match = _after(language).match(line, date.end())
        if match and label_before(line[date.end() : match.start("hour")]) is None:
            zone = _zone_at(line, match.end())
            clock = _as_clock(match, zone, match.end() + len(zone), language, places)
            if clock.time:
                return clock
    before = line[max(start, date.start() - _BEFORE) : date.start()]
    if _DIGIT.search(before):
        for match in _before(language).finditer(before):
            clock = _as_clock(match, match["zone"] or "", date.end(), language, places)
            if clock.time:
                return clock
    return Clock(None, None, date.end())


_DIGIT = re.compile(r"\d")


@cache
def _after(language: str | None) -> re.Pattern[str]:
    """What finds a time right behind a date."""
    # Between date and clock stand the day of the week, punctuation, and at most two short words: "um", "at", "a las".
    days = one_of(sorted(date_words.weekdays(language))) or "(?!)"
    short = rf"(?:(?:{days}|\(?[^\W\d_]{{1,7}}[.:]?\)?)(?:[\s,|@•–—-]{{1,3}}|(?<=\)))){{0,2}}?"
    return re.compile(rf"[^\w+]{{0,5}}(?:(?P<glued>[a-z]{{1,5}})(?=\d)|{short})\(?{_time(language)}")


@cache
def _before(language: str | None) -> re.Pattern[str]:
    """What finds a time, and its zone, before a date."""
    return re.compile(rf"(?<![\d.,:/-]){_time(language)}{_zone()}\W{{0,4}}(?:[^\W\d_]{{2,12}}[^\w:]{{1,3}}){{0,2}}$")


@cache
def _alone(language: str | None) -> re.Pattern[str]:
    return re.compile(_time(language))


def _time(language: str | None) -> str:
    half = date_words.halves(language).pattern
    noon = rf"(?:[ap]\.?\s?m(?!\w)|(?<=\d)[ap](?![\w.])|(?:{half})(?!\w))"
    hours = one_of(words_of_all(lambda language: language.dates.hours))
    behind = one_of(words_of_all(lambda language: language.dates.after_clock))
    second = r"\s?[:.分]\s?(?P<second>\d{1,2})(?!\d)(?:[.,]\d{1,9})?"
    minute = rf"\s?(?:[:.]|(?:{hours})\.?)\s?(?P<minute>\d{{2}})(?!\d)(?:{second})?"
    return (
        rf"(?:(?P<half>{half})\.?\s?)?(?P<hour>\d{{1,2}})(?:{minute}|\s?(?:{hours})(?![a-z\d])|(?=\s?{noon}))"
        rf"\s?(?P<noon>{noon}\.?)?(?:\s?(?:{behind})(?![a-z])\.?)?"
    )


def _zone_at(line: str, start: int) -> str:
    """The zone that is written from there on."""
    found = _zone_pattern().match(line, start)
    return found[0] if found else ""


@cache
def _zone_pattern() -> re.Pattern[str]:
    return re.compile(_zone())


@cache
def _zone() -> str:
    """An offset ("+07:00", "GMT+5:30") or a known name; a name that is a word too only where nothing follows it."""
    words, names = date_words.zone_words(), date_words.zone_names()
    sure = one_of(name for name in names if name not in words)
    offset = r"[+-]\d{2}:?\d{2}(?!\d)|(?:(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?|\+\d{2})(?![\d:.])"
    ends = rf"(?:{one_of(words)})(?=\s*(?:$|[^\w\s&+/]))"
    return rf"(?P<zone>\s?[(\[]?(?:(?:utc|gmt)\s?)?(?:{offset})|\s?[(\[]?(?:(?:{sure})(?![^\W_])|{ends}))?"


def _as_clock(match: re.Match[str], zone: str, end: int, language: str | None, places: Sequence[str]) -> Clock:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if (half := match["half"] or match["noon"]) and hour <= 12:
        hour = date_words.halves(language).hour(half, hour)
    if hour > 23 or minute > 59 or second > 59:
        return Clock(None, None, end)
    written = zone or match.groupdict().get("glued") or ""
    return Clock(dt.time(hour, minute, second), _read_zone(written, places), end)


_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_QUARTERS = (0, 30, 45)


def _read_zone(text: str, places: Sequence[str]) -> dt.tzinfo | None:
    name = text.strip(" ([").removesuffix(")")
    if match := _OFFSET.search(name):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours > 14 or minutes not in _QUARTERS:
            return None
        offset = dt.timedelta(hours=hours, minutes=minutes)
        return dt.timezone(-offset if match[1] == "-" else offset)
    return date_words.zone_named(name, places)
