"""The progress line on the terminal. Cron has no terminal and gets none."""

from __future__ import annotations

import logging
import sys
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import create_looping_call

from newsclean.progress_line import ProgressLine

from .summary import RunSummary


def is_on_terminal(settings: BaseSettings) -> bool:
    """Whether a person reads the log as it is written."""
    return settings.getbool("LOG_ENABLED") and not settings["LOG_FILE"] and sys.stderr.isatty()


class ProgressExtension:
    """Rewrites the line twice a second. Of several crawls in one process the first has it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._line = ProgressLine()
        self._loop = create_looping_call(self.show)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured without a terminal, or where the terminal is not to be written to or has records."""
        if not is_wanted(crawler.settings):
            raise NotConfigured
        return cls(crawler)

    def spider_opened(self) -> None:
        if not ProgressLine.is_shown():
            self._line.__enter__()
            self._loop.start(0.5, now=False)

    def spider_closed(self) -> None:
        if self._loop.running:
            self._loop.stop()
            self._line.__exit__(None, None, None)

    def show(self) -> None:
        """Writes the line: sources read until the articles are known, then articles done."""
        summary = RunSummary.of(self.crawler.stats.get_stats())
        if summary.discovered:
            rejected = summary.rejects + summary.failed
            done = summary.discovered - summary.left
            text = f"{done} of {summary.discovered} pages: {summary.records} new, {rejected} rejected or failed"
        else:
            text = f"looking for articles: {summary.sources} sources read"
        self._line.show(text)


def is_wanted(settings: BaseSettings) -> bool:
    """Whether a progress line is: not where the log has errors only, nor among the records of `-o -`."""
    level = settings["LOG_LEVEL"]
    number = level if isinstance(level, int) else logging.getLevelNamesMapping().get(level, logging.INFO)
    has_records = sys.stdout.isatty() and any(str(uri).startswith("stdout:") for uri in settings.getdict("FEEDS"))
    return sys.stderr.isatty() and settings.getbool("LOG_ENABLED") and number < logging.ERROR and not has_records
