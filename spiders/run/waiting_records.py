"""The spider middleware that has every crawl with a corpus begin with the records that wait to be delivered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy.crawler import Crawler

from .crawl_run import CrawlRun
from .stopping import RunStoppedError


class WaitingRecordsMiddleware:
    """Yields these records before anything of the spider's, whatever spider it is."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Scrapy's hook."""
        try:
            async for record in CrawlRun.of(self.crawler).deliveries.hand_out():
                yield record
        except RunStoppedError:
            return
        async for each in start:
            yield each
