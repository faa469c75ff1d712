"""The spider of every news site: finds its articles, fetches them newest first and hands over a Page of each."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from newsclean import Entry, Page, Reason, Reject
from newsclean.errors import UsageError
from newsclean.site import Site, site_of
from newsclean.urls import record_id

from . import stats
from .args import Arguments
from .discovery import Discovery
from .failures import FETCH_ERRORS, why_failed
from .guard import Refused
from .links import Link, Moment
from .markup import MAX_BYTES
from .sections import is_split, page_tree, whole_url

logger = logging.getLogger(__name__)


class NewsSpider(Spider):
    """A crawl of one site in two steps: all its sources are read, then its articles, the newest first.

    A subclass names its `site`. Every article it sets out to fetch ends as a Page or as a Reject, and is counted.
    """

    site: Site | None = None
    needs_url: ClassVar[bool] = False
    home: str | None = None  # what relative addresses in the declaration are relative to; by default the first domain

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
            raise UsageError(f"{arguments.url} is no address of {cls.site.name}. Take the spider 'news' for it.")
        return arguments

    @classmethod
    def owns(cls, url: str) -> bool:
        """Whether an address that the user gives belongs to the spider's site."""
        return cls.site is None or cls.site.owns(url)

    async def start(self) -> AsyncIterator[Any]:
        site = self.site_at(self.arguments.url) if self.arguments.url else self.site
        discovery = Discovery(self._fetch_source, site, self._since(site), self.arguments.limit)
        if self.arguments.url:
            await discovery.explore(self.arguments.url)
        elif site is not None:
            await discovery.declared(self.home or f"https://{site.domains[0]}/")
        links = discovery.newest_first()
        for why, number in sorted(discovery.skipped.items()):
            self._count(f"{stats.SKIPPED}{why}", number)
        self._count(stats.DISCOVERED, len(links))
        logger.info("%d articles found in %d sources", len(links), self.crawler.stats.get_value(stats.SOURCES, 0))
        for link in links:
            yield self._article_request(link)

    def site_at(self, url: str) -> Site | None:
        """The declared site that an address belongs to, None if it is of an undeclared one."""
        return self.site or site_of(url)

    async def parse_article(self, response: Response, entry: Entry) -> AsyncIterator[Page]:
        """The page behind an entry, with its whole article where the outlet splits it."""
        key = record_id(response.url)
        if key in self._pages_read:
            logger.debug("%s leads to %s, which is already read", entry.url, response.url)
            self._count(stats.DUPLICATES)
            return
        self._pages_read.add(key)
        fetched_at = dt.datetime.now(dt.UTC)
        site = self.site_at(response.url)
        header = response.headers.get(b"Content-Type")
        yield Page(
            url=response.url,
            html=response.body,
            whole=await self._whole(response, site),
            content_type=header.decode("latin-1") if header else None,
            site=site.name if site else None,
            entry=entry,
            fetched_at=fetched_at,
        )

    def article_failed(self, failure: Failure) -> Iterator[Reject]:
        """An article that could not be fetched: a reject like any other, with the reason of the failure."""
        entry: Entry = failure.request.cb_kwargs["entry"]  # type: ignore[attr-defined]  # Scrapy sets it for errbacks
        site = self.site_at(entry.url)
        yield Reject(
            url=entry.url,
            reason=Reason.REFUSED if isinstance(failure.value, Refused) else Reason.FETCH_FAILED,
            detail=why_failed(failure.value),
            site=site.name if site else None,
            fetched_at=dt.datetime.now(dt.UTC),
        )

    def _article_request(self, link: Link) -> Request:
        # Discovery has left out repeated links; Scrapy's own filter would drop a redirect to a known page in silence.
        return Request(
            link.entry.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"entry": link.entry},
            dont_filter=True,
        )

    async def _fetch_source(self, url: str, *, guess: bool = False) -> Response | None:
        """A feed, sitemap or page of links; None when it cannot be had, which is worth a warning if it was no guess."""
        request = Request(url, meta={"download_maxsize": MAX_BYTES})
        try:
            response = await self._download(request)
            problem = None if response.status == 200 else f"HTTP status {response.status}"
        except FETCH_ERRORS as error:
            problem = why_failed(error)
        if problem is None or not guess:
            self._count(stats.SOURCES)
        if problem is None:
            return response
        if not guess:
            self._count(stats.SOURCES_FAILED)
            logger.warning("source %s cannot be read: %s", url, problem)
        return None

    async def _whole(self, response: Response, site: Site | None) -> bytes | None:
        """The article on one page, where site and page say that it is split; the bare page has to do without it."""
        if site is None or site.all_pages is None:
            return None
        url = whole_url(response.url, site.all_pages)
        tree = page_tree(response.body)
        if tree is None or url == response.url or not is_split(tree, response.url, site.all_pages):
            return None
        try:
            whole = await self._download(Request(url))
            problem = None if whole.status == 200 else f"HTTP status {whole.status}"
        except FETCH_ERRORS as error:
            problem = why_failed(error)
        if problem is None:
            self._count(stats.WHOLE)
            return whole.body
        self._count(stats.WHOLE_FAILED)
        logger.warning("%s cannot be read: %s; its first page stands for it", url, problem)
        return None

    async def _download(self, request: Request) -> Response:
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(request)

    def _since(self, site: Site | None) -> Moment | None:
        since = self.arguments.since
        if isinstance(since, dt.datetime) and since.tzinfo is None:
            return since.replace(tzinfo=(site.zone if site else None) or dt.UTC)
        return since

    def _count(self, key: str, number: int = 1) -> None:
        self.crawler.stats.inc_value(key, number)
