"""Fetches sources as politely as articles, and has what came read in a worker.

What a source holds is kept beside the corpus with its validators (RFC 9110, 8.8): one that has not changed costs a
request and is not read again. Its links are then those of the last time, all of them, so that none is lost that an
earlier run left out because of `since`, `limit`, a deadline or a kill.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import tempfile
from collections.abc import Set
from functools import cached_property
from pathlib import Path

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsclean import __version__
from newsclean.corpus import Validators
from newsclean.corpus.cache import Cache, Kept
from newsclean.page.limits import MAX_SOURCE_BYTES
from newsclean.page.urls import record_id
from newsclean.sites.site import Site
from newsclean.spiders.download.failures import FETCH_ERRORS, FetchError, why_failed
from newsclean.spiders.download.header_fields import conditions, content_type_of, headers_of, is_conditional
from newsclean.spiders.download.pauses import HostRestsError
from newsclean.spiders.download.robots_txt import StrictRobotsTxtMiddleware
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import RunStoppedError, StoppingExtension
from newsclean.workers.job import JobError

from . import pager, reading
from .discovery import ROBOTS
from .pager import Pager, PagerPage
from .reading import Reading, Source

logger = logging.getLogger(__name__)

# Of a guess: there is no such address, and how long that is believed.
_ABSENT = ("HTTP status 404", "HTTP status 410")
_ABSENT_FOR = dt.timedelta(days=7)


class SourceReader:
    """Fetches what leads to articles in a crawl: its sources, and the further pages of an article."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run = CrawlRun.of(crawler)
        # Of pages that may be articles, by the address that was asked for: none is fetched twice.
        self.in_hand: dict[str, Response] = {}
        self.problems: dict[str, str] = {}  # why a source could not be read, by its address

    async def read(self, site: Site | None, url: str, *, guess: bool = False, check: bool = False) -> Reading | None:
        """A feed, sitemap or page of links, read in a worker; None when it cannot be fetched or read.

        That is a warning, unless an address that was only a guess has nothing. With `check`, a page may be an article:
        its reading says whether it is, and its response is kept in `in_hand`.
        """
        key = "\n".join((__version__, url, str(site.zone if site else None), str(check)))
        if guess and await self._was_absent(url):
            return None
        found: Reading | None = None
        kept = await asyncio.to_thread(self._sources.get, key) if self._sources else None
        try:
            response, problem = await self._fetch_source(url, kept)
            if response is not None:
                guess = False
                answer = await self._answer(response, kept, site, is_robots=url.endswith(ROBOTS), check=check)
                found, problem = await reading.received(answer), "it is not a page, feed or sitemap"
                if response.status == 200:
                    if check and found is not None and not found.is_feed:
                        self.in_hand[url] = response
                    validators = Validators.of(headers_of(response))
                    is_source = found is not None and not found.is_article and validators != Validators()
                    await self._keep(key, Kept(answer, validators) if is_source else None)
        except JobError as error:
            guess, problem = False, f"reading it: {error}"
            await self._keep(key, None)
            if response is not None and response.status == 304:  # what was kept is of no use: now without it
                return await self.read(site, url, guess=guess, check=check)
        except HostRestsError as error:
            problem = str(error)
        if guess and problem in _ABSENT:
            await self._keep(_absence(url), Kept(self.run.clock.now().isoformat().encode()))
        if found is not None or not guess:
            self.run.count(stats.SOURCES)
        if found is None and not guess:
            self.run.count(stats.SOURCES_FAILED)
            self.problems[url] = problem or ""
            logger.warning("source %s cannot be read: %s", url, problem)
        return found

    def keep_in_hand(self, urls: Set[str]) -> None:
        """Lets go of the pages at other addresses, which turned out to be lists."""
        for url in self.in_hand.keys() - urls:
            del self.in_hand[url]

    async def full_text(self, url: str) -> str | None:
        """The text of an article in a feed that this run or an earlier one has read, as HTML."""
        kept = await asyncio.to_thread(Cache(self._texts).get, record_id(url))
        return kept.data.decode("utf-8", "replace") if kept else None

    async def read_pager(self, page: PagerPage) -> Pager | None:
        """What a page of an article says of its further pages, read in a worker. Raises JobError."""
        return pager.received(await self.run.do(pager.READ, page, page.url, "NEWSCLEAN_PAGE_TIMEOUT"))

    async def fetch(self, request: Request) -> tuple[Response | None, str | None]:
        """The response, or why there is no usable one.

        Raises RunStoppedError when the run is about to end, HostRestsError when the host is left to the next run.
        """
        stopping = self.crawler.get_extension(StoppingExtension)
        if stopping is not None and stopping.is_stopping:
            raise RunStoppedError("the run is about to end")
        try:
            response = await self.crawler.engine.download_async(request)
        except (RunStoppedError, HostRestsError):
            raise
        except FETCH_ERRORS as error:
            return None, why_failed(error)
        is_usable = response.status == 200 or (response.status == 304 and is_conditional(request))
        return (response, None) if is_usable else (None, f"HTTP status {response.status}")

    async def _answer(
        self, response: Response, kept: Kept | None, site: Site | None, *, is_robots: bool, check: bool
    ) -> bytes:
        """What `reading.read` gives for a source, now or when it last changed. Raises JobError."""
        if kept and response.status == 304:
            self.run.count(stats.SOURCES_UNCHANGED)
            return kept.data
        source = Source(
            response.body,
            response.url,
            content_type=content_type_of(response),
            zone=site.zone if site else None,
            check=check,
            is_robots=is_robots,
            texts=self._texts,
        )
        return await self.run.do(reading.READ, source, response.url, "NEWSCLEAN_SOURCE_TIMEOUT")

    async def _fetch_source(self, url: str, kept: Kept | None) -> tuple[Response | None, str | None]:
        """The response for a source. Of a robots.txt there is a copy: each page of its host has waited for it."""
        robots = self.crawler.get_downloader_middleware(StrictRobotsTxtMiddleware)
        if robots is None or not url.endswith(ROBOTS):
            fields = conditions(kept.validators if kept else Validators())
            return await self.fetch(Request(url, headers=fields, meta={"download_maxsize": MAX_SOURCE_BYTES}))
        try:
            body = (await robots.rules(url)).body
        except (RunStoppedError, HostRestsError):
            raise
        except FetchError as error:
            return None, str(error)
        return (Response(url, body=body), None) if body else (None, "it is empty, or there is none")

    @cached_property
    def _sources(self) -> Cache | None:
        return Cache(self.run.corpus.folder.sources) if self.run.corpus else None

    @cached_property
    def _texts(self) -> Path:
        """Where the texts of entries are: with the corpus, else there as long as the crawl lasts."""
        if self.run.corpus:
            return self.run.corpus.folder.texts
        self._temporary = tempfile.TemporaryDirectory(prefix="newsclean-")
        return Path(self._temporary.name)

    async def _was_absent(self, url: str) -> bool:
        """Whether an address that is only a guess had nothing a few days ago: a night need not ask for all of them."""
        kept = await asyncio.to_thread(self._sources.get, _absence(url)) if self._sources else None
        if kept is None:
            return False
        return self.run.clock.now() - dt.datetime.fromisoformat(kept.data.decode()) < _ABSENT_FOR

    async def _keep(self, key: str, kept: Kept | None) -> None:
        """Keeps what is known of a source, None: nothing, so that the next run reads it again."""
        if self._sources is None:
            return
        try:
            await asyncio.to_thread(self._sources.put, key, kept)
        except OSError as error:
            logger.warning("%s: what sources hold cannot be kept: %s", self._sources.folder, error.strerror)


def _absence(url: str) -> str:
    return f"{url}\nabsent"
