"""The feeds of a crawl. One that replaces its file (`-O`) holds what the crawl's arguments select out of the corpus."""

from __future__ import annotations

import asyncio
import logging
from itertools import islice
from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter

from newsclean.errors import CorpusError
from newsclean.models import Article
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import RunStoppedError, Step, in_time

SLICE = 200  # records taken from the corpus at a time

logger = logging.getLogger(__name__)


class RecordFeedExporter(FeedExporter):
    """Scrapy's feed exports. To feeds that overwrite it adds, at the end, the selected records of earlier runs.

    These come as the corpus has them: they pass no item pipeline a second time.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._written: set[str] = set()

    def item_scraped(self, item: Any, spider: Spider) -> None:
        if isinstance(item, Article):
            self._written.add(item.id)
        super().item_scraped(item, spider)

    async def close_spider(self, spider: Spider) -> None:
        """Scrapy's signal. The files are complete when this returns."""
        try:
            await in_time(self.crawler, Step.STORING, self._add_known(spider))
        except RunStoppedError:
            logger.warning("the run ended before the known records were written: -O has only some of them")
        await super().close_spider(spider)

    async def _add_known(self, spider: Spider) -> None:
        run = CrawlRun.of(self.crawler)
        replaced = [slot for slot in self.slots if self.feeds[slot.uri_template].get("overwrite")]
        appended = [slot for slot in self.slots if slot not in replaced]
        if not replaced or run.corpus is None:
            return
        known = run.selection.known(run.corpus.store, self._written)
        self.slots = replaced
        try:
            while articles := await run.plan(lambda: list(islice(known, SLICE))):
                for article in articles:
                    super().item_scraped(article, spider)
                await asyncio.sleep(0)
        except CorpusError as error:
            run.note_fatal(error)
        finally:
            self.slots += appended
