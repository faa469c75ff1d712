"""Into the corpus: what a page gave is safe on disk before anything else is done with it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import deque
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsclean import Article, Reason, Reject
from newsclean.corpus import CorpusRun, Fetched, Result, Visit, What
from newsclean.corpus.revisits import next_visit
from newsclean.errors import CorpusError
from newsclean.sites.site import REVISIT_HOURS, site_of, sites

from .clean import Cleaned
from .ending import end_crawl
from .rejects import Rejected

CAME_TO = "newsclean/"  # + new, revised or seen, in Scrapy's stats
MAX_BATCH = 20  # visits a transaction

_Waiting = tuple[Visit, Fetched | None, asyncio.Future[Result]]


class StorePipeline:
    """Sends on the articles that are new or revised; all else is dropped, rejects as Rejected.

    What comes while one batch is written to disk makes the next: a lone page is safe at once, and many cost little.
    Without a corpus every article is new.
    """

    def __init__(self, crawler: Crawler, corpus: CorpusRun | None) -> None:
        self.crawler = crawler
        self.corpus = corpus
        self._waiting: deque[_Waiting] = deque()
        self._writer: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begins the run in the corpus, as the last component to be made: one that is refused earlier leaves no trace.

        The feeds are not yet open, so that a second run cannot empty the file of the first. Raises CorpusInUse when
        another run holds the site, CorpusError when its corpus cannot be used.
        """
        opening = getattr(crawler.spider, "open_corpus", None)
        return cls(crawler, opening() if opening else None)

    async def process_item(self, item: Cleaned) -> Article:
        try:
            result = await self._keep(item) if self.corpus else _without_corpus(item)
        except CorpusError as error:
            end_crawl(self.crawler, error, "cannot_store")
            raise DropItem(f"{item.answer.url}: not stored", log_level="DEBUG") from None
        if isinstance(item.outcome, Reject):
            raise Rejected(item.outcome)
        self.crawler.stats.inc_value(f"{CAME_TO}{result.what}")
        if result.article is None:
            raise DropItem(f"{item.answer.url}: already seen", log_level="DEBUG")
        return result.article

    async def _keep(self, item: Cleaned) -> Result:
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        fetched = item.answer.came if isinstance(item.answer.came, Fetched) else None
        self._waiting.append((visit_of(item), fetched, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        assert self.corpus is not None
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MAX_BATCH, len(self._waiting)))]
            visits = [(visit, fetched) for visit, fetched, _ in batch]
            work = asyncio.create_task(asyncio.to_thread(self.corpus.commit, visits))
            await asyncio.wait([work])
            if error := work.exception():
                for _, _, done in batch:
                    done.set_exception(error)
            else:
                for (_, _, done), result in zip(batch, work.result(), strict=True):
                    done.set_result(result)


def visit_of(item: Cleaned) -> Visit:
    """What the corpus keeps of an answer, with the time at which the address is to be asked for again."""
    answer, outcome = item.answer, item.outcome
    if answer.first is None and isinstance(outcome, Reject) and outcome.reason is Reason.FETCH_FAILED:
        return Visit(answer.asked, outcome, answer.fetched_at)  # it waits in the frontier for another try
    site = sites().get(outcome.site) if outcome and outcome.site else site_of(answer.asked)
    again = next_visit(
        site.revisit_hours if site else REVISIT_HOURS,
        dt.datetime.now(dt.UTC),
        first=answer.first,
        date=outcome.date if isinstance(outcome, Article) else None,
    )
    return Visit(
        asked=answer.asked,
        outcome=outcome,
        fetched_at=answer.fetched_at,
        aliases=answer.aliases,
        validators=answer.validators,
        again=again,
    )


def _without_corpus(item: Cleaned) -> Result:
    if isinstance(item.outcome, Article):
        return Result(What.NEW, item.outcome)
    return Result(What.SEEN)
