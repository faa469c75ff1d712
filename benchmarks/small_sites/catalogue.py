"""All small sites by name."""

from __future__ import annotations

import datetime as dt

from . import content_systems, lone_sources, odd_addresses, portals
from .ground import Ground
from .site import SmallSite

BUILDS = (*content_systems.BUILDS, *lone_sources.BUILDS, *portals.BUILDS, *odd_addresses.BUILDS)


def build(port: int, now: dt.datetime) -> dict[str, SmallSite]:
    """Every site, for a server at that port; the newest story of each is an hour old."""
    ground = Ground(port, now)
    return {site.name: site for site in (make(ground) for make in BUILDS)}
