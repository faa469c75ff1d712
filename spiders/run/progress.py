"""One line on the terminal that tells how far the crawl is. Cron has no terminal and sees nothing of it."""

from __future__ import annotations

import logging
import sys
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from .outcome import Outcome

_CLEAR = "\r\x1b[K"


class Progress(logging.Filter):
    """Rewrites the line twice a second; a log line that comes in between wipes it first."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()
        self.crawler = crawler
        self._loop = create_looping_call(self.show)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured where nobody looks on."""
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
        """Writes the line: the sources read until the articles are known, then what came of them."""
        outcome = Outcome.of(self.crawler.stats.get_stats())
        if outcome.discovered:
            rejected = outcome.rejects + outcome.failed
            done = outcome.discovered - outcome.left
            line = f"{done} of {outcome.discovered} pages: {outcome.records} new, {rejected} rejected or failed"
        else:
            line = f"looking for articles: {outcome.sources} sources read"
        sys.stderr.write(f"{_CLEAR}{line}")
        sys.stderr.flush()
