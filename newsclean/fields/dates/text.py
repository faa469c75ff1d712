"""Dates in text: which day, clock and zone a line names. `choice` chooses among the lines of a page.

A pattern finds the date first, words are looked up afterwards: so a line takes microseconds, whatever its language, and
no library is handed a paragraph. Relative times ("38 menit yang lalu") are not dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsclean.lang import date_words
from newsclean.lang.date_labels import label_before, label_behind

from .calendars import plain
from .clocks import clock_beside
from .shapes import days_in, read_day

# A date line is short; anything longer is a paragraph that mentions dates.
MAX_LINE = 300
MAX_DATES = 8


@dataclass(frozen=True, slots=True)
class DateText:
    """A date as written, in lower case.

    `day` is None when there is no such day (30 February), `clock` and `zone` if none is written. `swapped` is the other
    reading of 02/11/2023, where there is one. `before` is the text in front of the date, back to the date before it
    ("Updated:"), `after` the text up to the next date or the end. `label` says what these say it is of: "modified",
    "published", "other" or, without such words, None.
    """

    text: str
    day: dt.date | None
    clock: dt.time | None = None
    zone: dt.tzinfo | None = None
    swapped: dt.date | None = None
    before: str = ""
    after: str = ""
    label: str | None = None

    def value(self, zone: dt.tzinfo | None) -> dt.datetime | dt.date | None:
        """The moment, in the written zone or else in `zone`; without either a time without a zone. The day alone
        without a time, or when nothing but midnight is written, which is mostly a day whose time nobody wrote.
        """
        known = self.zone or zone
        if self.day is None or self.clock is None or (known is None and is_midnight(self.clock)):
            return self.day
        return dt.datetime.combine(self.day, self.clock, known)


def find_dates(
    text: str, language: str | None = None, *, month_first: bool = False, places: Sequence[str] = ()
) -> list[DateText]:
    """All dates in a line, in order; [] for a text over MAX_LINE characters.

    `language` (ISO 639-1) decides month names that differ between languages, `month_first` which reading of 02/11/2023
    is `day` and which `swapped`, `places` (regions, languages) zones whose name has several meanings ("IST").
    """
    if len(text) > MAX_LINE or not may_have_date(text):
        return []
    language = date_words.known(language)
    if language:
        places = (*places, language)
    line = plain(text, language)
    found: list[DateText] = []
    starts: list[int] = []
    end = 0
    for match in days_in(line):
        if match.start() < end:
            continue
        day = read_day(match, language, month_first=month_first)
        if day is None:
            continue
        clock = clock_beside(line, match, end, language, places)
        before = line[end : match.start()].strip()
        found.append(DateText(match[0], day.day, clock.time, clock.zone, day.swapped, before))
        starts.append(match.start())
        end = clock.end
        if found[:-1]:
            found[-2] = replace(found[-2], after=before)
        if len(found) == MAX_DATES:
            break
    if found:
        found[-1] = replace(found[-1], after=line[end:].strip())
    return _labelled(found)


def may_have_date(text: str) -> bool:
    """False for what surely has none: two numbers, six figures or the sign for "year" are the least of a date."""
    return _MAYBE.search(text) is not None


def read_date(
    value: str, language: str | None = None, *, month_first: bool = False, places: Sequence[str] = ()
) -> DateText | None:
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
    return next(iter(find_dates(value[:MAX_LINE], language, month_first=month_first, places=places)), None)


def words_beside(line: str, dates: Sequence[DateText], language: str | None = None) -> int:
    """How many words a line has beside its dates and the days of the week."""
    rest = plain(line, language)
    for date in dates:
        rest = rest.replace(date.text, " ")
    return sum(word not in date_words.weekdays(language) for word in _LETTERS.findall(rest))


def is_midnight(clock: dt.time) -> bool:
    """Whether a clock stands at 00:00:00, which is mostly a day whose time nobody wrote."""
    return (clock.hour, clock.minute, clock.second) == (0, 0, 0)


_LETTERS = re.compile(r"[^\W\d_]+")
# "3 de septiembre de 2026": all that the patterns allow, and more; and days in Chinese figures
_MAYBE = re.compile(r"[\d年](?:(?<=\d)(?:\D{1,40}\d|\d{5})|(?<=年))")  # begins with one set: re then skips to it
_STAMP = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
_COMPACT = re.compile(r"(?:19|20)\d{10}(?:\d\d)?", re.ASCII)
_ISO_LIKE = re.compile(r"(?:0\d|19|20|9\d)\d\d-?\d{2}-?\d{2}(?:$|[T ]\d)", re.ASCII)
_HAS_CLOCK = re.compile(r"[T ]\d")
_BRACKETED = re.compile(r"\W*\([^()]*\)")


def _labelled(found: list[DateText]) -> list[DateText]:
    """Each date with its label. When nothing but the last date's end is labelled, labels stand behind the dates."""
    if not found:
        return []
    behind = label_before(found[0].before) is None and label_behind(found[-1].after) is not None
    labelled: list[DateText] = []
    taken = False
    for date in found:
        before = "" if taken else date.before
        bracket = _BRACKETED.match(date.after)
        own = label_behind(bracket[0] if bracket and not behind else date.after)
        taken = own is not None and (behind or bracket is not None)
        labelled.append(
            replace(date, label=own if behind and own else label_before(before) or (own if taken else None))
        )
    return labelled


def _settled(zone: dt.tzinfo | None) -> dt.tzinfo | None:
    return dt.UTC if zone is not None and not zone.utcoffset(None) else zone
