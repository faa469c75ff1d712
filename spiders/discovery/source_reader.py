"""Fetches sources as politely as articles, and has what came read in a worker.

What a source holds is kept beside the corpus with its validators (RFC 9110, 8.8): one that has not changed costs a
request and is not read again. Its links are then those of the last time, all of them, so that none is lost that an
earlier run left out because of `since`, `limit`, a deadline or a kill.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
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
from newsclean.spiders.download.failures import FETCH_ERRORS, why_failed
from newsclean.spiders.download.header_fields import conditions, content_type_of, headers_of, is_conditional
from newsclean.spiders.download.pauses import HostRestsError
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
        key = "\n".join((__version__, url, str(site.zone if site else None)))
        found: Reading | None = None
        try:
            answer, problem = await self._answer(key, site, url, check=check)
            if answer is not None:
                guess = False
                found, problem = await reading.received(answer), "it is not a page, feed or sitemap"
        except JobError as error:
            guess, problem = False, f"reading it: {error}"
            await self._keep(key, None)
        except HostRestsError as error:
            problem = str(error)
        if found is not None and found.is_article:
            await self._keep(key, None)  # the crawl's own pages are kept elsewhere
        if found is not None or not guess:
            self.run.count(stats.SOURCES)
        if found is None and not guess:
            self.run.count(stats.SOURCES_FAILED)
            logger.warning("source %s cannot be read: %s", url, problem)
        return found

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

    async def _answer(self, key: str, site: Site | None, url: str, *, check: bool) -> tuple[bytes | None, str | None]:
        """What `reading.read` gives for a source, now or when it last changed; or why it cannot be fetched.

        Raises JobError when it cannot be read.
        """
        kept = await asyncio.to_thread(self._sources.get, key) if self._sources else None
        request = Request(url, meta={"download_maxsize": MAX_SOURCE_BYTES})
        request.headers.update(conditions(kept.validators if kept else Validators()))
        response, problem = await self.fetch(request)
        if response is None:
            return None, problem
        if kept and response.status == 304:
            self.run.count(stats.SOURCES_UNCHANGED)
            return kept.data, None
        source = Source(
            response.body,
            response.url,
            content_type=content_type_of(response),
            zone=site.zone if site else None,
            check=check,
            is_robots=url.endswith(ROBOTS),
            texts=self._texts,
        )
        if check:
            self.in_hand[url] = response
        answer = await self.run.do(reading.READ, source, response.url, "NEWSCLEAN_SOURCE_TIMEOUT")
        validators = Validators.of(headers_of(response))
        await self._keep(key, Kept(answer, validators) if answer and validators != Validators() else None)
        return answer, None

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

    async def _keep(self, key: str, kept: Kept | None) -> None:
        """Keeps what a source holds, or nothing of it: it is then fetched and read again in the next run."""
        if self._sources is None:
            return
        try:
            await asyncio.to_thread(self._sources.put, key, kept)
        except OSError as error:
            logger.warning("%s: what sources hold cannot be kept: %s", self._sources.folder, error.strerror)
