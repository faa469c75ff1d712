"""The zone that a page's times are in, as the page itself shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from .candidates import Claim
from .text import is_midnight

# Zones in use reach from -11:00 to +14:00; the day of a moment given in UTC may be one to either side.
WEST, EAST = dt.timedelta(hours=-11), dt.timedelta(hours=14)
_HALF_HOUR = dt.timedelta(minutes=30)
_SEASON = dt.timedelta(days=31)


def shown_zone(claims: list[Claim], others: list[Claim]) -> dt.tzinfo | None:
    """The outlet's zone as its page shows it; None when all is in UTC or without a zone.

    A zone is written, or a line shows the clock of a moment that the metadata give in UTC. A written offset counts for
    days of its own season only.
    """
    season = max(claims, key=lambda claim: claim.weight).text.day
    near = [c for c in (*claims, *others) if c.text.day and season and abs(c.text.day - season) <= _SEASON]
    near.sort(key=lambda claim: (claim.source != "visible", -claim.weight))
    written = [c.text.zone for c in near if c.text.zone is not None and c.text.clock and not is_utc(c.text.zone)]
    zone = written[0] if written else next(_zones_between(claims), None)
    return None if is_utc(zone) else zone


def _zones_between(claims: list[Claim]) -> Iterator[dt.tzinfo]:
    """Zones in which a clock without a zone shows the same moment as metadata in UTC, some half hours apart."""
    clocks = [(c.text, dt.datetime.combine(c.text.day, c.text.clock)) for c in claims if c.text.day and c.text.clock]
    moments = [clock for text, clock in clocks if is_utc(text.zone) and not is_midnight(clock.time())]
    for shown in (clock for text, clock in clocks if text.zone is None):
        for moment in moments:
            # A line for readers has no seconds.
            offset = shown - (moment if shown.second else moment.replace(second=0, microsecond=0))
            if WEST <= offset <= EAST and not offset % _HALF_HOUR:
                yield dt.timezone(offset) if offset else dt.UTC


def relabelled(claim: Claim, claims: list[Claim], home: dt.tzinfo | None) -> Claim:
    """Metadata that call the outlet's clock UTC, as the visible line proves, with the outlet's zone."""
    text = claim.text
    if home is None or not claim.structured or not is_utc(text.zone) or text.clock is None:
        return claim
    for line in claims:
        if (
            line.source == "visible"
            and line.text.day == text.day
            and line.text.clock is not None
            and ((line.text.clock.hour, line.text.clock.minute) == (text.clock.hour, text.clock.minute))
            and not is_utc(line.text.zone)
        ):
            return replace(claim, text=replace(text, zone=line.text.zone or home))
    return claim


def is_utc(zone: dt.tzinfo | None) -> bool:
    return zone is dt.UTC
