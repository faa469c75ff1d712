"""From FetchedPage to Outcome: the one place where the crawl awaits newsclean, in worker processes."""

from __future__ import annotations

import asyncio
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsclean.corpus import FetchedPage
from newsclean.errors import NewscleanError
from newsclean.models import Article, Page, Reason, Reject
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.problems import CANNOT_CLEAN
from newsclean.spiders.run.stopping import RunStoppedError, Step, in_time, is_ending_early
from newsclean.workers.pool import CLEANER

_OF_WORKERS = (Reason.TOO_SLOW, Reason.WORKER_DIED)


class CleanPipeline:
    """Turns each page into its outcome: an article, or the reason why it yields none. Other items pass unchanged.

    Any spider may yield a FetchedPage, or a bare Page. StorePipeline must follow: it turns an outcome into the
    article, or drops it. Fetching waits while pages wait for a worker: Scrapy counts a
    response until its item is through, and fetches no more when they add up to SCRAPER_SLOT_MAX_ACTIVE_SIZE. When no
    page can be cleaned, the crawl ends. A page that is not cleaned in time when the crawl ends is left to the next run.
    """

    cleaner = CLEANER

    def __init__(self, crawler: Crawler) -> None:
        self.run = CrawlRun.of(crawler)
        self.workers = self.run.workers(self.cleaner)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises UsageError for limits under which no page can be cleaned."""
        return cls(crawler)

    def open_spider(self) -> None:
        if self.run.spider is not None:  # others may yield no page at all
            self.workers.start()  # gets ready while the first pages are fetched; if it cannot, the first page says so

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Page):
            self.run.count(stats.DISCOVERED)  # by a spider that has no search of ours
        fetched = FetchedPage(item, requested=item.url) if isinstance(item, Page) else item
        if not isinstance(fetched, FetchedPage):
            return item
        try:
            return fetched.became(await cleaned(self.run, fetched.page))
        except RunStoppedError:
            raise DropItem(f"{fetched.url}: left to the next run", log_level="DEBUG") from None


async def cleaned(run: CrawlRun, page: Page) -> Article | Reject:
    """What a page yields, by the crawl's workers.

    Raises RunStoppedError when the run ends before, and where no page can be cleaned, which ends the crawl.
    """
    try:
        result = await in_time(run.crawler, Step.CLEANING, asyncio.wrap_future(run.workers().submit(page)))
    except NewscleanError as error:
        run.end_crawl(error, CANNOT_CLEAN)
        raise RunStoppedError("no page can be cleaned") from None
    # A failure that a stop may have caused: whoever ends a run may freeze or kill its workers, too.
    if isinstance(result, Reject) and result.reason in _OF_WORKERS and is_ending_early(run.crawler):
        raise RunStoppedError(result.detail)
    return result
