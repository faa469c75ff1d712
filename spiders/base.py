"""The spider of every news site: finds its articles and fetches them, newest first."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import AsyncIterator, Iterator
from functools import cached_property, partial
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from newsclean.corpus import FetchedPage, Headers, Outcome, Validators
from newsclean.errors import CorpusError, UsageError
from newsclean.models import Page, Reason, Reject
from newsclean.page.urls import record_id, site_label
from newsclean.sites.site import Site, site_of

from .discovery.discovery import Discovery
from .discovery.links import Link, Moment, newest
from .discovery.parts import fetch_parts
from .discovery.source_reader import SourceReader, content_type_of
from .discovery.turns import in_turns
from .download.addresses import RefusedAddressError
from .download.failures import failure_of, why_failed
from .run import stats
from .run.arguments import Arguments
from .run.crawl_run import CrawlRun
from .run.plan import PageRequest, Plan, plan_all, plan_run
from .run.problems import CANNOT_STORE
from .run.stopping import RunStoppedError

logger = logging.getLogger(__name__)


class NewsSpider(Spider):
    """A crawl of one site in two steps: all its sources are read, then its articles, newest first.

    A subclass names its `site`. Every article it requests becomes a FetchedPage, or an Outcome where no page came,
    unless the run ends before.
    """

    site: Site | None = None
    needs_url: ClassVar[bool] = False
    home: str | None = None  # base of relative addresses in the declaration; by default the first domain

    def __init__(self, name: str | None = None, **given: str) -> None:
        """Raises UsageError when an argument is wrong."""
        super().__init__(name)
        self.arguments = self.read_arguments(given)
        self._pages_read: set[str] = set()

    @classmethod
    def read_arguments(cls, given: dict[str, str]) -> Arguments:
        """The checked arguments of `-a`. Raises UsageError, saying what would be right."""
        arguments = Arguments.read(given)
        if cls.needs_url and arguments.url is None:
            raise UsageError(f"the spider {cls.name!r} needs an address: -a url=https://news.example/")
        if arguments.url and cls.site and not cls.owns(arguments.url):
            raise UsageError(f"{arguments.url} is not an address of {cls.site.name}. Use the spider 'news' for it.")
        return arguments

    @classmethod
    def owns(cls, url: str) -> bool:
        """Whether an address that the user gives belongs to the spider's site."""
        return cls.site is None or cls.site.owns(url)

    @property
    def run(self) -> CrawlRun:
        """The run that this crawl is."""
        return CrawlRun.of(self.crawler)

    @cached_property
    def reader(self) -> SourceReader:
        """Fetches and reads the sources of this crawl."""
        return SourceReader(self.crawler)

    @property
    def corpus_name(self) -> str:
        """The name of the site's folder in the corpus: the site's own, or the host of one that is not declared."""
        url = self.arguments.url
        site = self.site_at(url) if url else self.site
        label = site.name if site else site_label(url or "")
        return re.sub(r"[^\w.-]|^\.+", "-", label)

    @property
    def is_partial(self) -> bool:
        """Whether only a part of the site was wanted, so that its figures say nothing about the site."""
        return self.arguments.limit is not None or (self.arguments.url is not None and not self.needs_url)

    def site_at(self, url: str) -> Site | None:
        """The declared site that an address belongs to, None for an undeclared one."""
        return self.site or site_of(url)

    async def start(self) -> AsyncIterator[Any]:
        """Reads the sources, then requests the articles."""
        site = self.site_at(self.arguments.url) if self.arguments.url else self.site
        discovery = Discovery(partial(self.reader.read, site), site, self._since(site), self.arguments.limit)
        try:
            if self.arguments.url:
                await discovery.explore(self.arguments.url)
            elif site is not None:
                await discovery.declared(self.home or f"https://{site.domains[0]}/")
        except RunStoppedError:
            return
        links = await self.run.plan(discovery.newest_first)
        self.run.clock.saw(newest(link.latest for link in links))
        plan = await self._plan(links, discovery)
        self._count_found(links, discovery, plan)
        async for request in in_turns(plan.requests):
            yield self._article_request(request)

    async def _plan(self, links: list[Link], discovery: Discovery) -> Plan:
        corpus = self.run.corpus
        if corpus is None:
            return plan_all(links)
        try:
            return await self.run.plan(
                plan_run,
                links,
                corpus,
                self.run.clock.now(),
                limit=self.arguments.limit,
                only_found=any(link.entry.source == "argument" for link in links),  # the user named one article
                is_older=lambda link: discovery.is_older(link.latest),
            )
        except CorpusError as error:
            self.run.note_fatal(error)
            raise CloseSpider(CANNOT_STORE) from None

    def _count_found(self, links: list[Link], discovery: Discovery, plan: Plan) -> None:
        for why, number in sorted(discovery.skipped.items()):
            self.run.count(f"{stats.SKIPPED}{why}", number)
        self.run.count(stats.LINKS, len(links))
        self.run.count(stats.DISCOVERED, plan.discovered)
        self.run.count(stats.REQUESTED, len(plan.requests))
        self.run.count(stats.SEEN, plan.seen)
        self.run.count(stats.RESTING, plan.resting)
        self.run.count(stats.NOT_TRIED, plan.given_up)
        sources = self.run.counted(stats.SOURCES)
        logger.info("%d articles found in %d sources, %d to fetch", len(links), sources, len(plan.requests))

    def _article_request(self, wanted: PageRequest) -> Request:
        given = {"If-None-Match": wanted.validators.etag, "If-Modified-Since": wanted.validators.last_modified}
        conditions = {name: value.encode("latin-1", "replace") for name, value in given.items() if value}
        # Discovery has left out repeated links; Scrapy's own filter would silently drop a redirect to a known page.
        return Request(
            wanted.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"wanted": wanted},
            headers=conditions,
            meta={"handle_httpstatus_list": [304]} if conditions else {},  # an unsolicited 304 is a failure
            dont_filter=True,
        )

    async def parse_article(self, response: Response, wanted: PageRequest) -> AsyncIterator[FetchedPage | Outcome]:
        """The page that came, with the other pages of the article where the outlet splits it; else nothing new."""
        now = self.run.clock.now()
        headers = headers_of(response)
        if response.status == 304:
            validators = Validators.of(headers)
            yield Outcome(wanted.url, None, now, validators=validators, first_found=wanted.first_found)
            return
        key = record_id(response.url)
        if key in self._pages_read:
            # No alias of the page that led here: that page may not be stored yet.
            logger.debug("%s leads to %s, which was already read", wanted.url, response.url)
            yield Outcome(wanted.url, None, now, first_found=wanted.first_found)
            return
        self._pages_read.add(key)
        self.run.count(stats.PAGES)
        site = self.site_at(response.url)
        try:
            parts = await fetch_parts(response, site, self.reader.fetch, self.reader.read_pager, self.run.count)
        except RunStoppedError:  # the whole article is left to the next run
            return
        further_urls = tuple(part.url for part in parts.further)
        self._pages_read.update(map(record_id, further_urls))
        page = Page(
            url=response.url,
            html=response.body,
            single_page=parts.single_page.html if parts.single_page else None,
            further_pages=tuple(part.html for part in parts.further),
            is_cut=parts.is_cut,
            content_type=content_type_of(response),
            site=site.name if site else None,
            entry=wanted.entry,
            fetched_at=now,
        )
        yield FetchedPage(
            page,
            wanted.url,
            status=response.status,
            headers=headers,
            single_page_url=parts.single_page.url if parts.single_page else None,
            further_urls=further_urls,
            aliases=(*response.meta.get("redirect_urls", ())[1:], response.url, *further_urls),
            first_found=wanted.first_found,
        )

    def article_failed(self, failure: Failure) -> Iterator[Outcome]:
        """An article that could not be fetched: a reject like any other, with the reason of the failure.

        A request given up because the run ends yields nothing: the next run makes it.
        """
        if isinstance(failure.value, RunStoppedError):
            return
        wanted: PageRequest = failure.request.cb_kwargs["wanted"]  # type: ignore[attr-defined]  # set by Scrapy
        now = self.run.clock.now()
        site = self.site_at(wanted.url)
        reject = Reject(
            url=wanted.url,
            reason=Reason.REFUSED if isinstance(failure.value, RefusedAddressError) else Reason.FETCH_FAILED,
            detail=why_failed(failure.value),
            site=site.name if site else None,
            fetched_at=now,
        )
        is_redirected = "redirect_urls" in failure.request.meta  # type: ignore[attr-defined]
        failed = failure_of(failure.value, is_redirected=is_redirected)
        yield Outcome(wanted.url, reject, now, first_found=wanted.first_found, failure=failed)

    def _since(self, site: Site | None) -> Moment | None:
        since = self.arguments.since
        if isinstance(since, dt.datetime) and since.tzinfo is None:
            return since.replace(tzinfo=(site.zone if site else None) or dt.UTC)
        return since


def headers_of(response: Response) -> Headers:
    """The header fields of a response as Scrapy has them: repeated ones in one place, names in its own case."""
    return Headers(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
