"""When an article was published and last changed: all that the page says of it, weighed together.

No place is right on every page: metadata names the day of a change or of an import, a line near the headline another
article's day, the URL a day in the zone of the server. So each claim has the weight of its place, claims of the same
day add up, and the heaviest day wins; then the most precise claim of that day is taken, in the outlet's zone. Nothing
here asks the clock: `fetched_at` bounds what is believed, unless it is the clock that cannot be right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from newsclean.metadata.claims import Witnesses
from newsclean.models import DateSource, Entry
from newsclean.page.blocks import Block
from newsclean.urls import host_of

from .candidates import Claim, from_blocks, from_entry, from_url, from_witnesses
from .text import DateText, is_midnight
from .zones import EAST, WEST, is_utc, relabelled, shown_zone

EARLIEST = dt.date(1990, 1, 1)  # before, there was no news on the web
# A clock ahead and a zone ahead of the server's: what is dated later was not published when the page was fetched.
TOLERANCE = dt.timedelta(days=2)
# A machine without a clock of its own wakes up in 1970. When all that a page says is so much later than its fetching,
# and not later than this version was made, the clock is wrong and not the page.
RELEASED = dt.date(2026, 11, 24)
_CLOCK_ERROR = dt.timedelta(days=366)
DAY_OF_CHANGE = "the day of a change"
# Claims of one template repeat one field: a second one confirms little.
_REPEATED = 0.1
# A moment in the metadata comes from the newsroom's system, a bare day may be that of the printed paper.
_EXACT = 3.0
_CHANGED = 0.6
_FROM_NEWSROOM = 9.0  # JSON-LD and article:published_time


@dataclass(frozen=True, slots=True)
class Candidate:
    """One claim about the date: what it says, where it stands, and why it won or lost."""

    value: dt.datetime | dt.date | None
    source: DateSource
    place: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen value (an aware datetime or a plain day) and its source; both None when no claim can be believed."""

    value: dt.datetime | dt.date | None = None
    source: DateSource | None = None
    candidates: tuple[Candidate, ...] = ()


def choose_date(
    witnesses: Witnesses,
    blocks: Sequence[Block],
    tree: HtmlElement,
    *,
    headline: int | None,
    url: str | None,
    zone: ZoneInfo | None,
    language: str | None,
    entry: Entry | None,
    fetched_at: dt.datetime,
) -> Choice:
    """First publication. `zone` and `language` are the site's, as far as known; `fetched_at` (aware) is the last bound.

    `headline` is the index of the headline's block (`page.headline.headline_block`): date lines stand near it.

    The time is in `zone`, else in a zone that the page shows; a clock without any zone is left out, the day kept.
    """
    month_first = _month_first(witnesses, url, zone, language)
    claims = from_witnesses(witnesses.published, language, month_first)
    far = all(_doubt(claim, _latest(claims, fetched_at)) for claim in claims)
    visible, changed = from_blocks(blocks, headline, language, month_first, far=far)
    claims += [*visible, *from_url(url), *from_entry(entry)]
    changes = [*from_witnesses(witnesses.modified, language, month_first), *changed]
    latest = _latest(claims, fetched_at)
    choice = _choose(_less_changed(claims, changes), changes, zone, latest)
    if choice.value is not None or (found := _search(tree, url, latest)) is None:
        return choice
    if any(found.text.day == change.text.day for change in changes):
        lost = _candidate(found, DAY_OF_CHANGE)
        return Choice(candidates=(*choice.candidates, lost))
    last = _choose([found], changes, zone, latest)
    return replace(last, candidates=(*choice.candidates, *last.candidates))


def choose_modified(
    witnesses: Witnesses,
    blocks: Sequence[Block],
    *,
    headline: int | None,
    url: str | None,
    zone: ZoneInfo | None,
    language: str | None,
    published: dt.datetime | dt.date | None,
    fetched_at: dt.datetime,
) -> Choice:
    """The last change, never before `published`; as in `choose_date`."""
    month_first = _month_first(witnesses, url, zone, language)
    claims = from_witnesses(witnesses.modified, language, month_first)
    visible, changed = from_blocks(blocks, headline, language, month_first, far=False)
    others = [*from_witnesses(witnesses.published, language, month_first), *visible]
    changes = [*claims, *changed]
    choice = _choose(changes, others, zone, _latest([*changes, *others], fetched_at))
    if choice.value is None or published is None or not _before(choice.value, published):
        return choice
    lost = tuple(replace(c, why="before the publication") for c in choice.candidates)
    return Choice(candidates=lost)


