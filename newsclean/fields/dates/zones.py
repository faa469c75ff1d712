"""The time zone of a page, as the page itself shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from newsclean.metadata.claims import Kind

from .candidates import DateCandidate
from .text import is_midnight

# Zones in use range from -11:00 to +14:00: the local day of a UTC moment may be the day before or after.
WEST, EAST = dt.timedelta(hours=-11), dt.timedelta(hours=14)
_HALF_HOUR = dt.timedelta(minutes=30)
_SEASON = dt.timedelta(days=31)


def shown_zone(candidates: list[DateCandidate], others: list[DateCandidate]) -> dt.tzinfo | None:
    """The outlet's zone as its page shows it; None when all times are in UTC or have no zone.

    Either a zone is written, or a line shows the local clock of a moment that the metadata give in UTC. A written
    offset counts only for days of its own season.
    """
    season = max(candidates, key=lambda candidate: candidate.weight).text.day
    near = [c for c in (*candidates, *others) if c.text.day and season and abs(c.text.day - season) <= _SEASON]
    near.sort(key=lambda c: (c.origin.kind is not Kind.VISIBLE, -c.weight))
    written = [c.text.zone for c in near if c.text.zone is not None and c.text.clock and not is_utc(c.text.zone)]
    zone = written[0] if written else next(_zones_between(candidates), None)
    return None if is_utc(zone) else zone


def _zones_between(candidates: list[DateCandidate]) -> Iterator[dt.tzinfo]:
    """Zones in which a clock without a zone shows the same moment as metadata in UTC, some half hours apart."""
    clocks = [
        (c.text, dt.datetime.combine(c.text.day, c.text.clock)) for c in candidates if c.text.day and c.text.clock
    ]
    moments = [clock for text, clock in clocks if is_utc(text.zone) and not is_midnight(clock.time())]
    for shown in (clock for text, clock in clocks if text.zone is None):
        for moment in moments:
            # A line for readers shows no seconds.
            offset = shown - (moment if shown.second else moment.replace(second=0, microsecond=0))
            if WEST <= offset <= EAST and not offset % _HALF_HOUR:
                yield dt.timezone(offset) if offset else dt.UTC


def relabelled(candidate: DateCandidate, others: list[DateCandidate], home: dt.tzinfo | None) -> DateCandidate:
    """The candidate in the outlet's zone, where metadata label the local clock UTC, as a visible line proves."""
    text = candidate.text
    if home is None or not candidate.is_structured or not is_utc(text.zone) or text.clock is None:
        return candidate
    for other in others:
        line = other.text
        if (
            other.origin.kind is Kind.VISIBLE
            and line.day == text.day
            and line.clock is not None
            and (line.clock.hour, line.clock.minute) == (text.clock.hour, text.clock.minute)
            and not is_utc(line.zone)
        ):
            return replace(candidate, text=replace(text, zone=line.zone or home))
    return candidate


def is_utc(zone: dt.tzinfo | None) -> bool:
    return zone is dt.UTC
