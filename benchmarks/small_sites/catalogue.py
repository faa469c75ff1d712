"""All small sites by name."""

from __future__ import annotations

from collections.abc import Iterable

from . import content_systems, held_back, large, lone_sources, odd_addresses, odd_behaviour, odd_servers, portals
from .ground import Build, Ground
from .site import SmallSite

BUILDS = (
    *content_systems.BUILDS, *lone_sources.BUILDS, *portals.BUILDS, *odd_addresses.BUILDS, *odd_behaviour.BUILDS,
    *odd_servers.BUILDS,
)  # fmt: skip
HELD_BACK = held_back.BUILDS
LARGE = large.BUILDS


def build(builds: Iterable[Build], ground: Ground) -> dict[str, SmallSite]:
    """The sites by name; the newest story of each is an hour old."""
    return {site.name: site for site in (make(ground) for make in builds)}
