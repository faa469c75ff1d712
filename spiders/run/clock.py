"""Is this machine's clock right? A crawl has witnesses: the site's own time, its newest article, the runs before.

A clock that is a year behind would make every date a future one, which no record believes, and nobody would notice.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from email.utils import parsedate_to_datetime
from statistics import median

# A difference that counts: dates are believed up to two days after the fetching (fields/dates/choice.py).
LIMIT = dt.timedelta(days=1)
_ENOUGH = 2  # responses that agree; a single one may come from a broken cache
_HEARD = 31  # responses that are looked at, the latest
_YEARS = range(2000, 2101)


class Clock:
    """This machine's clock beside that of the site.

    The site's is its responses' `Date` (RFC 9110, 6.6.1). It counts against ours unless the newest article that is
    known is nearer to ours: then it is the site's clock that is wrong.
    """

    def __init__(self) -> None:
        self.last_run: dt.datetime | None = None  # the latest moment of a run in the corpus
        self._newest: dt.datetime | None = None
        self._offsets: deque[float] = deque(maxlen=_HEARD)

    def heard(self, date: str, at: dt.datetime, age: str = "0") -> None:
        """Takes a response's `Date` in, which came at that time; a cache says in `Age` how many seconds ago that was.

        What is not a date, or one of another century, is ignored.
        """
        try:
            told = parsedate_to_datetime(date)
            told = told.replace(tzinfo=told.tzinfo or dt.UTC) + dt.timedelta(seconds=int(age[:12]))
        except (ValueError, OverflowError):
            return
        if told.year in _YEARS:
            self._offsets.append((told - at).total_seconds())

    def saw(self, published: dt.datetime | None) -> None:
        """Takes in when an article of the site appeared."""
        if published is not None and (self._newest is None or published > self._newest):
            self._newest = published

    def now(self) -> dt.datetime:
        """The time, UTC: by this machine, corrected where it is surely wrong."""
        return dt.datetime.now(dt.UTC) + self.error(dt.datetime.now(dt.UTC))

    def error(self, now: dt.datetime) -> dt.timedelta:
        """What must be added to this machine's time `now`; nothing where it is not surely wrong."""
        told = self._told()
        if told is None and self.last_run is not None and self.last_run > now:  # the site says nothing of the time
            told = self.last_run - now
        is_wrong = told is not None and abs(told) > LIMIT and not self._is_ours_right(now, told)
        return told if told is not None and is_wrong else dt.timedelta()

    def _told(self) -> dt.timedelta | None:
        """By how much the site's clock is ahead of ours, where its responses agree."""
        if len(self._offsets) < _ENOUGH:
            return None
        middle = median(self._offsets)
        agreeing = sum(abs(offset - middle) < LIMIT.total_seconds() for offset in self._offsets)
        return dt.timedelta(seconds=middle) if agreeing >= _ENOUGH and 2 * agreeing > len(self._offsets) else None

    def _is_ours_right(self, now: dt.datetime, told: dt.timedelta) -> bool:
        return self._newest is not None and abs(self._newest - now) < abs(self._newest - now - told)

    def complaint(self, now: dt.datetime) -> str | None:
        """What is wrong with this machine's clock, in a sentence; None where nothing is."""
        error = self.error(now)
        if not error:
            return None
        told = "the site says" if self._told() is not None else "the corpus was last written to at"
        return (
            f"This machine's clock is wrong: it says {now:%Y-%m-%d %H:%M} UTC, and {told} {now + error:%Y-%m-%d %H:%M} "
            "UTC. The records have that time. Set the clock."
        )
