"""When an article is fetched again: outlets correct and extend recent articles, and leave old ones alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from .outcomes import Failure

RECENT = dt.timedelta(days=7)  # since publication; old articles from a backfill are not fetched twice
MISSED = dt.timedelta(hours=20)  # after a visit that failed: the next night


def next_visit(
    hours: Sequence[int],
    now: dt.datetime,
    *,
    first: dt.datetime | None = None,
    date: dt.datetime | dt.date | None = None,
) -> dt.datetime | None:
    """The next time of a site's schedule, `hours` after the article was `first` found (None: it is now).

    `now` and `first` are aware. None when the schedule is over, or the article of that `date` is no longer recent.
    """
    if date is not None and now - _moment(date) > RECENT:
        return None
    start = first or now
    return min((at for hour in hours if (at := start + dt.timedelta(hours=hour)) > now), default=None)


def after_failure(hours: Sequence[int], now: dt.datetime, first: dt.datetime, failure: Failure) -> dt.datetime | None:
    """The next time after a visit failed: one that an outage prevented is made up for while the article is recent."""
    planned = next_visit(hours, now, first=first)
    if failure is not Failure.OUTAGE or now - first > RECENT:
        return planned
    return min(planned, now + MISSED) if planned else now + MISSED


def _moment(date: dt.datetime | dt.date) -> dt.datetime:
    if not isinstance(date, dt.datetime):
        return dt.datetime.combine(date, dt.time(), dt.UTC)
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)