def _choose(claims: list[Claim], others: list[Claim], zone: ZoneInfo | None, latest: dt.date) -> Choice:
    """The heaviest day of the claims and its most precise claim; `others` only tell which zones the page uses."""
    claims = _settle_swapped(claims, latest)
    doubts = [_doubt(claim, latest) for claim in claims]
    believed = [claim for claim, doubt in zip(claims, doubts, strict=True) if doubt is None]
    if not believed:
        return Choice(candidates=tuple(map(_candidate, claims, map(str, doubts))))
    believed_others = [claim for claim in others if _doubt(claim, latest) is None]
    home = zone or shown_zone(believed, believed_others)
    believed = [relabelled(claim, believed, home) for claim in believed]
    day = max(_days(believed, home), key=lambda day: (_weight(day, believed, home), -day.toordinal()))
    winner = max((claim for claim in believed if _tells(claim, day, home)), key=lambda claim: _precision(claim, home))
    value = _value(winner, day, home)
    whys = iter(_why(claim, winner, day, home) for claim in believed)
    candidates = (_candidate(claim, doubt or next(whys)) for claim, doubt in zip(claims, doubts, strict=True))
    return Choice(value, winner.source, tuple(candidates))


def _less_changed(claims: list[Claim], changes: list[Claim]) -> list[Claim]:
    """Claims of a day on which the page was changed weigh less, when the metadata also name an earlier day."""
    changed = {change.text.day for change in changes}
    first = min((c.text.day for c in claims if c.weight >= _FROM_NEWSROOM and c.text.day), default=dt.date.max)
    return [
        replace(claim, weight=claim.weight * _CHANGED)
        if claim.text.day and claim.text.day in changed and claim.text.day > first
        else claim
        for claim in claims
    ]


def _candidate(claim: Claim, why: str) -> Candidate:
    return Candidate(claim.text.value(None), claim.source, claim.place, claim.text.text[:80], why)


def _latest(claims: Iterable[Claim], fetched_at: dt.datetime) -> dt.date:
    """The last day that is believed: two days after the fetching, or after the release when the clock is wrong."""
    try:
        latest = (fetched_at + TOLERANCE).date()
        days = [claim.text.day for claim in claims if claim.text.day is not None and claim.text.day >= EARLIEST]
        if days and min(days) > latest + _CLOCK_ERROR:
            return max(latest, RELEASED + TOLERANCE)
    except OverflowError:  # a clock at the end of time
        return dt.date.max - _CLOCK_ERROR
    return latest


def _doubt(claim: Claim, latest: dt.date) -> str | None:
    """Why a claim cannot be true whatever the others say, None if it can."""
    if claim.text.day is None:
        return "there is no such day"
    if claim.text.day < EARLIEST:
        return f"before {EARLIEST.year}"
    if claim.text.day > latest:
        return f"later than two days after the page was fetched (after {latest})"
    return None


def _settle_swapped(claims: list[Claim], latest: dt.date) -> list[Claim]:
    """02/11/2023 in the reading that another place confirms, or that is possible at all."""
    sure = {claim.text.day for claim in claims if claim.text.swapped is None}
    settled = []
    for claim in claims:
        text = claim.text
        if text.swapped is not None:
            other = replace(claim, text=replace(text, day=text.swapped, swapped=None))
            possible = _doubt(claim, latest) is None, _doubt(other, latest) is None
            if possible == (False, True) or (text.swapped in sure and text.day not in sure and possible[1]):
                claim = other
        settled.append(claim)
    return settled


def _month_first(witnesses: Witnesses, url: str | None, zone: ZoneInfo | None, language: str | None) -> bool:
    """Whether 02/11/2023 is read as 11 February: in the United States, and only there."""
    if zone is not None:
        return language in (None, "en") and zone.key.startswith(("America/", "US/"))
    regions = [w.value.lower().replace("_", "-").split("-") for w in witnesses.languages if w.source == "html:lang"]
    if language not in (None, "en") or any(parts[0] != "en" for parts in regions):
        return False
    if any(len(parts) > 1 for parts in regions):
        return any(parts[-1] == "us" for parts in regions)
    # Two letters are a country's domain.
    return len((host_of(url or "") or ".com").rpartition(".")[2]) > 2


