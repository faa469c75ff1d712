"""`scrapy crawl` with clear messages for wrong use, and an exit status that tells whether the crawl did its work."""

from __future__ import annotations

import argparse
import asyncio
import difflib
import logging
import signal
import sys
from typing import NoReturn

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import CrawlerProcessBase
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newsclean.errors import NewscleanError, UsageError
from newsclean.spiders.base import NewsSpider
from newsclean.spiders.run.summary import Summary
from newsclean.spiders.run.verdicts import Verdict

# Scrapy's own account of itself, some fifty lines at INFO that are the same every night.
_CHATTY = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.memusage",
    "scrapy.middleware",
)


class Command(ScrapyCrawl):
    """The exit status is that of the run's verdict: see spiders/verdicts.py."""

    def long_desc(self) -> str:
        return "Crawls a site. The exit status says how it went:"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "Exit status:\n" + "\n".join(f"  {each.status}  {each.meaning}" for each in Verdict)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Checks the spider's name and its arguments before anything starts."""
        super().process_options(args, opts)
        assert self.settings is not None
        if len(args) != 1:
            raise ScrapyUsageError("one spider is needed: scrapy crawl sindonews (`scrapy list` names them)")
        try:
            spider = _spider_class(self.settings, args[0])
            if issubclass(spider, NewsSpider):
                spider.read_arguments(opts.spargs)
        except NewscleanError as error:
            _end(error)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls; sets the exit status by what came of it."""
        assert self.crawler_process is not None
        if self.crawler_process.settings["LOG_LEVEL"] == "INFO":
            for name in _CHATTY:
                logging.getLogger(name).setLevel(logging.WARNING)
        _end_cleanly_however_often_told(self.crawler_process)
        crawler = self._create_crawler(args[0])
        crawl = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        error = crawl.exception() if isinstance(crawl, asyncio.Task) and crawl.done() else None
        if isinstance(error, NewscleanError):
            _end(error)
        if error is not None:
            raise error
        summary = crawler.get_extension(Summary)
        verdict = summary.verdict if summary is not None else None  # none where someone has taken it out of EXTENSIONS
        self.exitcode = (verdict or Verdict.FAULT).status


def _end_cleanly_however_often_told(process: CrawlerProcessBase) -> None:
    """Keeps a second SIGTERM from ending the run at once, as it does in Scrapy; a second Ctrl-C still does.

    GNU timeout sends two, one to the process and one to its group.
    """
    at_once = process._signal_kill

    def told_again(number: int, frame: object) -> None:
        if number != signal.SIGTERM:
            at_once(number, frame)

    process._signal_kill = told_again  # type: ignore[method-assign, assignment]  # Scrapy offers no other way


def _spider_class(settings: BaseSettings, name: str) -> type[object]:
    loader = get_spider_loader(settings)
    names = loader.list()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(names))}."
        raise UsageError(f"there is no spider {name!r}. {hint}")
    return loader.load(name)


def _end(error: NewscleanError) -> NoReturn:
    print(f"newsclean: {error}", file=sys.stderr)
    sys.exit(error.exit_status)
