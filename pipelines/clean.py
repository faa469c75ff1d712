"""From Page to Article: the one seam where the crawl awaits newsclean, in worker processes."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsclean import Article, Page, Reject
from newsclean.errors import NewscleanError
from newsclean.workers import CLEANER, Workers

from .rejects import Rejected

FATAL = "newsclean/fatal"  # in Scrapy's stats: why no page could be cleaned any more


class CleanPipeline:
    """Sends on the article of each page; what has none, and pages that could not be fetched, are dropped as Rejected.

    Fetching waits while pages wait for a worker: Scrapy counts a response until its item is through, and takes no
    other when they are SCRAPER_SLOT_MAX_ACTIVE_SIZE together. When no page can be cleaned, the crawl ends.
    """

    cleaner = CLEANER

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.workers = Workers(
            crawler.settings.getint("NEWSCLEAN_WORKERS"),
            seconds=crawler.settings.getfloat("NEWSCLEAN_PAGE_TIMEOUT"),
            memory=crawler.settings.getint("NEWSCLEAN_PAGE_MEMORY"),
            cleaner=self.cleaner,
        )
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises UsageError for limits under which no page can be cleaned."""
        return cls(crawler)

    def open_spider(self) -> None:
        self.workers.start()  # it gets ready while the first pages are fetched; if it cannot, the first page tells

    async def process_item(self, item: Page | Reject) -> Article:
        try:
            outcome = item if isinstance(item, Reject) else await asyncio.wrap_future(self.workers.submit(item))
        except NewscleanError as error:
            self._end(error)
            raise DropItem(f"{item.url}: not cleaned", log_level="DEBUG") from None
        if isinstance(outcome, Reject):
            raise Rejected(outcome)
        return outcome

    def close_spider(self) -> None:
        self.workers.close()

    def _end(self, error: NewscleanError) -> None:
        if self._ending is None:
            assert self.crawler.engine is not None
            self.crawler.stats.set_value(FATAL, str(error))
            self._ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="cannot_clean"))