def _moment(claim: Claim, home: dt.tzinfo | None) -> dt.datetime | None:
    value = claim.text.value(home)
    return value if isinstance(value, dt.datetime) else None


def _days(claims: Iterable[Claim], home: dt.tzinfo | None) -> set[dt.date]:
    return {_own_day(claim, home) for claim in claims}


def _own_day(claim: Claim, home: dt.tzinfo | None) -> dt.date:
    moment = _moment(claim, home)
    if moment is not None and home is not None:
        return moment.astimezone(home).date()
    assert claim.text.day is not None
    return claim.text.day


def _tells(claim: Claim, day: dt.date, home: dt.tzinfo | None) -> bool:
    """Whether a claim is of that day, somewhere on earth when its zone is only UTC and no better one is known."""
    if _own_day(claim, home) == day:
        return True
    moment = _moment(claim, home)
    if moment is None or home is not None or not is_utc(claim.text.zone):
        return False
    return (moment + WEST).date() <= day <= (moment + EAST).date()


def _weight(day: dt.date, claims: list[Claim], home: dt.tzinfo | None) -> float:
    """Sum over the kinds of places of the best weight for that day; metadata of all kinds are one template's."""
    places: dict[str, float] = {}
    kinds: dict[str, float] = {}
    for claim in claims:
        if _tells(claim, day, home):
            weight = claim.weight + (_EXACT if _is_exact(claim) else 0)
            places[claim.place] = max(weight, places.get(claim.place, 0)) if claim.structured else 0
            kind = "structured" if claim.structured else claim.source
            kinds[kind] = max(weight, kinds.get(kind, 0))
    return sum(kinds.values()) + _REPEATED * (sum(places.values()) - kinds.get("structured", 0))


def _is_exact(claim: Claim) -> bool:
    """Whether the newsroom's own system tells the minute."""
    return claim.weight >= _FROM_NEWSROOM and claim.text.clock is not None and not is_midnight(claim.text.clock)


def _precision(claim: Claim, home: dt.tzinfo | None) -> tuple[bool, bool, float]:
    moment = _moment(claim, home)
    return moment is not None, moment is not None and not is_midnight(moment.time()), claim.weight


def _value(claim: Claim, day: dt.date, home: dt.tzinfo | None) -> dt.datetime | dt.date:
    moment = _moment(claim, home)
    if moment is None or (moment.date() != day and home is None and not moment.minute and not moment.second):
        return day  # an hour sharp in UTC on the day before is midnight there: a day without its time
    return moment if home is None else moment.astimezone(home)


def _why(claim: Claim, winner: Claim, day: dt.date, home: dt.tzinfo | None) -> str:
    if claim is winner:
        return f"the most precise of the claims for {day}"
    return "says the same day" if _tells(claim, day, home) else f"more speaks for {day}"


# htmldate copies and walks the tree; larger pages than this are listings or worse.
_MAX_ELEMENTS = 20_000


def _search(tree: HtmlElement, url: str | None, latest: dt.date) -> Claim | None:
    """A last look by htmldate (Barbaresi, JOSS 2020), which knows many more places; days only."""
    from htmldate import find_date  # slow to import, needed on few pages

    if sum(1 for _ in zip(tree.iter(), range(_MAX_ELEMENTS + 1), strict=False)) > _MAX_ELEMENTS:
        return None
    first, last = EARLIEST.isoformat(), latest.isoformat()
    found = find_date(tree, extensive_search=False, original_date=True, url=url, min_date=first, max_date=last)
    if found is None:
        return None
    day = dt.date.fromisoformat(found)
    if day.day == 1:  # what it makes of a month without a day
        return None
    in_meta = any((meta.get("content") or "").startswith(found) for meta in tree.iter("meta"))
    return Claim(DateText(found, day), "meta" if in_meta else "visible", "htmldate", 1)


def _before(value: dt.datetime | dt.date, other: dt.datetime | dt.date) -> bool:
    if isinstance(value, dt.datetime) and isinstance(other, dt.datetime):
        return value < other
    return _day_of(value) < _day_of(other)


def _day_of(value: dt.datetime | dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
