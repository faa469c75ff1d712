"""From Outcome to Article: what a page yielded is safe in the corpus before anything else is done with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsclean.corpus import Outcome, Undelivered
from newsclean.corpus.revisits import after_failure, next_visit
from newsclean.errors import CorpusError
from newsclean.models import Article, Reject
from newsclean.sites.site import REVISIT_HOURS, site_of, sites
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.problems import CANNOT_STORE
from newsclean.spiders.run.stopping import RunStoppedError

from .rejects import RejectedPageError


class StorePipeline:
    """Passes on new and revised articles, and those that wait to be delivered. All else is dropped, rejects as
    RejectedPageError; other items pass.

    Each record waits in the corpus until the pipelines behind this one and the feeds have taken it.
    """

    def __init__(self, run: CrawlRun) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begins the run in the corpus, as the last component to be made: a run refused earlier leaves no trace.

        The feeds are not yet open, so that a second run cannot empty the file of the first. Raises CorpusInUse when
        another run holds the site, CorpusError when its corpus cannot be used.
        """
        run = CrawlRun.of(crawler)
        run.open_corpus(run.deliveries.takers(cls))
        return cls(run)

    async def process_item(self, item: Any) -> Any:
        self.run.deliveries.pass_by()
        if isinstance(item, Undelivered):
            self.run.deliveries.begin(item.number, is_again=True)
            return item.article
        if not isinstance(item, Outcome):
            return item
        try:
            stored = await self.run.store(replace(item, again=_next_request(item)))
        except CorpusError as error:
            self.run.end_crawl(error, CANNOT_STORE)
            raise DropItem(f"{item.url}: not stored", log_level="DEBUG") from None
        except RunStoppedError:
            raise DropItem(f"{item.url}: left to the next run", log_level="DEBUG") from None
        if reject := stored.broken or (item.result if isinstance(item.result, Reject) else None):
            raise RejectedPageError(reject)
        self.run.count(stats.stored(stored.stored_as))
        if stored.article is None:
            raise DropItem(f"{item.url}: already seen", log_level="DEBUG")
        if stored.article.body_source == "feed":
            self.run.count(stats.FROM_FEEDS)
        self.run.deliveries.begin(stored.number)
        return stored.article


def _next_request(outcome: Outcome) -> dt.datetime | None:
    """When to request an article again, by its site's schedule; None: never, or it is a link that still waits."""
    result, now = outcome.result, outcome.fetched_at
    if outcome.failure and outcome.first_found is None and not isinstance(result, Article):
        return None
    site = sites().get(result.site) if result and result.site else site_of(outcome.requested)
    hours = site.revisit_hours if site else REVISIT_HOURS
    if outcome.failure and outcome.first_found:
        return after_failure(hours, now, outcome.first_found, outcome.failure)
    return next_visit(
        hours,
        now,
        first=outcome.first_found,
        date=result.date if isinstance(result, Article) else None,
    )
