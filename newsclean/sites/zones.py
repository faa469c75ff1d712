"""Time zones of countries, by the time zone data: which one a newsroom keeps, where that can be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country (ISO 3166-1), those of most people first."""
    lines = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8").splitlines()
    return tuple(line.split("\t")[2] for line in lines if line.startswith(f"{country}\t"))


def agreeing(zones: Iterable[str], times: Iterable[dt.datetime]) -> list[str]:
    """The zones that have the UTC offset of each of these times. A time in UTC says nothing: many programs write it."""
    told = [time for time in times if time.utcoffset()]
    return [
        zone for zone in zones if all(time.astimezone(ZoneInfo(zone)).utcoffset() == time.utcoffset() for time in told)
    ]


def the_one_of(zones: Sequence[str], year: int) -> str | None:
    """The first of the zones, if the clocks of all of them show the same time throughout that year."""
    months = [dt.datetime(year, month, 15, tzinfo=dt.UTC) for month in range(1, 13)]
    clocks = {tuple(month.astimezone(ZoneInfo(zone)).utcoffset() for month in months) for zone in zones}
    return zones[0] if len(clocks) == 1 else None
