"""The network of one rendered page: Scrapy's, with robots.txt, address guard, limits and pauses, or none at all.

The page itself is answered with what Scrapy has fetched; scripts and the data they ask for are fetched by Scrapy;
everything else is refused: pictures, styles, fonts, frames, forms, sockets, other pages.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from newsclean.page.limits import MAX_BYTES
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import RunStoppedError, StoppingExtension

from .failures import FETCH_ERRORS, why_failed
from .header_fields import content_type_of, headers_of
from .pauses import HostRestsError

if TYPE_CHECKING:
    from playwright.async_api import Request as BrowserRequest
    from playwright.async_api import Route

logger = logging.getLogger(__name__)

FETCHED = frozenset(("script", "xhr", "fetch"))
MAX_TOTAL = 3 * MAX_BYTES  # bytes that one page may load
MAX_KEPT = 4 * MAX_BYTES  # bytes of scripts that are kept for the pages after it
_REFUSED = "blockedbyclient"
# What a browser's request says of the reader, or of the connection.
_OWN_FIELDS = frozenset(("cookie", "host", "user-agent", "accept-encoding", "connection", "upgrade-insecure-requests"))
_PASSED_ON = ("content-type", "access-control-")


class Scripts:
    """The scripts of a site, the same on all its pages: each is fetched once in a run."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Response] = OrderedDict()
        self._size = 0

    def get(self, url: str) -> Response | None:
        return self._kept.get(url)

    def keep(self, url: str, response: Response) -> None:
        if (earlier := self._kept.pop(url, None)) is not None:  # two pages have asked for it at once
            self._size -= len(earlier.body)
        self._kept[url] = response
        self._size += len(response.body)
        while self._size > MAX_KEPT:
            self._size -= len(self._kept.popitem(last=False)[1].body)


class PageNetwork:
    """Answers the requests of one page, at most `limit` of them. `pending` are those under way."""

    def __init__(self, crawler: Crawler, page: Response, scripts: Scripts, limit: int) -> None:
        self.crawler = crawler
        self.run = CrawlRun.of(crawler)
        self.page = page
        self.scripts = scripts
        self.left = limit
        self.bytes_left = MAX_TOTAL
        self.pending = 0
        self.stopped: RunStoppedError | HostRestsError | None = None
        self._is_loaded = False

    async def answer(self, route: Route) -> None:
        """Answers a request of the browser; a page that is gone needs no answer."""
        from playwright.async_api import Error

        try:
            await self._answer(route)
        except Error as error:
            logger.debug("%s: no answer to %s: %s", self.page.url, route.request.url, error.message)

    async def _answer(self, route: Route) -> None:
        wanted = route.request
        if not self._is_loaded and wanted.is_navigation_request():
            self._is_loaded = True
            kind = content_type_of(self.page) or "text/html"
            await route.fulfill(status=200, headers={"content-type": kind}, body=self.page.body)
            return
        response = await self._fetched(wanted)
        if response is None or len(response.body) > self.bytes_left:
            self.run.count(stats.RENDER_REFUSED)
            await route.abort("aborted" if wanted.is_navigation_request() else _REFUSED)
            return
        self.bytes_left -= len(response.body)
        passed = {name: value for name, value in headers_of(response).items() if name.lower().startswith(_PASSED_ON)}
        await route.fulfill(status=response.status, headers=passed, body=response.body)

    async def _fetched(self, wanted: BrowserRequest) -> Response | None:
        """What the site answers; None for a request that is refused or fails."""
        if wanted.is_navigation_request() or wanted.resource_type not in FETCHED or wanted.method != "GET":
            return None
        is_script = wanted.resource_type == "script"
        if is_script and (kept := self.scripts.get(wanted.url)):
            return kept
        self.left -= 1
        if self.left < 0:
            return None
        self.pending += 1
        try:
            response = await self._download(wanted)
        except (RunStoppedError, HostRestsError) as error:
            self.stopped = error
            return None
        except FETCH_ERRORS as error:
            logger.debug("%s: %s: %s", self.page.url, wanted.url, why_failed(error))
            return None
        finally:
            self.pending -= 1
        if is_script and response.status == 200:
            self.scripts.keep(wanted.url, response)
        return response

    async def _download(self, wanted: BrowserRequest) -> Response:
        """The response to a request under all middlewares, in a slot of its own: pages need not wait behind it."""
        stopping = self.crawler.get_extension(StoppingExtension)
        if stopping is not None and stopping.is_stopping:
            raise RunStoppedError("the run is about to end")
        fields = {name: value for name, value in wanted.headers.items() if not _is_own(name)}
        slot = f"rendering {urlsplit(wanted.url).netloc}"
        self.run.count(stats.RENDER_REQUESTS)
        request = Request(
            wanted.url.partition("#")[0],
            callback=NO_CALLBACK,
            headers=fields,
            meta={"download_slot": slot, "dont_retry": True},
            dont_filter=True,
        )
        return await asyncio.shield(asyncio.ensure_future(self.crawler.engine.download_async(request)))


def _is_own(name: str) -> bool:
    return name.startswith((":", "sec-", "proxy-", "if-")) or name in _OWN_FIELDS
