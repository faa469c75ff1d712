"""When an article was published and last changed: everything the page says about it, weighed together.

No origin is right on every page: metadata give the day of a change or of an import, a line near the headline another
article's day, the URL a day in the zone of the server. So each candidate has the weight of its origin, candidates for
one day add up, and the heaviest day wins; then the most precise candidate of that day is taken, in the outlet's zone.
Nothing here reads the clock: `fetched_at` bounds what is believed, unless it is `fetched_at` that cannot be right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from lxml.html import HtmlElement

from newsclean.fields.candidates import Candidate, Choice
from newsclean.metadata.claims import HTML_LANG, Kind, Origin
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.models import DateSource, Entry
from newsclean.page.headline import headline_block
from newsclean.page.urls import host_of

from .candidates import (
    NEWSROOM_WEIGHT,
    DateCandidate,
    DateStyle,
    from_blocks,
    from_claims,
    from_entry,
    from_url,
)
from .text import DateText, is_midnight
from .zones import EAST, WEST, is_utc, relabelled, shown_zone

EARLIEST = dt.date(1990, 1, 1)  # there was no news on the web before
# An article cannot be dated later than this after it was fetched; two days allow for a fast clock and a zone ahead.
TOLERANCE = dt.timedelta(days=2)
# A machine without a clock of its own wakes up in 1970. When everything a page says is this much later than the
# fetching, but not later than the release of this version, the clock is wrong and not the page.
RELEASED = dt.date(2026, 11, 26)
_CLOCK_ERROR = dt.timedelta(days=366)
DAY_OF_CHANGE = "the day of a change"
# A template repeats one field in several places: a second one confirms little.
_REPEATED = 0.1
# A moment in the metadata comes from the newsroom's system; a bare day may be that of the printed paper.
_EXACT = 3.0
_CHANGED = 0.6

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
}


def date_source(origin: Origin | None) -> DateSource | None:
    """The record's name for the origin of its date."""
    return _SOURCES[origin.kind] if origin else None


def choose_date(page: ParsedPage, title: str | None, entry: Entry | None, fetched_at: dt.datetime) -> DateChoice:
    """First publication: an aware datetime, or a plain day where no clock or no zone is known.

    `title` is the chosen headline, near which date lines are; `entry` the link that led to the page. Nothing later than
    `fetched_at` (aware) plus TOLERANCE is believed. Times are in the site's zone, else in one that the page shows; a
    clock without any zone is dropped, its day kept.
    """
    style, headline = _style(page), headline_block(page.blocks, title or "")
    candidates = from_claims(page.metadata.published, style)
    far = all(_doubt(candidate, _latest(candidates, fetched_at)) for candidate in candidates)
    visible, changed = from_blocks(page.blocks, headline, style, far=far)
    candidates += [*visible, *from_url(page.url), *from_entry(entry)]
    changes = [*from_claims(page.metadata.modified, style), *changed]
    latest = _latest(candidates, fetched_at)
    choice = _choose(_less_changed(candidates, changes), changes, page.zone, latest)
    if choice.value is not None or (found := _search(page.tree, page.url, latest)) is None:
        return choice
    if any(found.text.day == change.text.day for change in changes):
        return Choice(candidates=(*choice.candidates, _candidate(found, DAY_OF_CHANGE)))
    last = _choose([found], changes, page.zone, latest)
    return replace(last, candidates=(*choice.candidates, *last.candidates))


def choose_modified(page: ParsedPage, title: str | None, published: Date | None, fetched_at: dt.datetime) -> DateChoice:
    """The last change, never before `published`; else as in `choose_date`."""
    style, headline = _style(page), headline_block(page.blocks, title or "")
    claimed = from_claims(page.metadata.modified, style)
    visible, changed = from_blocks(page.blocks, headline, style, far=False)
    others = [*from_claims(page.metadata.published, style), *visible]
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


def _choose(
    candidates: list[DateCandidate], others: list[DateCandidate], zone: dt.tzinfo | None, latest: dt.date
) -> DateChoice:
    """The heaviest day of the candidates and its most precise one; `others` only show which zones the page uses."""
    candidates = _settle_swapped(candidates, latest)
    doubts = [_doubt(candidate, latest) for candidate in candidates]
    believed = [candidate for candidate, doubt in zip(candidates, doubts, strict=True) if doubt is None]
    if not believed:
        return Choice(candidates=tuple(map(_candidate, candidates, map(str, doubts))))
    believed_others = [candidate for candidate in others if _doubt(candidate, latest) is None]
    home = zone or shown_zone(believed, believed_others)
    believed = [relabelled(candidate, believed, home) for candidate in believed]
    days = {_own_day(candidate, home) for candidate in believed}
    day = max(days, key=lambda day: (_weight(day, believed, home), -day.toordinal()))
    winner = max((c for c in believed if _is_of(c, day, home)), key=lambda c: _precision(c, home))
    whys = iter(_why(candidate, winner, day, home) for candidate in believed)
    judged = (_candidate(c, doubt or next(whys)) for c, doubt in zip(candidates, doubts, strict=True))
    return Choice(_value(winner, day, home), winner.origin, tuple(judged))


