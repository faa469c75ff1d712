"""What other programs list of the small sites' articles: trafilatura's command line and news-please's crawlers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .discovery_crawls import Figures
from .small_sites.server import SmallSites
from .small_sites.site import SmallSite


def run(site: SmallSite, server: SmallSites, folder: Path) -> dict[str, str]:
    return {}


def rows(found: Sequence[Figures], peers: Sequence[dict[str, str]]) -> list[list[str]]:
    return []
