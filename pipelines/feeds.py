"""The feeds of a crawl. One that replaces its file (`-O`) holds, in the end, all that the crawl's arguments select: the
new records, and those that the corpus had before.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

from newsclean.corpus.store import Store
from newsclean.errors import CorpusError, RecordBroken
from newsclean.models import Article
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun, SiteSpider
from newsclean.spiders.run.feed_formats import is_replaced
from newsclean.spiders.run.stopping import RunStoppedError, Step, in_time

logger = logging.getLogger(__name__)

SLICE = 100  # records that are read off the event loop, and then written, at a time


class CorpusFeedExporter(FeedExporter):
    """Scrapy's, which writes items as they come. When the crawl closes, the feeds that replace their file are given the
    records that earlier runs have found; no item pipeline sees these again.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._written: set[str] = set()  # ids

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured for a dry run, which leaves all files as they are."""
        if isinstance(crawler.spider, SiteSpider) and crawler.spider.is_dry:
            raise NotConfigured
        return super().from_crawler(crawler)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        if CrawlRun.of(self.crawler).deliveries.is_again:  # a file that is replaced has it from the corpus
            with self._only([slot for slot in self.slots if not is_replaced(slot.uri, slot.feed_options)]):
                super().item_scraped(item, spider)
            return
        super().item_scraped(item, spider)
        if record := ItemAdapter(item).get("id"):
            self._written.add(record)

    async def close_spider(self, spider: Spider) -> None:
        run = CrawlRun.of(self.crawler)
        replacing = [slot for slot in self.slots if is_replaced(slot.uri, slot.feed_options)]
        if replacing and run.corpus is not None:
            if run.selection is None:
                self._keep_files(replacing)
            else:
                with self._only(replacing):
                    await self._add_earlier(run, replacing, spider)
        await super().close_spider(spider)

    @staticmethod
    def _keep_files(replacing: list[FeedSlot]) -> None:
        """Leaves files without a new record as they were: the run did not get as far as to know what belongs there."""
        for slot in replacing:
            slot.store_empty = False

    @contextmanager
    def _only(self, slots: list[FeedSlot]) -> Iterator[None]:
        """Scrapy's method, which counts, filters and begins new batches, has only these slots within the block."""
        others = [slot for slot in self.slots if slot not in slots]
        self.slots = slots
        try:
            yield
        finally:
            self.slots += others

    async def _add_earlier(self, run: CrawlRun, replacing: list[FeedSlot], spider: Spider) -> None:
        names = ", ".join(slot.uri for slot in replacing)
        lost = "%s lacks records of earlier runs, which are in the corpus: %s"
        try:
            async for records in self._earlier(run):
                for record in records:
                    if isinstance(record, RecordBroken):
                        logger.error("%s lacks a record of an earlier run that cannot be read: %s", names, record)
                        run.count(stats.RECORDS_BROKEN)
                    else:
                        super().item_scraped(record, spider)
        except RunStoppedError as error:
            logger.warning(lost, names, error)
        except CorpusError as error:
            logger.error(lost, names, error)
            run.count(stats.RECORDS_UNWRITTEN)

    async def _earlier(self, run: CrawlRun) -> AsyncIterator[list[Article | RecordBroken]]:
        """The selected records of earlier runs, in slices, with an error for each that cannot be read.

        Raises CorpusError, and RunStoppedError when time is up.
        """
        assert run.corpus is not None
        assert run.selection is not None
        store = Store(run.corpus.folder.database, readonly=True)
        records = run.selection.earlier(store, run.corpus.run, self._written)
        try:
            while some := await in_time(self.crawler, Step.STORING, run.plan(list, islice(records, SLICE))):
                yield some
        except CorpusError:
            store.close()
            raise
        store.close()  # else it is left to the thread that is still reading
