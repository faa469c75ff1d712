"""The progress line on the terminal. Cron has no terminal and gets none."""

from __future__ import annotations

import logging
import sys
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from .summary import RunSummary

_CLEAR = "\r\x1b[K"


class ProgressExtension(logging.Filter):
    """Rewrites the line twice a second; a log line wipes it first."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()
        self.crawler = crawler
        self._loop = create_looping_call(self.show)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured without a terminal."""
        if not sys.stderr.isatty():
            raise NotConfigured
        return cls(crawler)

    def spider_opened(self) -> None:
        for handler in logging.root.handlers:
            handler.addFilter(self)
        self._loop.start(0.5, now=False)

    def spider_closed(self) -> None:
        self._loop.stop()
        for handler in logging.root.handlers:
            handler.removeFilter(self)
        sys.stderr.write(_CLEAR)

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - logging.Filter's signature
        sys.stderr.write(_CLEAR)
        return True

    def show(self) -> None:
        """Writes the line: sources read until the articles are known, then articles done."""
        summary = RunSummary.of(self.crawler.stats.get_stats())
        if summary.discovered:
            rejected = summary.rejects + summary.failed
            done = summary.discovered - summary.left
            line = f"{done} of {summary.discovered} pages: {summary.records} new, {rejected} rejected or failed"
        else:
            line = f"looking for articles: {summary.sources} sources read"
        sys.stderr.write(f"{_CLEAR}{line}")
        sys.stderr.flush()
