"""From Page to Article: the one seam where the crawl awaits newsclean, in worker processes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsclean import Article, Reject
from newsclean.corpus import Answer, Fetched
from newsclean.errors import NewscleanError
from newsclean.workers.pool import CLEANER, Workers

from .ending import end_crawl


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An answer and what it says: an article, why there is none, or None where there is nothing new."""

    answer: Answer
    outcome: Article | Reject | None


class CleanPipeline:
    """Sends on each answer with the article of its page, or the reason why it has none.

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

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises UsageError for limits under which no page can be cleaned."""
        return cls(crawler)

    def open_spider(self) -> None:
        self.workers.start()  # it gets ready while the first pages are fetched; if it cannot, the first page tells

    async def process_item(self, item: Answer) -> Cleaned:
        if not isinstance(item.came, Fetched):
            return Cleaned(item, item.came)
        try:
            outcome = await asyncio.wrap_future(self.workers.submit(item.came.page))
        except NewscleanError as error:
            end_crawl(self.crawler, error, "cannot_clean")
            raise DropItem(f"{item.url}: not cleaned", log_level="DEBUG") from None
        return Cleaned(item, outcome)

    def close_spider(self) -> None:
        self.workers.close()
