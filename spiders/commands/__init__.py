"""Commands of the project (setting COMMANDS_MODULE): `crawl`, with clear messages and an honest exit status, and those
that look at one address and keep nothing.
"""

from __future__ import annotations

import argparse

from scrapy.settings import Settings

from newsclean.spiders.run.environment import is_asked_for


class LooksOnly:
    """Put before one of Scrapy's commands: no run in the corpus and no file of rejects comes of it."""

    settings: Settings | None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)  # type: ignore[misc]  # the command's
        assert self.settings is not None
        for name in ("NEWSCLEAN_CORPUS", "NEWSCLEAN_REJECTS"):
            self.settings.set(name, "", priority="cmdline")
        if not is_asked_for(self.settings, "LOG_LEVEL"):
            self.settings.set("LOG_LEVEL", "WARNING", priority="project")
