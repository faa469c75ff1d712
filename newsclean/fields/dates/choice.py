"""When an article was published and last changed: everything the page says about it, weighed together.

No origin is right on every page: metadata give the day of a change or of an import, a line near the headline another
article's day, the URL a day in the zone of the server. So each candidate has the weight of its origin, candidates for
one day add up, and the heaviest day wins; then the most precise candidate of that day is taken, in the outlet's zone.
Nothing here reads the clock: `fetched_at` bounds what is believed, unless it is `fetched_at` that cannot be right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from newsclean.fields.candidates import Candidate, Choice
from newsclean.metadata.claims import Kind, Origin
from newsclean.metadata.parsed_page import ParsedPage, once_a_page
from newsclean.models import DateSource, Entry
from newsclean.page.headline import headline_block

from .candidates import (
    NEWSROOM_WEIGHT,
    DateCandidate,
    from_claims,
    from_entry,
    from_url,
    weight_of,
)
from .lines import DateLines
from .moments import moment_of, most_precise
from .style import DateStyle, style_of
from .text import is_midnight
from .zones import EAST, WEST, is_utc, relabelled, shown_zone

EARLIEST = dt.date(1990, 1, 1)  # there was no news on the web before
# An article cannot be dated later than this after it was fetched; two days allow for a fast clock and a zone ahead.
TOLERANCE = dt.timedelta(days=2)
# A machine without a clock of its own wakes up in 1970. When everything a page says is this much later than the
# fetching, but not later than the release of this version, the clock is wrong and not the page.
RELEASED = dt.date(2026, 11, 27)
_CLOCK_ERROR = dt.timedelta(days=180)
# A template repeats one field in several places: a second one confirms little.
_REPEATED = 0.1
# A moment in the metadata comes from the newsroom's system; a bare day may be that of the printed paper.
_EXACT = 3.0
_CHANGED, _IS_CHANGE = 0.6, 0.2
_OUTSHONE = 0.3
_NEXT_DAY = dt.timedelta(days=1)  # the same moment in another zone

Date = dt.datetime | dt.date
DateChoice = Choice[Date]

_SOURCES: dict[Kind, DateSource] = {
    Kind.JSON_LD: "json_ld",
    Kind.META: "meta",
    Kind.MICRODATA: "meta",
    Kind.TIME: "time_element",
    Kind.VISIBLE: "visible",
    Kind.LINE: "visible",
    Kind.URL: "url",
    Kind.FEED: "feed",
    Kind.SITEMAP: "sitemap",
    Kind.STATE: "page_state",
}


def date_source(origin: Origin | None) -> DateSource | None:
    """The record's name for the origin of its date."""
    return _SOURCES[origin.kind] if origin else None


def choose_date(page: ParsedPage, title: str | None, entry: Entry | None, fetched_at: dt.datetime) -> DateChoice:
    """First publication: a datetime, aware where a zone is known, or a plain day where no clock is.

    `title` is the chosen headline, near which date lines are; `entry` the link that led to the page. Nothing later than
    `fetched_at` (aware) plus TOLERANCE is believed. Times are in the site's zone, else in one that the page shows; a
    time without any zone stays without one. Without a date that is surely of this article there is none.
    """
    candidates, claimed = _claimed(page)
    latest = _latest(candidates, fetched_at)
    # Where the metadata know no first publication, a label anywhere may.
    far = all(_doubt(candidate, latest) or _is_at(candidate, claimed) for candidate in candidates)
    visible, changed = _lines(page, title).candidates(far=far)
    candidates = [*candidates, *visible, *from_url(page.url), *from_entry(entry)]
    changes = [*claimed, *changed]
    latest = _latest(candidates, fetched_at)
    candidates = _as_shown(_less_changed(candidates, changes), latest)
    return _choose(candidates, changes, page.zone, latest, changes=changes)


def choose_modified(page: ParsedPage, title: str | None, published: Date | None, fetched_at: dt.datetime) -> DateChoice:
    """The last change, never before `published`; else as in `choose_date`."""
    published_claims, claimed = _claimed(page)
    far = not any(candidate.weight for candidate in (*claimed, *published_claims))
    visible, changed = _lines(page, title).candidates(far=far)
    others = [*published_claims, *visible]
    changes = [*claimed, *changed]
    choice = _choose(changes, others, page.zone, _latest([*changes, *others], fetched_at))
    if choice.value is None or published is None or not _before(choice.value, published):
        return choice
    return Choice(candidates=tuple(replace(c, why="before the publication") for c in choice.candidates))