def _less_changed(candidates: list[DateCandidate], changes: list[DateCandidate]) -> list[DateCandidate]:
    """A day on which the page was changed weighs less when the metadata also give an earlier day."""
    changed = {change.text.day for change in changes}
    newsroom = (c.text.day for c in candidates if c.weight >= NEWSROOM_WEIGHT and c.text.day)
    first = min(newsroom, default=dt.date.max)
    return [
        replace(c, weight=c.weight * _CHANGED) if c.text.day and c.text.day in changed and c.text.day > first else c
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


def _style(page: ParsedPage) -> DateStyle:
    return DateStyle(page.language, _month_first(page))


def _month_first(page: ParsedPage) -> bool:
    """Whether 02/11/2023 is read as 11 February: in the United States, and only there."""
    if page.zone is not None:
        return page.language in (None, "en") and page.zone.key.startswith(("America/", "US/"))
    languages = [c.value for c in page.metadata.languages if c.origin == HTML_LANG]
    regions = [language.lower().replace("_", "-").split("-") for language in languages]
    if page.language not in (None, "en") or any(parts[0] != "en" for parts in regions):
        return False
    if any(len(parts) > 1 for parts in regions):
        return any(parts[-1] == "us" for parts in regions)
    # Two letters are the domain of a country.
    return len((host_of(page.url) or ".com").rpartition(".")[2]) > 2


def _moment(candidate: DateCandidate, home: dt.tzinfo | None) -> dt.datetime | None:
    value = candidate.text.value(home)
    return value if isinstance(value, dt.datetime) else None


def _own_day(candidate: DateCandidate, home: dt.tzinfo | None) -> dt.date:
    moment = _moment(candidate, home)
    if moment is not None and home is not None:
        return moment.astimezone(home).date()
    assert candidate.text.day is not None
    return candidate.text.day


def _is_of(candidate: DateCandidate, day: dt.date, home: dt.tzinfo | None) -> bool:
    """Whether a candidate is of that day; somewhere on earth when it is in UTC and no better zone is known."""
    if _own_day(candidate, home) == day:
        return True
    moment = _moment(candidate, home)
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


def _precision(candidate: DateCandidate, home: dt.tzinfo | None) -> tuple[bool, bool, float]:
    moment = _moment(candidate, home)
    return moment is not None, moment is not None and not is_midnight(moment.time()), candidate.weight


def _value(candidate: DateCandidate, day: dt.date, home: dt.tzinfo | None) -> Date:
    moment = _moment(candidate, home)
    if moment is None or (moment.date() != day and home is None and not moment.minute and not moment.second):
        return day  # an hour sharp in UTC on the day before is midnight there: a day without its time
    return moment if home is None else moment.astimezone(home)


def _why(candidate: DateCandidate, winner: DateCandidate, day: dt.date, home: dt.tzinfo | None) -> str:
    if candidate is winner:
        return f"the most precise candidate for {day}"
    return "gives the same day" if _is_of(candidate, day, home) else f"outweighed by {day}"


# htmldate copies and walks the tree; a larger page is a listing or worse.
_MAX_ELEMENTS = 20_000


def _search(tree: HtmlElement, url: str | None, latest: dt.date) -> DateCandidate | None:
    """A last search by htmldate (Barbaresi, JOSS 2020), which knows many more places; days only."""
    from htmldate import find_date  # slow to import, needed on few pages

    if sum(1 for _ in zip(tree.iter(), range(_MAX_ELEMENTS + 1), strict=False)) > _MAX_ELEMENTS:
        return None
    first, last = EARLIEST.isoformat(), latest.isoformat()
    found = find_date(tree, extensive_search=False, original_date=True, url=url, min_date=first, max_date=last)
    if found is None:
        return None
    day = dt.date.fromisoformat(found)
    if day.day == 1:  # htmldate's answer for a month without a day
        return None
    in_meta = any((meta.get("content") or "").startswith(found) for meta in tree.iter("meta"))
    return DateCandidate(DateText(found, day), Origin(Kind.META if in_meta else Kind.VISIBLE, "htmldate"), 1)


def _before(value: Date, other: Date) -> bool:
    if isinstance(value, dt.datetime) and isinstance(other, dt.datetime):
        return value < other
    return _day_of(value) < _day_of(other)


def _day_of(value: Date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
