"""Is this machine's clock right? A crawl has witnesses: the site's own time, its newest article, the runs before.

A clock that is a year behind would make every date a future one, which no record believes, and nobody would notice.
"""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from statistics import median

# A difference that counts: dates are believed up to two days after the fetching (fields/dates/choice.py).
LIMIT = dt.timedelta(days=1)
_ENOUGH = 2  # responses that agree; a single one may come from a broken cache
_RECENT = dt.timedelta(days=14)  # a run that was so long ago, or less, shows that the clock has gone on as it should


class Clock:
    """This machine's clock beside that of the site.

    The site's is its responses' `Date` (RFC 9110, 6.6.1). It counts against ours unless the corpus was written to a few
    days ago by ours, or the newest article of the site is nearer to ours: then it is the site's that is wrong.
    """

    def __init__(self) -> None:
        self.last_run: dt.datetime | None = None  # the latest moment in the corpus, by the clock of that time
        self.newest: dt.datetime | None = None  # article of the site's sources
        self._offsets: list[float] = []

    def heard(self, date: str, at: dt.datetime) -> None:
        """Takes a response's `Date` in, which came at that time; one that is not a date is ignored."""
        try:
            told = parsedate_to_datetime(date)
            self._offsets.append((told.replace(tzinfo=told.tzinfo or dt.UTC) - at).total_seconds())
        except (ValueError, OverflowError):
            return

    def now(self) -> dt.datetime:
        """The time, UTC: by this machine, corrected where it is surely wrong."""
        return dt.datetime.now(dt.UTC) + self.error(dt.datetime.now(dt.UTC))

    def error(self, now: dt.datetime) -> dt.timedelta:
        """What must be added to this machine's time `now`; nothing where it is not surely wrong."""
        told = self._told()
        if told is None:  # the site says nothing of the time
            return self.last_run - now if self.last_run is not None and self.last_run - now > LIMIT else dt.timedelta()
        return told if abs(told) > LIMIT and not self._is_site_wrong(now, told) else dt.timedelta()

    def _told(self) -> dt.timedelta | None:
        """By how much the site's clock is ahead of ours, where its responses agree."""
        middle = median(self._offsets) if len(self._offsets) >= _ENOUGH else 0
        agreeing = sum(abs(offset - middle) < LIMIT.total_seconds() for offset in self._offsets)
        return dt.timedelta(seconds=middle) if agreeing >= _ENOUGH and 2 * agreeing > len(self._offsets) else None

    def _is_site_wrong(self, now: dt.datetime, told: dt.timedelta) -> bool:
        if self.last_run is not None and dt.timedelta() <= now - self.last_run <= _RECENT:
            return True
        return self.newest is not None and abs(self.newest - now) < abs(self.newest - now - told)

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
