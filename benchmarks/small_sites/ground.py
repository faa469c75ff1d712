"""What sites are built on: the port that serves them and the time of their newest story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from .site import SmallSite
from .stories import Story, make_stories
from .themes import THEMES

STORIES = 40


@dataclass(frozen=True)
class Ground:
    """The port of the server, the time that counts as now, and whether every host is to have a name."""

    port: int
    now: dt.datetime
    is_named: bool = False

    def site(
        self, name: str, kind: str, language: str, theme: str, path: Callable[[Story], str], *, host: str = "",
        number: int = STORIES, step: dt.timedelta = dt.timedelta(hours=7), has_sitemap: bool = True,
    ) -> SmallSite:  # fmt: skip
        """A site with stories and without pages; its host is NAME.example if none is given."""
        found = make_stories(language, number, self.now - dt.timedelta(hours=1), step, name)
        return SmallSite(name, kind, host or f"{name}.example", language, THEMES[theme], found, path, has_sitemap)

    def address(self, number: int) -> str:
        """A host that is an IP address with a port, as of a site on one's own machine."""
        if self.is_named:
            return f"site-{number}.example"
        return f"127.0.1.{number}:{self.port}"


Build = Callable[[Ground], SmallSite]