def choose_line_date(
    line: str | None, language: str | None, zone: dt.tzinfo | None, fetched_at: dt.datetime
) -> DateChoice:
    """The first date of a text's date line, believed within the same bounds as that of a page."""
    found = DateStyle(language).find(line or "")[:1]
    candidates = [DateCandidate(text, Origin(Kind.LINE), 1) for text in found]
    return _choose(candidates, [], zone, _latest(candidates, fetched_at))


@once_a_page
def _claimed(page: ParsedPage) -> tuple[list[DateCandidate], list[DateCandidate]]:
    """The candidates in the metadata: (of publication, of change)."""
    style = style_of(page)
    return from_claims(page.metadata.published, style), from_claims(page.metadata.modified, style)


@once_a_page
def _lines(page: ParsedPage, title: str | None) -> DateLines:
    return DateLines(page.blocks, _headline(page, title), style_of(page))


def _choose(
    candidates: list[DateCandidate],
    others: list[DateCandidate],
    zone: dt.tzinfo | None,
    latest: dt.date,
    changes: Sequence[DateCandidate] = (),
) -> DateChoice:
    """The heaviest day of the candidates and its most precise one that is not one of `changes`.

    `others` only show which zones the page uses.
    """
    candidates = _settle_swapped(candidates, latest)
    doubts = [_doubt(candidate, latest) for candidate in candidates]
    believed = [candidate for candidate, doubt in zip(candidates, doubts, strict=True) if doubt is None]
    if not believed:
        return Choice(candidates=tuple(map(_candidate, candidates, map(str, doubts))))
    believed_others = [candidate for candidate in others if _doubt(candidate, latest) is None]
    elsewhere = [candidate for candidate in candidates if candidate.weight == 0 and candidate.text.day]
    home = zone or shown_zone(believed, [*believed_others, *elsewhere])
    believed = [relabelled(candidate, believed, home, declared=zone is not None) for candidate in believed]
    days = {_own_day(candidate, home) for candidate in believed}
    day = max(days, key=lambda day: (_weight(day, believed, home), -day.toordinal())) if len(days) > 1 else days.pop()
    winner = most_precise([c for c in believed if _is_of(c, day, home)], changes, home)
    whys = iter(_why(candidate, winner, day, home) for candidate in believed)
    judged = (_candidate(c, doubt or next(whys)) for c, doubt in zip(candidates, doubts, strict=True))
    return Choice(_value(winner, day, home), winner.origin, tuple(judged))


def _less_changed(candidates: list[DateCandidate], changes: list[DateCandidate]) -> list[DateCandidate]:
    """A day on which the page was changed weighs less when the metadata also give an earlier day."""
    changed = {change.text.day for change in changes}
    newsroom = (
        c.text.day for c in candidates if c.is_structured and weight_of(c.origin) >= NEWSROOM_WEIGHT and c.text.day
    )
    first = min(newsroom, default=dt.date.max)
    return [
        replace(c, weight=c.weight * (_IS_CHANGE if _is_at(c, changes) else _CHANGED))
        if c.text.day and c.text.day in changed and c.text.day > first
        else c
        for c in candidates
    ]


def _is_at(candidate: DateCandidate, changes: Iterable[DateCandidate]) -> bool:
    """Whether it is written as the very minute of a change."""
    written = [(c.text.day, c.text.clock.replace(second=0)) for c in changes if c.text.clock is not None]
    clock = candidate.text.clock
    return clock is not None and (candidate.text.day, clock.replace(second=0)) in written


def _as_shown(candidates: list[DateCandidate], latest: dt.date) -> list[DateCandidate]:
    """A line that says "Published" shows the first publication: metadata that are later are those of a new edition."""
    shown = [c.text.day for c in candidates if c.block is not None and c.text.label == "published" and c.text.day]
    believed = [day for day in shown if EARLIEST <= day <= latest]
    if not believed:
        return candidates
    first = min(believed)
    return [
        replace(c, weight=c.weight * _OUTSHONE)
        if c.is_structured and c.text.day and c.text.day > first + _NEXT_DAY
        else c
        for c in candidates
    ]


def _candidate(found: DateCandidate, why: str) -> Candidate[Date]:
    return Candidate(found.text.value(None), found.text.text[:80], found.origin, why)


