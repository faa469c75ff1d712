"""A crawl in this process, run by Scrapy's own command: the same run as `scrapy crawl`, from any folder."""

from __future__ import annotations

import os
from collections.abc import Sequence

from scrapy.cmdline import execute
from scrapy.utils.project import ENVVAR

from newsclean.sites.survey import Seen

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


def survey(url: str, options: Sequence[str]) -> tuple[int, Seen | str]:
    """The exit status, and what is to be seen of a site in one look, or why that is nothing.

    `options` are those of `crawl`.
    """
    from .survey.spider import SurveySpider

    module = f"SPIDER_MODULES={SurveySpider.__module__}"  # `scrapy list` does not name it
    status = crawl(["survey", "-a", f"url={url}", "-s", module, "-L", "ERROR", *options])
    return status, SurveySpider.outcome
