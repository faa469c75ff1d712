"""Fetches sources as politely as articles, and has what came read in a worker."""

from __future__ import annotations

import logging

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsclean.page.limits import MAX_SOURCE_BYTES
from newsclean.sites.site import Site
from newsclean.spiders.download.failures import FETCH_ERRORS, why_failed
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import RunStoppedError, StoppingExtension
from newsclean.workers.job import JobError

from . import pager, reading
from .discovery import ROBOTS
from .pager import Pager, PagerPage
from .reading import Reading, Source

logger = logging.getLogger(__name__)


class SourceReader:
    """Fetches what leads to articles in a crawl: its sources, and the further pages of an article."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run = CrawlRun.of(crawler)
        # Of pages that may be articles, by the address that was asked for: none is fetched twice.
        self.in_hand: dict[str, Response] = {}

    async def read(self, site: Site | None, url: str, *, guess: bool = False, check: bool = False) -> Reading | None:
        """A feed, sitemap or page of links, read in a worker; None when it cannot be fetched or read.

        That is a warning, unless an address that was only a guess has nothing. With `check`, a page may be an article:
        its reading says whether it is, and its response is kept in `in_hand`.
        """
        found: Reading | None = None
        response, problem = await self.fetch(Request(url, meta={"download_maxsize": MAX_SOURCE_BYTES}))
        if response is not None:
            guess = False
            found, problem = await self._reading_of(response, site, is_robots=url.endswith(ROBOTS), check=check)
            if check and found is not None and not found.is_feed:
                self.in_hand[url] = response
        if found is not None or not guess:
            self.run.count(stats.SOURCES)
        if found is None and not guess:
            self.run.count(stats.SOURCES_FAILED)
            logger.warning("source %s cannot be read: %s", url, problem)
        return found

    async def _reading_of(
        self, response: Response, site: Site | None, *, is_robots: bool, check: bool
    ) -> tuple[Reading | None, str | None]:
        """What a source holds, or why that cannot be told."""
        source = Source(
            response.body,
            response.url,
            content_type=content_type_of(response),
            zone=site.zone if site else None,
            check=check,
            is_robots=is_robots,
        )
        try:
            found = await reading.received(
                await self.run.do(reading.READ, source, response.url, "NEWSCLEAN_SOURCE_TIMEOUT")
            )
        except JobError as error:
            return None, f"reading it: {error}"
        return found, "it is not a page, feed or sitemap"

    async def read_pager(self, page: PagerPage) -> Pager | None:
        """What a page of an article says of its further pages, read in a worker. Raises JobError."""
        return pager.received(await self.run.do(pager.READ, page, page.url, "NEWSCLEAN_PAGE_TIMEOUT"))

    async def fetch(self, request: Request) -> tuple[Response | None, str | None]:
        """The response, or why there is no usable one. Raises RunStoppedError when the run is about to end."""
        stopping = self.crawler.get_extension(StoppingExtension)
        if stopping is not None and stopping.is_stopping:
            raise RunStoppedError("the run is about to end")
        try:
            response = await self.crawler.engine.download_async(request)
        except RunStoppedError:
            raise
        except FETCH_ERRORS as error:
            return None, why_failed(error)
        return (response, None) if response.status == 200 else (None, f"HTTP status {response.status}")


def content_type_of(response: Response) -> str | None:
    """The Content-Type that a response names."""
    header = response.headers.get(b"Content-Type")
    return header.decode("latin-1") if header else None
