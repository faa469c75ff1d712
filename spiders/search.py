"""What a run looks for: it has the sources read, weighs what they link, and says what is to be requested."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from newsclean.corpus import addresses
from newsclean.corpus.history import is_whole
from newsclean.errors import CorpusError
from newsclean.sites.site import Site

from .discovery.collection import Collection, Findings
from .discovery.discovery import Discovery
from .discovery.gaps import feed_addresses, gaps
from .discovery.judge import Judge, Verdict
from .discovery.links import Link, Moment, newest
from .discovery.probes import Probes
from .discovery.source_reader import SourceReader
from .discovery.visits import Visits
from .discovery.wanted import Wanted
from .run import stats
from .run.arguments import Arguments
from .run.crawl_run import CrawlRun
from .run.plan import PageRequest, Plan, plan_all, plan_run
from .run.preview import preview
from .run.problems import CANNOT_STORE
from .run.selection import Selection

logger = logging.getLogger(__name__)


class Search:
    """The first step of a crawl. `is_partial`: only a part of the site is wanted."""

    def __init__(self, crawler: Crawler, reader: SourceReader, arguments: Arguments, *, is_partial: bool) -> None:
        self._crawler = crawler
        self._run = CrawlRun.of(crawler)
        self._reader = reader
        self._arguments = arguments
        self._is_partial = is_partial

    async def run(self, site: Site | None, home: str | None = None) -> tuple[PageRequest, ...]:
        """The articles to request, in order; none in a dry run, which prints them.

        `home` is the front page of `site`, by default that of its first domain. Raises RunStoppedError when the run
        ends before, CloseSpider when the corpus cannot be written.
        """
        wanted = self._wanted(site)
        self._run.selection = self._selection(site, wanted)
        findings = await self._discover(site, home, wanted)
        links = findings.links
        self._run.selection = self._selection(site, wanted, links)
        self._run.clock.saw(newest(link.latest for link in links))
        self._count_found(findings)
        if self._arguments.dry_run:
            self._show(findings, await self._known([link.entry.url for link in links]))
            return ()
        await self._warn_of_gaps(findings, wanted)
        plan = await self._plan(findings, wanted)
        self._count_planned(plan)
        return plan.requests

    async def _discover(self, site: Site | None, home: str | None, wanted: Wanted) -> Findings:
        given = self._arguments
        collection = Collection(site, wanted, await self._judge(site))
        memory = self._run.memory
        is_whole_so_far = memory is not None and await self._run.plan(is_whole, memory)
        visits = Visits(partial(self._reader.read, site), self._known, is_whole=is_whole_so_far)
        discovery = Discovery(visits, collection)
        front = home or given.url or (f"https://{site.domains[0]}/" if site else "")
        if given.urls:
            for url in given.urls:
                discovery.add(url)
        elif given.url:
            await discovery.explore(given.url)
        elif site is not None:
            await discovery.begin(front)
        budget = 0 if given.dry_run else self._crawler.settings.getint("NEWSCLEAN_PROBE")
        probed = await Probes(collection, visits, discovery.lists(front), budget).run()
        return await self._run.plan(collection.settle, probed, keep_doubts=given.dry_run)

    def _wanted(self, site: Site | None) -> Wanted:
        given = self._arguments
        zone = site.zone if site else None
        since, until = (_in_zone(time, zone) for time in (given.since, given.until))
        return Wanted(since, until, given.section, given.limit, zone)

    def _selection(self, site: Site | None, wanted: Wanted, links: Sequence[Link] = ()) -> Selection | None:
        """What the arguments select of the corpus; None as long as that depends on links that were not yet found.

        An address below a declared site's front page, or that of an article, selects what it links.
        """
        given = self._arguments
        if not given.urls and not (given.url and urlsplit(given.url).path.strip("/")):
            return Selection(wanted)
        if not links:
            return None
        is_part = site is not None or _are_named(links)
        return Selection(wanted, frozenset(link.entry.url for link in links) if is_part else None)

    async def _judge(self, site: Site | None) -> Judge:
        judge = Judge(site.article_url if site else None)
        if self._run.memory is not None:
            judge.learn(*await self._run.plan(addresses.examples, self._run.memory))
        return judge

    async def _known(self, urls: list[str]) -> set[str]:
        """Those of the addresses that earlier runs have found."""
        if self._run.memory is None:
            return set()
        return await self._run.plan(addresses.found, self._run.memory, urls)

    async def _warn_of_gaps(self, findings: Findings, wanted: Wanted) -> None:
        """Warns of feeds that may have lost articles since the last run; a part of a site tells nothing of that."""
        if self._run.corpus is None or self._is_partial:
            return
        known = await self._known(feed_addresses(findings.links))
        newest_known = self._run.corpus.newest
        for sentence in await self._run.plan(
            lambda: list(gaps(findings.links, findings.sources, known, newest_known, wanted.since))
        ):
            logger.warning(sentence)

    async def _plan(self, findings: Findings, wanted: Wanted) -> Plan:
        corpus = self._run.corpus
        if corpus is None:
            return plan_all(findings.links)
        try:
            if not self._is_partial:
                await self._run.plan(addresses.keep_skipped, corpus.store, findings.skipped)
            return await self._run.plan(
                plan_run,
                findings.links,
                corpus,
                self._run.clock.now(),
                limit=wanted.limit,
                only_found=_are_named(findings.links),
                is_older=lambda link: wanted.why_not(link, "") is not None,
            )
        except CorpusError as error:
            self._run.note_fatal(error)
            raise CloseSpider(CANNOT_STORE) from None

    def _show(self, findings: Findings, known: set[str]) -> None:
        for line in preview(findings, known):
            print(line)
        new = len(findings.links) - len(known)
        logger.info("dry run: %d to fetch, %d known, %d links left out", new, len(known), findings.left_out)

    def _count_found(self, findings: Findings) -> None:
        for why, number in sorted(findings.reasons.items()):
            self._run.count(f"{stats.SKIPPED}{why}", number)
        self._run.count(stats.LINKS, len(findings.links))
        self._run.count(stats.LEFT_OUT, findings.left_out)
        if (doubtful := findings.reasons[Verdict.DOUBT]) > len(findings.links):
            logger.warning(
                "%d links may be articles and are left out, more than the %d that are followed. "
                "Raise NEWSCLEAN_PROBE, or declare the site with its article_url.",
                doubtful,
                len(findings.links),
            )

    def _count_planned(self, plan: Plan) -> None:
        self._run.count(stats.DISCOVERED, plan.discovered)
        self._run.count(stats.REQUESTED, len(plan.requests))
        self._run.count(stats.SEEN, plan.seen)
        self._run.count(stats.RESTING, plan.resting)
        self._run.count(stats.NOT_TRIED, plan.given_up)
        links, sources = self._run.counted(stats.LINKS), self._run.counted(stats.SOURCES)
        logger.info("%d articles found in %d sources, %d to fetch", links, sources, len(plan.requests))


def _are_named(links: Iterable[Link]) -> bool:
    """Whether the user has named the articles themselves."""
    return any(link.entry.source == "argument" for link in links)


def _in_zone(time: Moment | None, zone: dt.tzinfo | None) -> Moment | None:
    """A bare time as the site means it."""
    if isinstance(time, dt.datetime) and time.tzinfo is None:
        return time.replace(tzinfo=zone or dt.UTC)
    return time
