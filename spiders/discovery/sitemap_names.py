"""What the address of a sitemap says of the pages in it: whether they are articles, and of which time."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from .links import Pointer, order
from .words import words_of

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(1[0-2]|0?[1-9])(?:[-_/.]?([12]\d|3[01]|0?[1-9]))?(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.ASCII)
# "sitemap-page-3.xml" is the third part of a sitemap, "posts-page-1.xml" and "page-sitemap.xml" are of pages.
_PART = re.compile(r"(?<!posts[-_])pages?[-_=]?\d+(?!\w)")


def is_of_articles(url: str) -> bool | None:
    """Whether a sitemap is of articles by its name; None where the name says neither."""
    parts = urlsplit(url)
    name = _PART.sub("", unquote(f"{parts.path.rpartition('/')[2]}?{parts.query}").lower())
    words = _WORD.findall(name)
    if any(word in words_of("sitemap_names.toml")["others"] for word in words):
        return False
    return True if any(word in words_of("sitemap_names.toml")["articles"] for word in words) else None


def in_order(pointers: Iterable[Pointer]) -> list[Pointer]:
    """The sitemaps to read, newest first. Those of other pages by their names (tags, authors) are the last resort."""
    rated = [(is_of_articles(pointer.url), pointer) for pointer in pointers]
    others = [pointer for is_good, pointer in rated if is_good is False]
    wanted = [pointer for is_good, pointer in rated if is_good is not False] or others
    return sorted(wanted, key=newest_first, reverse=True)


def newest_first(pointer: Pointer) -> tuple[float, float, int]:
    """A key to sort sitemaps by, the largest first: when they changed, the time in the name, the number in it.

    Content systems add to the file with the highest number.
    """
    last = last_day(pointer.url)
    numbers = _NUMBER.findall(urlsplit(pointer.url).path.rpartition("/")[2] + urlsplit(pointer.url).query)
    return order(pointer.modified), order(last), int(numbers[-1]) if numbers else 0


def last_day(url: str) -> dt.date | None:
    """The last day of the month, day or year in a sitemap's address; None where there is none."""
    parts = urlsplit(url)
    text = f"{parts.path}?{parts.query}"
    if found := _DAY.search(text):
        year, month = int(found[1]), int(found[2])
        length = calendar.monthrange(year, month)[1]
        return dt.date(year, month, min(int(found[3] or length), length))
    return dt.date(int(found[1]), 12, 31) if (found := _YEAR.search(text)) else None
