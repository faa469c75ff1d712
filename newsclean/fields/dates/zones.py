"""The time zone of a page, as the page itself shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from newsclean.metadata.claims import Kind

from .candidates import DateCandidate
from .text import DateText, is_midnight

# Zones in use range from -11:00 to +14:00: the local day of a UTC moment may be the day before or after.
WEST, EAST = dt.timedelta(hours=-11), dt.timedelta(hours=14)
_HOUR = dt.timedelta(hours=1)
_PARTS = [dt.timedelta(minutes=minutes) for minutes in (-210, -150, 210, 270, 330, 345, 390, 570, 630)]
_SHOWN = 2  # clocks: a liveblog shows dozens, and some are by chance whole hours from a moment
_MINUTE = dt.timedelta(minutes=1)
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
    """Zones in use in which a clock without a zone shows the same moment as metadata in UTC."""
    timed = [(c.text, dt.datetime.combine(c.text.day, c.text.clock)) for c in candidates if c.text.day and c.text.clock]
    moments = [clock for text, clock in timed if is_utc(text.zone) and not is_midnight(clock.time())]
    shown = [clock for text, clock in timed if text.zone is None and not is_midnight(clock.time())]
    for clock in shown[:_SHOWN]:
        for moment in moments:
            # A line for readers shows no seconds.
            offset = clock - (moment if clock.second else moment.replace(second=0, microsecond=0))
            if WEST <= offset <= EAST and (not offset % _HOUR or offset in _PARTS):
                yield dt.timezone(offset) if offset else dt.UTC


def relabelled(
    candidate: DateCandidate, others: list[DateCandidate], home: dt.tzinfo | None, *, declared: bool
) -> DateCandidate:
    """The candidate in the outlet's zone, where metadata label the local clock UTC, as a visible line proves.

    A line without a zone proves it only when `home` is the site's declared zone: else the line may be in UTC, too.
    """
    text = candidate.text
    if home is None or not candidate.is_structured or text.clock is None:
        return candidate
    lines = [other.text for other in others if other.origin.kind is Kind.VISIBLE and other.text.clock is not None]
    if text.zone is None:
        in_utc = any(_is_utc_of(text, line) for line in lines)
        return replace(candidate, text=replace(text, zone=dt.UTC)) if in_utc else candidate
    if not is_utc(text.zone):
        return candidate
    for line in lines:
        local = (line.zone is not None or declared) and not is_utc(line.zone)
        if local and line.day == text.day and _clock_of(line) == _clock_of(text):
            return replace(candidate, text=replace(text, zone=line.zone or home))
    return candidate


def _is_utc_of(text: DateText, line: DateText) -> bool:
    """Whether a time without a zone is that of the line in UTC."""
    shown, written = line.value(None), text.value(dt.UTC)
    if not isinstance(shown, dt.datetime) or not isinstance(written, dt.datetime) or is_utc(line.zone) or not line.zone:
        return False
    return abs(shown - written) < _MINUTE


def _clock_of(text: DateText) -> tuple[int, int] | None:
    return (text.clock.hour, text.clock.minute) if text.clock else None


def is_utc(zone: dt.tzinfo | None) -> bool:
    return zone is dt.UTC
