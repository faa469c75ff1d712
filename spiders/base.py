"""The spider of every news site: finds its articles, fetches them newest first and hands over a Page of each."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES
from twisted.python.failure import Failure

from newsclean import Page, Reason, Reject
from newsclean.corpus import Answer, CorpusRun, Fetched, SiteFolder, Validators
from newsclean.errors import CorpusError, UsageError
from newsclean.page.limits import MAX_SOURCE_BYTES
from newsclean.sites.site import Site, site_of
from newsclean.urls import record_id, site_label

from .discovery.discovery import Discovery
from .discovery.links import Link, Moment
from .discovery.sections import is_split, page_tree, whole_url
from .download.failures import FETCH_ERRORS, why_failed
from .download.guard import Refused
from .run import stats
from .run.arguments import Arguments
from .run.plan import Ask, Plan, plan_all, plan_run
from .run.stopping import Stopped, Stopping

logger = logging.getLogger(__name__)

MAX_VALIDATOR = 500  # characters; real ones have some 40


class NewsSpider(Spider):
    """A crawl of one site in two steps: all its sources are read, then its articles, the newest first.

    A subclass names its `site`. Every article it sets out to fetch ends as an Answer, unless the run ends before.
    """

    site: Site | None = None
    needs_url: ClassVar[bool] = False
    home: str | None = None  # what relative addresses in the declaration are relative to; by default the first domain

    def __init__(self, name: str | None = None, **given: str) -> None:
        """Raises UsageError when an argument is wrong."""
        super().__init__(name)
        self.arguments = self.read_arguments(given)
        self.corpus: CorpusRun | None = None
        self._pages_read: set[str] = set()

    @classmethod
    def read_arguments(cls, given: dict[str, str]) -> Arguments:
        """The checked arguments of `-a`. Raises UsageError, saying what would be right."""
        arguments = Arguments.read(given)
        if cls.needs_url and arguments.url is None:
            raise UsageError(f"the spider {cls.name!r} needs an address: -a url=https://news.example/")
        if arguments.url and cls.site and not cls.owns(arguments.url):
            raise UsageError(f"{arguments.url} is no address of {cls.site.name}. Take the spider 'news' for it.")
        return arguments

    @classmethod
    def owns(cls, url: str) -> bool:
        """Whether an address that the user gives belongs to the spider's site."""
        return cls.site is None or cls.site.owns(url)

    async def start(self) -> AsyncIterator[Any]:
        site = self.site_at(self.arguments.url) if self.arguments.url else self.site
        discovery = Discovery(self._fetch_source, site, self._since(site), self.arguments.limit)
        try:
            if self.arguments.url:
                await discovery.explore(self.arguments.url)
            elif site is not None:
                await discovery.declared(self.home or f"https://{site.domains[0]}/")
        except Stopped:
            return
        links = discovery.newest_first()
        for why, number in sorted(discovery.skipped.items()):
            self._count(f"{stats.SKIPPED}{why}", number)
        plan = await self._plan(links, discovery)
        self._count(stats.LINKS, len(links))
        self._count(stats.DISCOVERED, plan.discovered)
        self._count(stats.ASKED, len(plan.asks))
        self._count(stats.SEEN, plan.seen)
        sources = self.crawler.stats.get_value(stats.SOURCES, 0)
        logger.info("%d articles found in %d sources, %d to be fetched", len(links), sources, len(plan.asks))
        for ask in plan.asks:
            yield self._article_request(ask)

    async def _plan(self, links: list[Link], discovery: Discovery) -> Plan:
        if self.corpus is None:
            return plan_all(links)
        try:
            return await asyncio.to_thread(
                plan_run,
                links,
                self.corpus,
                dt.datetime.now(dt.UTC),
                limit=self.arguments.limit,
                only_found=any(link.entry.source == "argument" for link in links),  # one article was asked for
                is_older=lambda link: discovery.is_older(link.latest),
            )
        except CorpusError as error:
            self.crawler.stats.set_value(stats.FATAL, str(error))
            raise CloseSpider("cannot_store") from None

    def open_corpus(self) -> CorpusRun | None:
        """Begins the run in the site's corpus; None when there is to be none. Called before anything is fetched.

        Raises CorpusInUse when another run holds the site, CorpusError when its corpus cannot be used.
        """
        settings = self.crawler.settings
        place = settings["NEWSCLEAN_CORPUS"]
        if (settings.getpriority("NEWSCLEAN_CORPUS") or 0) <= SETTINGS_PRIORITIES["project"]:
            place = os.environ.get("NEWSCLEAN_CORPUS", place)
        if place:
            folder = SiteFolder(Path(place) / self.corpus_name)
            self.corpus = CorpusRun(folder, archive=settings.getbool("NEWSCLEAN_ARCHIVE"))
        return self.corpus

    @property
    def corpus_name(self) -> str:
        """The site's name, the host of one that is not declared: what its folder in the corpus is called."""
        url = self.arguments.url
        site = self.site_at(url) if url else self.site
        label = site.name if site else site_label(url or "")
        return re.sub(r"[^\w.-]|^\.+", "-", label)

    @property
    def is_partial(self) -> bool:
        """Whether only a part of the site was wanted, so that its figures say nothing of the whole."""
        return self.arguments.limit is not None or (self.arguments.url is not None and not self.needs_url)

    def site_at(self, url: str) -> Site | None:
        """The declared site that an address belongs to, None if it is of an undeclared one."""
        return self.site or site_of(url)

    async def parse_article(self, response: Response, ask: Ask) -> AsyncIterator[Answer]:
        """What came for an address: its page, with the whole article where the outlet splits it; else nothing new."""
        url, now = ask.entry.url, dt.datetime.now(dt.UTC)
        validators = _validators(response)
        key = record_id(response.url)
        if response.status == 304:
            yield Answer(url, None, now, validators=validators, first=ask.first)
            return
        if key in self._pages_read:
            # The address that led there is not told of: its page may be in work, and must be known to be safe first.
            logger.debug("%s leads to %s, which is already read", url, response.url)
            yield Answer(url, None, now, first=ask.first)
            return
        self._pages_read.add(key)
        self._count(stats.PAGES)
        site = self.site_at(response.url)
        header = response.headers.get(b"Content-Type")
        try:
            whole_at, whole = await self._whole(response, site)
        except Stopped:  # the article's other pages are left to the next run, and so is all of it
            return
        page = Page(
            url=response.url,
            html=response.body,
            whole=whole,
            content_type=header.decode("latin-1") if header else None,
            site=site.name if site else None,
            entry=ask.entry,
            fetched_at=now,
        )
        headers = {str(name): str(value) for name, value in response.headers.to_unicode_dict().items()}
        fetched = Fetched(page, asked=url, status=response.status, headers=headers, whole_url=whole_at)
        aliases = (*response.meta.get("redirect_urls", ())[1:], response.url)
        yield Answer(url, fetched, now, aliases, validators, ask.first)

    def article_failed(self, failure: Failure) -> Iterator[Answer]:
        """An article that could not be fetched: a reject like any other, with the reason of the failure.

        What was given up because the run ends is none: it is left to the next.
        """
        if isinstance(failure.value, Stopped):
            return
        ask: Ask = failure.request.cb_kwargs["ask"]  # type: ignore[attr-defined]  # Scrapy sets it for errbacks
        url, now = ask.entry.url, dt.datetime.now(dt.UTC)
        site = self.site_at(url)
        reject = Reject(
            url=url,
            reason=Reason.REFUSED if isinstance(failure.value, Refused) else Reason.FETCH_FAILED,
            detail=why_failed(failure.value),
            site=site.name if site else None,
            fetched_at=now,
        )
        yield Answer(url, reject, now, first=ask.first)

    def _article_request(self, ask: Ask) -> Request:
        given = {"If-None-Match": ask.validators.etag, "If-Modified-Since": ask.validators.last_modified}
        conditions = {name: value for name, value in given.items() if value}
        # Discovery has left out repeated links; Scrapy's own filter would drop a redirect to a known page in silence.
        return Request(
            ask.entry.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"ask": ask},
            headers=conditions,
            meta={"handle_httpstatus_list": [304]} if conditions else {},  # a 304 that nobody asked for is a fault
            dont_filter=True,
        )

    async def _fetch_source(self, url: str, *, guess: bool = False) -> Response | None:
        """A feed, sitemap or page of links; None when it cannot be had, which is worth a warning if it was no guess."""
        response, problem = await self._fetch(Request(url, meta={"download_maxsize": MAX_SOURCE_BYTES}))
        if response is not None or not guess:
            self._count(stats.SOURCES)
        if response is not None:
            return response
        if not guess:
            self._count(stats.SOURCES_FAILED)
            logger.warning("source %s cannot be read: %s", url, problem)
        return None

    async def _whole(self, response: Response, site: Site | None) -> tuple[str | None, bytes | None]:
        """The article on one page and its address, where site and page say that it is split.

        When it cannot be had, the bare page has to do without it.
        """
        if site is None or site.all_pages is None:
            return None, None
        url = whole_url(response.url, site.all_pages)
        tree = page_tree(response.body)
        if tree is None or url == response.url or not is_split(tree, response.url, site.all_pages):
            return None, None
        whole, problem = await self._fetch(Request(url))
        if whole is not None:
            self._count(stats.WHOLE)
            return url, whole.body
        self._count(stats.WHOLE_FAILED)
        logger.warning("%s cannot be read: %s; its first page stands for it", url, problem)
        return None, None

    async def _fetch(self, request: Request) -> tuple[Response | None, str | None]:
        """The answer, or why there is none that can be used. Raises Stopped when the run is about to end."""
        assert self.crawler.engine is not None
        stopping = self.crawler.get_extension(Stopping)
        if stopping is not None and stopping.is_stopping:
            raise Stopped("the run is about to end")
        try:
            response = await self.crawler.engine.download_async(request)
        except Stopped:
            raise
        except FETCH_ERRORS as error:
            return None, why_failed(error)
        return (response, None) if response.status == 200 else (None, f"HTTP status {response.status}")

    def _since(self, site: Site | None) -> Moment | None:
        since = self.arguments.since
        if isinstance(since, dt.datetime) and since.tzinfo is None:
            return since.replace(tzinfo=(site.zone if site else None) or dt.UTC)
        return since

    def _count(self, key: str, number: int = 1) -> None:
        self.crawler.stats.inc_value(key, number)


def _validators(response: Response) -> Validators:
    """What the outlet gives to be asked again by; values that no server means are left out."""
    values = [(response.headers.get(name) or b"").decode("latin-1") for name in ("ETag", "Last-Modified")]
    etag, last_modified = (value if 0 < len(value) <= MAX_VALIDATOR else None for value in values)
    return Validators(etag, last_modified)