def _latest(candidates: Iterable[DateCandidate], fetched_at: dt.datetime) -> dt.date:
    """The last day that is believed: two days after the fetching, or after the release when the clock is wrong."""
    try:
        latest = (fetched_at + TOLERANCE).date()
        days = [c.text.day for c in candidates if c.text.day is not None and c.text.day >= EARLIEST]
        if days and min(days) > latest + _CLOCK_ERROR:
            return max(latest, RELEASED + TOLERANCE)
    except OverflowError:  # a clock at the end of time
        return dt.date.max - _CLOCK_ERROR
    return latest


def _doubt(candidate: DateCandidate, latest: dt.date) -> str | None:
    """Why a candidate cannot be right whatever the others say, None if it can."""
    if candidate.weight == 0:
        return "not where an article's date stands"
    if candidate.text.day is None:
        return "there is no such day"
    if candidate.text.day < EARLIEST:
        return f"before {EARLIEST.year}"
    if candidate.text.day > latest:
        return f"later than two days after the page was fetched (after {latest})"
    return None


def _settle_swapped(candidates: list[DateCandidate], latest: dt.date) -> list[DateCandidate]:
    """02/11/2023 in the reading that another candidate confirms, or in the only possible one."""
    sure = {candidate.text.day for candidate in candidates if candidate.text.swapped is None}
    settled = []
    for candidate in candidates:
        text = candidate.text
        if text.swapped is not None:
            other = replace(candidate, text=replace(text, day=text.swapped, swapped=None))
            possible = _doubt(candidate, latest) is None, _doubt(other, latest) is None
            if possible == (False, True) or (text.swapped in sure and text.day not in sure and possible[1]):
                candidate = other
        settled.append(candidate)
    return settled


def _headline(page: ParsedPage, title: str | None) -> int | None:
    """The headline that readers see: a hidden copy for share buttons says nothing of where the date line is."""
    found = headline_block(page.blocks, title or "")
    if found is None or not page.blocks[found].hidden:
        return found
    return headline_block([block for block in page.blocks if not block.hidden], title or "")


def _own_day(candidate: DateCandidate, home: dt.tzinfo | None) -> dt.date:
    moment = moment_of(candidate, home)
    if moment is not None and home is not None:
        return moment.astimezone(home).date()
    assert candidate.text.day is not None
    return candidate.text.day


def _is_of(candidate: DateCandidate, day: dt.date, home: dt.tzinfo | None) -> bool:
    """Whether a candidate is of that day; somewhere on earth when it is in UTC and no better zone is known."""
    if _own_day(candidate, home) == day:
        return True
    moment = moment_of(candidate, home)
    if moment is None or home is not None or not is_utc(candidate.text.zone):
        return False
    return (moment + WEST).date() <= day <= (moment + EAST).date()


def _weight(day: dt.date, candidates: list[DateCandidate], home: dt.tzinfo | None) -> float:
    """Sum of the best weight for that day of each kind of origin; all metadata count as one, the template."""
    origins: dict[Origin, float] = {}
    kinds: dict[Kind | None, float] = {}  # None: the template
    for candidate in candidates:
        if _is_of(candidate, day, home):
            weight = candidate.weight + (_EXACT if _is_exact(candidate) else 0)
            kind = None if candidate.is_structured else candidate.origin.kind
            kinds[kind] = max(weight, kinds.get(kind, 0))
            if candidate.is_structured:
                origins[candidate.origin] = max(weight, origins.get(candidate.origin, 0))
    return sum(kinds.values()) + _REPEATED * (sum(origins.values()) - kinds.get(None, 0))


def _is_exact(candidate: DateCandidate) -> bool:
    """Whether the newsroom's own system gives the minute."""
    clock = candidate.text.clock
    return candidate.weight >= NEWSROOM_WEIGHT and clock is not None and not is_midnight(clock)


def _value(candidate: DateCandidate, day: dt.date, home: dt.tzinfo | None) -> Date:
    moment = moment_of(candidate, home)
    if moment is None or (moment.date() != day and home is None and not moment.minute and not moment.second):
        return day  # an hour sharp in UTC on the day before is midnight there: a day without its time
    return moment if home is None else moment.astimezone(home)


def _why(candidate: DateCandidate, winner: DateCandidate, day: dt.date, home: dt.tzinfo | None) -> str:
    if candidate is winner:
        return f"the most precise candidate for {day}"
    return "gives the same day" if _is_of(candidate, day, home) else f"outweighed by {day}"


def _before(value: Date, other: Date) -> bool:
    if isinstance(value, dt.datetime) and isinstance(other, dt.datetime) and bool(value.tzinfo) == bool(other.tzinfo):
        return value < other
    return _day_of(value) < _day_of(other)


def _day_of(value: Date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
