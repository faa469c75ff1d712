"""Pages whose text comes by JavaScript, as a browser shows them: for sites that say `render = true`.

Scrapy fetches the page as ever. Then its scripts run in a headless browser that has no network but Scrapy's
(page_network.py), until running text has come and nothing changes any more.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings

from newsclean import settings as defaults
from newsclean.errors import UsageError
from newsclean.page.limits import MAX_BYTES
from newsclean.sites.site import Site, site_of
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import Step, in_time

from .browser import HeadlessBrowser, find_browser
from .failures import FetchError
from .page_network import PageNetwork, Scripts

if TYPE_CHECKING:
    from playwright.async_api import Page

logger = logging.getLogger(__name__)

# Characters of running text that show that the article has come.
MIN_TEXT = 400
_TICK = 0.25  # seconds between two looks
_STILL = 2  # looks at which nothing has changed
_CLOSE = 3.0  # seconds for closing a page, after which the browser is replaced
# The characters of running text, and those of the page.
_LOOK = """() => {
    const block = 'p, li, blockquote, dd, td, div, section, article, main, span';
    let prose = 0;
    for (const element of Array.from(document.querySelectorAll(block)).slice(0, 5000)) {
        const whole = /^(P|LI|BLOCKQUOTE|DD)$/.test(element.tagName);
        const text = whole ? element.textContent : Array.from(element.childNodes)
            .filter(node => node.nodeType === 3).map(node => node.data).join(' ');
        const line = text.trim();
        if (line.length >= 60 || /[\\u3040-\\u9fff\\u0e00-\\u0eff]{25}/.test(line)) prose += line.length;
    }
    return [prose, document.documentElement.outerHTML.length];
}"""


class RenderError(FetchError):
    """Raised for a page that the browser cannot show: it crashed, hung, or grew without end."""


class RenderExtension:
    """The Scrapy extension that renders pages: `RenderExtension.of(crawler)`."""

    def __init__(self, crawler: Crawler) -> None:
        """Raises UsageError for a limit that is none, and when pages are to be rendered and there is no browser."""
        settings = crawler.settings
        self.crawler = crawler
        self.always = settings.getbool("NEWSCLEAN_RENDER")
        self.requests = int(_limit(settings, "NEWSCLEAN_RENDER_REQUESTS"))
        self.seconds = _limit(settings, "NEWSCLEAN_RENDER_SECONDS")
        self.longest = self.seconds + settings.getfloat("DOWNLOAD_TIMEOUT")
        self._turns = asyncio.Semaphore(int(_limit(settings, "NEWSCLEAN_RENDER_PAGES")))
        self._scripts = Scripts()
        self._browser: HeadlessBrowser | None = None
        is_dry = getattr(crawler.spider, "is_dry", False)
        if not is_dry and (self.always or any(site.render for site in self._sites())):
            self._ready()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def run(self) -> CrawlRun:
        """The run that the crawl is."""
        return CrawlRun.of(self.crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> RenderExtension | None:
        """The extension of a crawl; None where EXTENSIONS do not name it."""
        found: RenderExtension | None = crawler.get_extension(cls)
        return found

    def wants(self, response: Response, site: Site | None) -> bool:
        """Whether a page of a site is to be rendered, and can be: one that a redirect led to may come unexpected."""
        if not isinstance(response, TextResponse) or not (self.always or (site is not None and site.render)):
            return False
        with suppress(UsageError):  # the page's reject will say that it needs a browser
            self._ready()
        return self._browser is not None

    async def render(self, response: Response) -> str:
        """The page as the browser shows it, as HTML.

        Raises RenderError when it cannot, RunStoppedError when the run ends before, HostRestsError when its host does.
        """
        return await in_time(self.crawler, Step.FETCHING, self._in_turn(response))

    async def spider_closed(self) -> None:
        """Scrapy's signal: nothing is rendered any more."""
        if self._browser is not None:
            await self._browser.close()

    def _sites(self) -> list[Site]:
        """The declared sites that the crawl is for."""
        spider = self.crawler.spider
        given = getattr(spider, "arguments", None)
        urls = [given.url, *(given.urls or ())] if given else []
        known = [getattr(spider, "site", None), *(site_of(url) for url in urls if url)]
        return [site for site in known if site is not None]

    def _ready(self) -> HeadlessBrowser:
        """The browser, not yet started. Raises UsageError when there is none."""
        if self._browser is None:
            settings = self.crawler.settings
            path = find_browser(settings.get("NEWSCLEAN_BROWSER") or "")
            self._browser = HeadlessBrowser(path, settings["USER_AGENT"])
            self.crawler.signals.connect(self.spider_closed, signals.spider_closed)
        return self._browser

    async def _in_turn(self, response: Response) -> str:
        from playwright.async_api import Error

        async with self._turns:
            try:
                html = await self._rendered(response)
            except (Error, TimeoutError, RenderError) as error:
                self.run.count(stats.RENDER_FAILED)
                why = "it hung" if isinstance(error, TimeoutError) else str(error).partition("\n")[0]
                raise RenderError(f"the browser could not show the page: {why}") from None
        self.run.count(stats.RENDERED)
        return html

    async def _rendered(self, response: Response) -> str:
        network = PageNetwork(self.crawler, response, self._scripts, self.requests)
        context = await self._ready().context()
        try:
            await context.route("**/*", network.answer)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            page = await context.new_page()
            context.on("page", lambda popup: asyncio.ensure_future(popup.close()))
            async with asyncio.timeout(self.longest):
                await page.goto(response.url, wait_until="commit", timeout=self.longest * 1000)
                size = await self._wait_for_text(page, network)
                if network.stopped is not None:
                    raise network.stopped
                if size > MAX_BYTES:
                    raise RenderError(f"it grew to more than {MAX_BYTES // 2**20} MiB")
                html: str = await page.content()
                return html
        finally:
            await self._close(context.close())

    async def _wait_for_text(self, page: Page, network: PageNetwork) -> int:
        """Waits for running text that nothing adds to any more, or for the page's time to be over; gives its size.

        The time in which the site has yet to answer is not the page's.
        """
        spent, still, last = 0.0, 0, (-1, -1)
        prose: int
        size: int
        while True:
            began = time.monotonic()
            prose, size = await asyncio.wait_for(page.evaluate(_LOOK), self.seconds)
            still = still + 1 if (prose, size) == last and not network.pending else 0
            last = prose, size
            if network.stopped or size > MAX_BYTES or (prose >= MIN_TEXT and still >= _STILL):
                return size
            await asyncio.sleep(_TICK)
            spent += 0 if network.pending else time.monotonic() - began
            if spent >= self.seconds:
                return size

    async def _close(self, closing: Awaitable[None]) -> None:
        """Closes a page; a browser that does not close it is replaced."""
        from playwright.async_api import Error

        try:
            await asyncio.wait_for(closing, _CLOSE)
        except (Error, TimeoutError):
            if self._browser is not None:
                await self._browser.close()


def _limit(settings: BaseSettings, name: str) -> float:
    """The setting, a number over 0. Raises UsageError for anything else."""
    value = settings.get(name, getattr(defaults, name))
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0
    if not 1 <= number < 1e6:
        raise UsageError(f"{name}={value} is not a number of 1 or more. Use {getattr(defaults, name)}.")
    return number
