"""A crawl in this process, run by Scrapy's own command: the same run as `scrapy crawl`, from any folder."""

from __future__ import annotations

import os
from collections.abc import Sequence

from scrapy.cmdline import execute
from scrapy.utils.project import ENVVAR

from .commands.crawl import Command


def crawl(arguments: Sequence[str]) -> int:
    """Runs `scrapy crawl` with these arguments and newsclean's settings; gives the exit status.

    Scrapy's reactor starts once in a process, and so does this.
    """
    os.environ[ENVVAR] = "newsclean.settings"  # goes before the scrapy.cfg of a project in this folder
    Command.program = "newsclean"
    try:
        execute(["newsclean", "crawl", *arguments])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
