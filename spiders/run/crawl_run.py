"""The owner of a run: opens its corpus, stores outcomes, counts, ends the crawl, and says how it went."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, Self, runtime_checkable
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES

from newsclean.corpus import CorpusRun, Ending, Outcome, SiteFolder, StoredAs, StoredOutcome
from newsclean.corpus.baseline import breaks
from newsclean.corpus.history import comparable, figures_of_records
from newsclean.errors import CorpusError, NewscleanError
from newsclean.models import Article
from newsclean.sites.site import Site, site_of

from . import stats
from .batches import BatchWriter
from .problems import Problem, problems, worst
from .status import RunStatus
from .summary import RunSummary

logger = logging.getLogger(__name__)

# Of crawls in projects that use our pipelines without the extension.
_RUNS: WeakKeyDictionary[Crawler, CrawlRun] = WeakKeyDictionary()


@runtime_checkable
class SiteSpider(Protocol):
    """What a run needs to know of its spider. Other spiders crawl without a corpus."""

    site: Site | None

    @property
    def corpus_name(self) -> str: ...

    @property
    def is_partial(self) -> bool: ...


class CrawlRun:
    """The Scrapy extension that every other part of a crawl is handed: `CrawlRun.of(crawler)`.

    `corpus` is None until the last component has been made, and in a crawl without a corpus. `status` is set when the
    crawl has ended.
    """

    def __init__(self, crawler: Crawler, spider: SiteSpider | None = None) -> None:
        self.crawler = crawler
        self.spider = spider
        self.corpus: CorpusRun | None = None
        self.status: RunStatus | None = None
        self._batches: BatchWriter | None = None
        self._closing: asyncio.Task[None] | None = None  # the event loop itself does not keep its tasks

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The run of a crawl whose EXTENSIONS name it."""
        run = cls(crawler, crawler.spider if isinstance(crawler.spider, SiteSpider) else None)
        crawler.signals.connect(run.engine_stopped, signals.engine_stopped)
        return run

    @classmethod
    def of(cls, crawler: Crawler) -> CrawlRun:
        """The run of a crawl whose extensions have been made.

        Where EXTENSIONS do not name it, one is made: for a spider of ours as usual, for another it only counts.
        """
        run = crawler.get_extension(cls) or _RUNS.get(crawler)
        if run is None:
            ours = isinstance(crawler.spider, SiteSpider)
            run = _RUNS[crawler] = cls.from_crawler(crawler) if ours else cls(crawler)
        return run

    def count(self, stat: str, number: int = 1) -> None:
        """Adds to one of `stats`."""
        self.crawler.stats.inc_value(stat, number)

    def counted(self, stat: str) -> int:
        """One of `stats` so far."""
        return int(self.crawler.stats.get_value(stat, 0))

    def declared_site(self, url: str) -> Site | None:
        """The site whose declaration applies to a URL: the spider's own, or another declared one that owns it."""
        site = self.spider.site if self.spider else None
        try:
            return site if site is not None and site.owns(url) else site_of(url)
        except ValueError:  # not a URL: the address guard says so
            return None

    def open_corpus(self) -> None:
        """Begins the run in the site's corpus, if it is to have one. Called before anything is fetched.

        The environment's NEWSCLEAN_CORPUS overrides the project's setting, not that of a spider or of `-s`. Raises
        CorpusInUse when another run holds the site, CorpusError when its corpus cannot be used.
        """
        settings = self.crawler.settings
        folder = settings["NEWSCLEAN_CORPUS"]
        if (settings.getpriority("NEWSCLEAN_CORPUS") or 0) <= SETTINGS_PRIORITIES["project"]:
            folder = os.environ.get("NEWSCLEAN_CORPUS", folder)
        if self.spider is not None and folder:
            site_folder = SiteFolder(Path(folder) / self.spider.corpus_name)
            self.corpus = CorpusRun(site_folder, archive=settings.getbool("NEWSCLEAN_ARCHIVE"))
            self._batches = BatchWriter(self.corpus)

    async def store(self, outcome: Outcome) -> StoredOutcome:
        """What became of an outcome in the corpus, once it is on disk. Without a corpus every article is new.

        Raises CorpusError when the outcome cannot be written.
        """
        if self._batches is not None:
            return await self._batches.store(outcome)
        article = outcome.result if isinstance(outcome.result, Article) else None
        return StoredOutcome(StoredAs.NEW if article else StoredAs.SEEN, article)

    def end_crawl(self, error: NewscleanError, reason: str) -> None:
        """Ends the crawl for an error that would strike every other page too; work in progress is still finished.

        `reason` is CANNOT_CLEAN or CANNOT_STORE. Only the first error counts.
        """
        if self.note_fatal(error):
            if self.spider is None:  # nobody else reports it
                logger.error("%s", error)
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def note_fatal(self, error: NewscleanError) -> bool:
        """Keeps the error as the cause of the run's end; False if there is one already."""
        if self.crawler.stats.get_value(stats.FATAL) is not None:
            return False
        self.crawler.stats.set_value(stats.FATAL, str(error))
        return True

    def engine_stopped(self) -> None:
        """Scrapy's signal: all else has ended. Decides the status, keeps it in the corpus and logs the summary."""
        unjudged = self._judge(self.corpus) if self.corpus is not None else []
        values = self.crawler.stats.get_stats()
        summary = RunSummary.of(values)
        found = problems(values, summary, feeds=len(self.crawler.settings.getdict("FEEDS")))
        figures = summary.figures()
        if self.corpus is not None:
            found += unjudged
            found += self._compare(self.corpus, summary, figures)
            found += self._keep(self.corpus, found, summary, figures)
            self.corpus.close()
        for status, text in found:
            logger.log(logging.WARNING if status is RunStatus.UNUSUAL else logging.ERROR, text)
        self.status = worst(found)
        report = {
            "site": self.spider.corpus_name if self.spider else None,
            "run": self.corpus.run.name if self.corpus else None,
            "verdict": self.status.word,
            "exit_status": self.status.exit_status,
            **figures,
        }
        logger.info(summary.sentence())
        logger.info(json.dumps(report))

    def _judge(self, corpus: CorpusRun) -> list[Problem]:
        """Counts the links that failed and are tried again, or not."""
        try:
            judgement = corpus.judge()
        except CorpusError as error:
            return [(RunStatus.NOT_STORED, str(error))]
        self.count(stats.TRIED_AGAIN, judgement.again)
        self.count(stats.GIVEN_UP, judgement.given_up)
        return []

    def _compare(self, corpus: CorpusRun, summary: RunSummary, figures: dict[str, Any]) -> list[Problem]:
        """Adds the figures that runs are compared by; gives those that are far from usual, in sentences."""
        figures["is_partial"] = is_partial = self.spider is not None and self.spider.is_partial
        fetched = summary.requested - summary.left
        try:
            figures |= figures_of_records(corpus, fetched, summary.rejects, summary.failed)
            earlier = comparable(corpus)
        except CorpusError as error:
            return [(RunStatus.NOT_STORED, str(error))]
        # A run that was cut short, or covered a part of the site only, cannot be compared.
        if is_partial or self.crawler.stats.get_value("finish_reason") != "finished":
            return []
        return [(RunStatus.UNUSUAL, text) for text in breaks(figures, earlier)]

    def _keep(
        self, corpus: CorpusRun, found: list[Problem], summary: RunSummary, figures: Mapping[str, Any]
    ) -> list[Problem]:
        status = worst(found)
        try:
            corpus.end(Ending(status.word, status.exit_status, summary.sentence(), figures))
        except CorpusError as error:
            return [(RunStatus.NOT_STORED, str(error))]
        return []
