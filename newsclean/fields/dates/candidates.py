"""Candidates for a date of the page, with their weight: metadata, URL, feed. Visible lines are in `lines`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from newsclean.metadata.claims import Claim, Kind, Origin, TimeMark
from newsclean.models import Entry

from .calendars import calendar_day
from .style import DateStyle
from .text import DateText

_STRUCTURED = frozenset((Kind.JSON_LD, Kind.META, Kind.MICRODATA, Kind.TIME, Kind.STATE))
NEWSROOM_WEIGHT = 9.0  # JSON-LD and article:published_time: what the newsroom's own system writes


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date as written, its origin, and how far that origin is believed (10: JSON-LD of the article).

    `block` is the index of a visible line.
    """

    text: DateText
    origin: Origin
    weight: float
    block: int | None = None

    @property
    def is_structured(self) -> bool:
        """Whether it is written for programs."""
        return self.origin.kind in _STRUCTURED


# By share of right days on stored pages: JSON-LD and article:published_time 93 %, a bare <time> 83 %, a <time> in an
# aside 52 %.
_TIME_WEIGHTS = {
    TimeMark.PUBLISHED: 7.0,
    TimeMark.UPDATED: 7.0,
    TimeMark.AFTER_H1: 6.0,
    TimeMark.BEFORE_H1: 4.0,
    TimeMark.META: 4.0,
    # Dates of anything: other articles, comments, events.
    TimeMark.FAR: 0.0,
    TimeMark.ASIDE: 0.0,
    TimeMark.OTHER: 0.0,
}
_JSON_LD_WEIGHTS = {"dateModified": 10.0, "dateCreated": 5.0}
# JSON-LD nodes that speak of the page, but whose dates are not the page's.
_OTHER_NODE = re.compile(r"Dataset|FAQPage")
_CREATED = re.compile(r"creat|last_publ")
_BARE_DATE = re.compile(r"date|dc[.:]date|dcterms\.date")


def weight_of(origin: Origin) -> float:
    """How far a claim of that origin is believed."""
    key = origin.key
    if origin.kind is Kind.JSON_LD:
        if _OTHER_NODE.fullmatch(origin.node):
            return 3.0
        if key == "datePublished":
            return NEWSROOM_WEIGHT if origin.node else 10.0
        return _JSON_LD_WEIGHTS.get(key, 3.0)
    if origin.kind is Kind.MICRODATA:
        return 8.0 if key in ("datePublished", "dateModified") else 5.0
    if origin.kind is Kind.META:
        return 5.0 if _CREATED.search(key) else 7.0 if _BARE_DATE.fullmatch(key) else NEWSROOM_WEIGHT
    return 5.0 if origin.kind is Kind.STATE else _TIME_WEIGHTS[TimeMark(key)]


_LISTING = 3  # days in one kind of place
_URL_WEIGHT = 8.0
_ENTRY_WEIGHT = 5.0


def from_claims(claims: Iterable[Claim], style: DateStyle) -> list[DateCandidate]:
    """The candidates in metadata and <time> elements, in their order.

    An origin that names many days lists other articles: its first day gets half the weight, each further one less.
    """
    found: list[DateCandidate] = []
    days: dict[Origin, list[dt.date | None]] = {}
    for claim in claims:
        text = style.read(claim.value)
        if text is None:
            continue
        found.append(DateCandidate(text, claim.origin, weight_of(claim.origin)))
        if text.day not in days.setdefault(claim.origin, []):
            days[claim.origin].append(text.day)
    return [_among(candidate, days[candidate.origin]) for candidate in found]


def _among(candidate: DateCandidate, days: list[dt.date | None]) -> DateCandidate:
    if candidate.origin.key == TimeMark.META and len(days) > 1:
        return replace(candidate, weight=0.0)
    listing = 2 if len(days) >= _LISTING else 1
    return replace(candidate, weight=candidate.weight / (1 + days.index(candidate.text.day)) / listing)


def from_url(url: str | None) -> Iterator[DateCandidate]:
    """The day in the path: /2022/01/27/, /2022-01-27-..., /20220127/, /2022/jan/27/."""
    if url is not None and (text := day_in_url(url)) is not None:
        yield DateCandidate(text, Origin(Kind.URL), _URL_WEIGHT)


def day_in_url(url: str) -> DateText | None:
    """The first day in the path of an address; None where there is none."""
    try:
        path = urlsplit(_ARCHIVE.sub("", url)).path[:_MAX_PATH]
    except ValueError:
        return None
    for pattern in _URL_DAYS:
        for match in pattern.finditer(path):
            name = match["month"].lower()
            month = int(name) if name.isdigit() else _URL_MONTHS.index(name) // 3 + 1
            day = calendar_day(int(match["year"]), month, int(match["day"]))
            if day is not None:
                return DateText(match[0].strip("/"), day)
    return None


def from_entry(entry: Entry | None) -> Iterator[DateCandidate]:
    """The date that the feed or sitemap gives with the link."""
    if entry is None or entry.date is None or entry.source not in ("feed", "sitemap"):
        return
    value = entry.date
    text = (
        DateText(value.isoformat(), value.date(), value.timetz().replace(tzinfo=None), value.tzinfo)
        if isinstance(value, dt.datetime)
        else DateText(value.isoformat(), value)
    )
    yield DateCandidate(text, Origin(Kind(entry.source)), _ENTRY_WEIGHT)


# The timestamp in an archive's URL is the day of the copy.
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d+\w*/")
_MAX_PATH = 1_000
_URL_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_URL_DAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<![\d])(?P<year>(?:19|20)\d\d)(?P<sep>[/_.-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        r"/(?P<year>(?:19|20)\d\d)/(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:(?!\d)|(?=[0-2]\d[0-5]\d(?:[0-5]\d)?(?!\d)))",
        r"(?<![\d])(?P<day>\d{1,2})(?P<sep>[/_.-])(?P<month>\d{1,2})(?P=sep)(?P<year>20\d\d)(?!\d)",
    )
)
