"""Links to articles, as feeds, sitemaps and section pages give them, with what they say about them."""

from __future__ import annotations

import datetime as dt
import html
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Flag, auto
from typing import TypeVar

from newsclean.fields.dates.text import read_date
from newsclean.lang.date_words import zone_named
from newsclean.models import Entry
from newsclean.page.blocks import fold
from newsclean.page.characters import printable

logger = logging.getLogger(__name__)

Moment = dt.datetime | dt.date
T = TypeVar("T")

TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_RFC822 = re.compile(
    r"(?:[a-z]{3,9}\.?, ?)?\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) (?:\d\d|\d{4}) "
    r"\d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|(?![ap]m$)[a-z]{1,5})",
    re.I | re.ASCII,
)
_MAX_TIME = 100  # characters; that of JavaScript has 70: "Sun Oct 02 2022 ... (Central European Summer Time)"
# Characters of a title, and of one with markup: longer "titles" are the text. Python's html.unescape raises for a
# reference of more than 4,300 digits.
_MAX_TITLE = 500
_MAX_MARKED_TITLE = 4_000
_SPACE_BEFORE_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
# News on the web begins about here; other years are broken clocks (1970) or typing errors.
_YEARS = range(1990, 2101)


# The limit of the sitemap protocol for a file.
MAX_ENTRIES = 50_000


class Sight(Flag):
    """How a link was seen: what of it tells an article from other pages."""

    NONE = 0
    LISTED = auto()  # in a feed or a news sitemap, which list nothing but articles
    MAPPED = auto()  # in a sitemap whose name says that it is of articles
    MISPLACED = auto()  # in one whose name says that it is of other pages
    HEADLINE = auto()  # on a page, its text is that of a headline, or it is marked as one
    MENU = auto()  # in a menu or a list of tags
    ASIDE = auto()  # in the foot of a page, or by the name of a standing page
    SHORT = auto()  # on a page by a word or two


@dataclass(frozen=True, slots=True)
class Link:
    """An article's Entry, and when its page last changed: good for sorting and `since`, never as its date.

    `full_text` is the article as HTML, where a feed has all of it. It stays in the worker that reads the feed, which
    puts it on disk. `sight` is how its source shows it.
    """

    entry: Entry
    modified: Moment | None = None
    full_text: str | None = None
    sight: Sight = Sight.NONE

    @property
    def latest(self) -> Moment | None:
        """The latest time known for the article; None when there is none."""
        return self.modified or self.entry.date


def together(sight: Sight) -> Sight:
    """What several links to one page say together: a headline counts more than a menu that has it, too."""
    return sight & ~(Sight.MENU | Sight.ASIDE | Sight.SHORT) if Sight.HEADLINE in sight else sight


@dataclass(frozen=True, slots=True)
class Pointer:
    """A further sitemap, and when it last changed, if its index says so."""

    url: str
    modified: Moment | None = None


@dataclass(frozen=True, slots=True)
class SourceContents:
    """What a feed, sitemap or section page holds, in its order; `skipped` counts entries without a usable address.

    `next_page` is where a feed or list that comes in several pages goes on, with older entries.
    """

    links: tuple[Link, ...] = ()
    sitemaps: tuple[Pointer, ...] = ()
    skipped: int = 0
    next_page: str | None = None


def first_entries(entries: Iterable[T], url: str) -> Iterator[T]:
    """At most MAX_ENTRIES of a source's entries, in its order; logs a warning where there are more."""
    for number, entry in enumerate(entries):
        if number == MAX_ENTRIES:
            logger.warning("%s has more than %d entries; the others are left out", url, MAX_ENTRIES)
            return
        yield entry


def section_name(names: Sequence[str | None]) -> str | None:
    """The section of an entry by its categories: the only one. Of several, most are tags."""
    return plain_title(names[0]) if len(names) == 1 else None


def plain_title(text: str | None) -> str | None:
    """A title without the markup that feeds put in it; None when nothing is left, or too much."""
    if not text or len(text) > _MAX_MARKED_TITLE:
        return None
    title = fold(printable(TAG.sub("", html.unescape(text))))
    return title if 0 < len(title) <= _MAX_TITLE else None


def moment(text: str | None, zone: dt.tzinfo | None = None, language: str | None = None) -> Moment | None:
    """The time as RSS (RFC 822) or Atom and sitemaps (W3C, ISO 8601) write it, or as people do; None when it is none.

    A time without a zone is taken to be in `zone`; without that, it is kept as it is written. `language` is a source's
    own code ("it", "en-us"), for names of months that differ between languages and for 02/10/2022.
    """
    if not text or len(text) > _MAX_TIME:
        return None
    text = fold(text)
    value = _valid(_iso(text)) or _valid(_rfc822(text)) or _valid(_written(text, (language or "").lower()))
    if isinstance(value, dt.datetime) and value.tzinfo is None and zone is not None:
        return value.replace(tzinfo=zone)
    return value


def order(value: Moment | None) -> float:
    """A key to sort by time, in seconds: unknown times come last when the newest come first."""
    if value is None:
        return float("-inf")
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).timestamp()


def newest(values: Iterable[Moment | None]) -> dt.datetime | None:
    """The latest of the times, UTC; None where none is known."""
    latest = max(map(order, values), default=float("-inf"))
    return dt.datetime.fromtimestamp(latest, dt.UTC) if latest > float("-inf") else None


def _iso(text: str) -> Moment | None:
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
        return dt.datetime.fromisoformat(_SPACE_BEFORE_OFFSET.sub("", text))
    except ValueError:
        return None


def _rfc822(text: str) -> dt.datetime | None:
    """The time if it is written as the standard wants it, with English names."""
    if not _RFC822.fullmatch(text):
        return None
    try:
        value = parsedate_to_datetime(text)
    except ValueError:
        return None
    # RFC 822 knows the zones of the United States only: not WIB, not CEST. -0000 is UTC, the local time untold.
    if text.endswith("-0000"):
        return value.replace(tzinfo=dt.UTC)
    return value if value.tzinfo else value.replace(tzinfo=zone_named(text.rpartition(" ")[2].lower()))


def _written(text: str, language: str) -> Moment | None:
    """The time as a person would write it: names in any language, twelve hours, other calendars."""
    code, is_american = language.partition("-")[0], language == "en-us"
    found = read_date(text, code, month_first=is_american)
    if found is None or (found.swapped and "/" in found.text and language in ("", "en")):
        return None  # 02/10/2022 is another day for Americans; with dots or hyphens it is not theirs
    if found.day is None or found.clock is None:
        return found.day
    return dt.datetime.combine(found.day, found.clock, found.zone)


def _valid(value: Moment | None) -> Moment | None:
    return value if value is not None and value.year in _YEARS else None
