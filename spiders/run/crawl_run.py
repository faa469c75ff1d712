"""The owner of a run: opens its corpus, stores outcomes, counts, ends the crawl, and says how it went."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, Self, TypeVar, runtime_checkable
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsclean import settings as defaults
from newsclean.corpus import CorpusRun, Ending, Outcome, SiteFolder, StoredAs, StoredOutcome
from newsclean.corpus.baseline import breaks
from newsclean.corpus.history import comparable, figures_of_records
from newsclean.corpus.store import Store
from newsclean.errors import CorpusError, NewscleanError
from newsclean.models import Article
from newsclean.sites.site import Site, site_of
from newsclean.workers.job import Job
from newsclean.workers.pool import CLEANER, Workers

from . import stats
from .batches import BatchWriter
from .clock import Clock
from .deliveries import Deliveries
from .ending import RunEnding
from .environment import hand_to_workers, is_asked_for
from .outputs import whereabouts
from .problems import CANNOT_CLEAN, Problem, problems, worst
from .status import RunStatus
from .stopping import RunStoppedError, Step, in_time
from .summary import RunSummary

if TYPE_CHECKING:
    from .selection import Selection

logger = logging.getLogger(__name__)

_P = ParamSpec("_P")
_T = TypeVar("_T")

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

    @property
    def is_whole(self) -> bool: ...

    @property
    def is_dry(self) -> bool: ...


class CrawlRun:
    """The Scrapy extension that every other part of a crawl is handed: `CrawlRun.of(crawler)`.

    `corpus` is None until the last component has been made, and in a crawl without a corpus. `memory` is what earlier
    runs have found; a dry run has it, too. `selection` is what the arguments select of it, once that is known. `status`
    is set when the crawl has ended. `is_stuck` says that a thread still uses the corpus then: the disk did not answer
    in time.
    """

    def __init__(self, crawler: Crawler, spider: SiteSpider | None = None) -> None:
        self.crawler = crawler
        self.spider = spider
        self.corpus: CorpusRun | None = None
        self.memory: Store | None = None
        self.selection: Selection | None = None
        self.status: RunStatus | None = None
        self.is_stuck = False
        self.clock = Clock()
        self.deliveries = Deliveries(self)
        self._export: Path | None = None  # of this run's records, when the run has ended
        self._batches: BatchWriter | None = None
        self._workers: Workers | None = None
        self._planning: set[asyncio.Future[Any]] = set()
        self._closing: asyncio.Task[None] | None = None  # the event loop itself does not keep its tasks

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The run of a crawl whose EXTENSIONS name it."""
        run = cls(crawler, crawler.spider if isinstance(crawler.spider, SiteSpider) else None)
        crawler.signals.connect(run.engine_started, signals.engine_started)
        crawler.signals.connect(run.response_received, signals.response_received)
        crawler.signals.connect(run.spider_closed, signals.spider_closed)
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

    def open_corpus(self, takers: Collection[str] = ()) -> None:
        """Begins the run in the site's corpus, if it is to have one. Called before anything is fetched.

        Each new record waits in the corpus until all `takers` have it.

        The environment's NEWSCLEAN_CORPUS overrides the project's setting, not that of a spider or of `-s`. Raises
        CorpusInUse when another run holds the site, CorpusError when its corpus cannot be used.
        """
        settings = self.crawler.settings
        folder = settings["NEWSCLEAN_CORPUS"]
        if not is_asked_for(settings, "NEWSCLEAN_CORPUS"):
            folder = os.environ.get("NEWSCLEAN_CORPUS", folder)
        if self.spider is not None and folder:
            site_folder = SiteFolder(Path(folder) / self.spider.corpus_name)
            if self.spider.is_dry:
                if site_folder.database.exists():
                    self.memory = Store(site_folder.database, readonly=True)
                    self.crawler.signals.connect(self.memory.close, signals.engine_stopped)
                return
            archive, blocks = settings.getbool("NEWSCLEAN_ARCHIVE"), settings.getbool("NEWSCLEAN_BLOCKS")
            self.corpus = CorpusRun(site_folder, archive=archive, blocks=blocks, takers=takers)
            self.memory = self.corpus.store
            self.clock.last_run = self.corpus.last_moment
            self.clock.saw(self.corpus.newest)
            for note in self.corpus.notes:
                logger.warning("%s", note)
            self._batches = BatchWriter(self.corpus)

    async def store(self, outcome: Outcome) -> StoredOutcome:
        """What became of an outcome in the corpus, once it is on disk. Without a corpus every article is new.

        Raises CorpusError when the outcome cannot be written, RunStoppedError when the run ends before it is.
        """
        if self._batches is not None:
            return await in_time(self.crawler, Step.STORING, self._batches.store(outcome))
        article = outcome.result if isinstance(outcome.result, Article) else None
        return StoredOutcome(StoredAs.NEW if article else StoredAs.SEEN, article)

    def workers(self, cleaner: str = CLEANER) -> Workers:
        """The crawl's workers, made when first asked for, with this cleaner. They end with the crawl.

        Raises UsageError for limits under which no page can be cleaned.
        """
        if self._workers is None:
            settings = self.crawler.settings
            hand_to_workers(settings, "NEWSCLEAN_TRAFILATURA")
            self._workers = Workers(
                settings.getint("NEWSCLEAN_WORKERS", defaults.NEWSCLEAN_WORKERS),
                seconds=settings.getfloat("NEWSCLEAN_PAGE_TIMEOUT", defaults.NEWSCLEAN_PAGE_TIMEOUT),
                memory=settings.getint("NEWSCLEAN_PAGE_MEMORY", defaults.NEWSCLEAN_PAGE_MEMORY),
                cleaner=cleaner,
            )
            self.crawler.signals.connect(self._workers.close, signals.spider_closed)
        return self._workers

    async def do(self, function: str, argument: object, url: str, limit: str) -> bytes:
        """What a function of ours ("module:name") makes of what came from a URL, within the seconds of setting `limit`.

        It is called in a worker. Raises JobError when it breaks a limit, RunStoppedError when the run ends before.
        """
        seconds = self.crawler.settings.getfloat(limit, getattr(defaults, limit))
        work = asyncio.wrap_future(self.workers().do(Job(function, argument, url, seconds)))
        try:
            return await in_time(self.crawler, Step.FETCHING, work)
        except NewscleanError as error:
            self.end_crawl(error, CANNOT_CLEAN)
            raise RunStoppedError("no worker can be started") from None

    async def plan(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """What the function returns, called in a thread, with which it may use the corpus before anything is stored.

        The corpus is closed only after it has returned, even when the run ends and nobody waits for it any more.
        """
        work = asyncio.ensure_future(asyncio.to_thread(function, *args, **kwargs))
        self._planning.add(work)
        return await asyncio.shield(work)

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

    def engine_started(self) -> None:
        """Scrapy's signal. What is loaded by now stays: going through it in search of garbage would take 0.2 s."""
        gc.freeze()

    def response_received(self, response: Response) -> None:
        """Scrapy's signal. Each response says what time it is."""
        if date := response.headers.get(b"Date"):
            age = response.headers.get(b"Age") or b"0"
            self.clock.heard(date.decode("latin-1"), dt.datetime.now(dt.UTC), age.decode("latin-1"))

    def spider_closed(self) -> None:
        """Scrapy's signal. Without a start it is the end: a pipeline of the user's could not be opened, say."""
        if self.corpus is not None and self.crawler.engine.start_time is None:
            self.status = RunStatus.FAULT
            text = "The run was ended before anything was fetched: see the error."
            logger.error(text)
            self._keep(self.corpus, [(self.status, text)], text, {})
            self.corpus.close()

    async def engine_stopped(self) -> None:
        """Scrapy's signal: all else has ended. Decides the status, keeps it in the corpus and logs the summary."""
        try:
            await in_time(self.crawler, Step.STORING, self._unused())
        except RunStoppedError:
            self.is_stuck = True
        corpus = None if self.is_stuck else self.corpus
        unjudged = self._judge(corpus) if corpus is not None else []
        if corpus is not None:
            unjudged += self._deliver(corpus)
        values = self.crawler.stats.get_stats()
        summary = RunSummary.of(values)
        feeds = len(self.crawler.settings.getdict("FEEDS"))
        found = problems(values, summary, feeds, self._code) + unjudged
        figures = summary.figures()
        if corpus is not None:
            found += self._compare(corpus, summary, figures)
        if complaint := self.clock.complaint(dt.datetime.now(dt.UTC)):
            found.append((RunStatus.CLOCK_WRONG, complaint))
        found.sort(key=lambda problem: problem[0] is RunStatus.UNUSUAL)  # the least of them
        if corpus is not None:
            found += self._keep(corpus, found, summary.sentence(self._listed_by), figures)
            corpus.close()
        self.status = worst(found)
        self._publish(found, summary, figures)

    def report_hard_end(self, status: RunStatus, why: str) -> None:
        """The summary of a run that ends with its process, from stats as they are. Any thread may call it."""
        summary = RunSummary.of(dict(self.crawler.stats.get_stats()))
        self._publish([(status, why)], summary, summary.figures())

    def _publish(self, found: list[Problem], summary: RunSummary, figures: Mapping[str, Any]) -> None:
        site = self.spider.corpus_name if self.spider else None
        run = self.corpus.run.name if self.corpus else None
        has_feeds = bool(self.crawler.settings.getdict("FEEDS"))
        where = "" if has_feeds else whereabouts(self.corpus, self._export, records=summary.records)
        is_told = self.spider is not None and self.spider.is_dry  # a dry run has said what it found
        sentence = None if is_told else f"{summary.sentence(self._listed_by)} {where}".rstrip()
        RunEnding(site, run, found, sentence, figures).publish(self.crawler.settings)

    @property
    def _code(self) -> str:
        """What runs besides Scrapy."""
        spider = type(self.crawler.spider)
        return "newsclean" if spider.__module__.startswith("newsclean.") else f"newsclean or {spider.__name__}"

    @property
    def _listed_by(self) -> str:
        """What lists the links that the run left out."""
        is_kept = self.corpus is not None and self.spider is not None and not self.spider.is_partial
        return "newsclean corpus skipped" if is_kept else "--dry-run"

    def _judge(self, corpus: CorpusRun) -> list[Problem]:
        """Counts the links that failed and are tried again, or not."""
        try:
            judgement = corpus.judge()
        except CorpusError as error:
            return [(RunStatus.NOT_STORED, str(error))]
        self.count(stats.TRIED_AGAIN, judgement.again)
        self.count(stats.GIVEN_UP, judgement.given_up)
        return []

    def _deliver(self, corpus: CorpusRun) -> list[Problem]:
        """Writes down who has got what, and counts the records that still wait."""
        try:
            self.deliveries.close(corpus)
            corpus.deliver()
            self.count(stats.UNDELIVERED, corpus.store.count("undelivered"))
        except CorpusError as error:
            return [(RunStatus.NOT_STORED, str(error))]
        return []

    async def _unused(self) -> None:
        """Waits until no thread uses the corpus any more."""
        if self._planning:
            await asyncio.wait(self._planning)
        if self._batches is not None:
            await self._batches.flush()

    def _compare(self, corpus: CorpusRun, summary: RunSummary, figures: dict[str, Any]) -> list[Problem]:
        """Adds the figures that runs are compared by; gives those that are far from usual, in sentences."""
        figures["is_partial"] = is_partial = self.spider is not None and self.spider.is_partial
        fetched = summary.requested - summary.left
        try:
            figures |= figures_of_records(corpus, fetched, summary.rejects, summary.failed)
            earlier = comparable(corpus)
        except CorpusError as error:
            return [(RunStatus.NOT_STORED, str(error))]
        is_finished = self.crawler.stats.get_value("finish_reason") == "finished"
        figures["is_whole"] = is_finished and self.spider is not None and self.spider.is_whole
        # A run that was cut short, or covered a part of the site only, cannot be compared.
        if is_partial or not is_finished:
            return []
        return [(RunStatus.UNUSUAL, text) for text in breaks(figures, earlier)]

    def _keep(
        self, corpus: CorpusRun, found: list[Problem], sentence: str, figures: Mapping[str, Any]
    ) -> list[Problem]:
        status = worst(found)
        try:
            told = {**figures, "problems": [text for _, text in found]}
            ending = Ending(status.word, status.exit_status, sentence, told)
            self._export = corpus.end(ending, self.clock.now())
        except CorpusError as error:
            return [(RunStatus.NOT_STORED, str(error))]
        return []
