"""robots.txt by RFC 9309: one that cannot be read forbids everything, a missing one allows everything.

Scrapy's own middleware takes every failure for permission.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from newsclean.corpus import Failure, Validators
from newsclean.corpus.cache import Cache, Kept
from newsclean.models import Reason
from newsclean.page.limits import MAX_ROBOTS_BYTES
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import RunStoppedError

from .addresses import RefusedAddressError
from .failures import FETCH_ERRORS, FetchError, why_failed
from .header_fields import conditions, headers_of
from .pauses import HostRestsError

logger = logging.getLogger(__name__)

# Characters of a robots.txt; real ones have a few thousand.
_LONG = 50_000

# The name in a User-Agent header: its product, or that of a crawler which calls itself compatible with a browser.
_PRODUCT = re.compile(r"(?:.*\bcompatible;)?\s*([a-z_-]+)", re.I | re.ASCII)
_AGENT_LINE = re.compile(r"\s*user[-\s]*agent[\s:]*(\*|[^#/*\s]*)", re.I)


class ForbiddenByRobotsError(FetchError):
    """Raised for an address that robots.txt forbids."""

    failure = Failure.FORBIDDEN
    reason = Reason.FORBIDDEN


class UnknownRobotsError(FetchError):
    """Raised for an address whose robots.txt cannot be read."""


class RobotsRules(ProtegoRobotParser):
    """The rules for a crawler of that name. Others are left out before parsing, which takes 220 s where 8,000 agents
    share 20,000. `body` is the file, as far as it counts.
    """

    def __init__(self, body: bytes, agent: str) -> None:
        self.body = body[:MAX_ROBOTS_BYTES]
        text = self.body.decode("utf-8-sig", "replace")
        super().__init__("\n".join(_relevant(text, agent)).encode(), None)
        self._agent = agent
        self._is_long = len(text) > _LONG

    def allows(self, url: str) -> bool:
        return self.allowed(url, self._agent)

    async def allows_soon(self, url: str) -> bool:
        """The same without keeping the event loop: 500 KiB of rules with wildcards take 80 ms per address."""
        return await asyncio.to_thread(self.allows, url) if self._is_long else self.allows(url)

    @property
    def delay(self) -> float:
        """Seconds between two requests; 0 when the file names none. The RFC knows no such line, and many files do."""
        return self.crawl_delay(self._agent) or 0.0


class StrictRobotsTxtMiddleware:
    """Downloader middleware in place of Scrapy's RobotsTxtMiddleware; ROBOTSTXT_OBEY switches it off, too."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent = agent_of(crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"])
        self._rules: dict[str, asyncio.Future[RobotsRules | FetchError]] = {}
        crawler.signals.connect(self.bytes_received, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Waits for the host's robots.txt. Raises ForbiddenByRobotsError, UnknownRobotsError, RefusedAddressError,
        HostRestsError, or RunStoppedError."""
        if _is_robots(request):
            request.meta["download_maxsize"] = 0  # cut, not given up: see bytes_received
            return
        rules = await self.rules(request.url)
        if not await rules.allows_soon(request.url):
            raise ForbiddenByRobotsError("robots.txt forbids the address")
        if rules.delay:
            self._slow_down(request, rules.delay)

    async def rules(self, url: str) -> RobotsRules:
        """The rules of a URL's host, fetched once. Raises what `process_request` raises, but ForbiddenByRobotsError."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(f"{origin}/robots.txt"))
        rules = await self._rules[origin]
        if isinstance(rules, FetchError):
            raise type(rules)(str(rules))
        return rules

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Ends the download of a robots.txt once enough of it has come; the rest is not read anyway."""
        if _is_robots(request):
            request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
            if request.meta["robots_bytes"] > MAX_ROBOTS_BYTES:
                raise StopDownload(fail=False)

    async def _fetch(self, url: str) -> RobotsRules | FetchError:
        corpus = CrawlRun.of(self.crawler).corpus
        cache = Cache(corpus.folder.sources) if corpus else None
        kept = await asyncio.to_thread(cache.get, url) if cache else None
        request = Request(url, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK, priority=1000)
        request.headers.update(conditions(kept.validators if kept else Validators()))
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except (RefusedAddressError, RunStoppedError, HostRestsError) as error:
            return error
        except FETCH_ERRORS as error:
            return _unreachable(url, why_failed(error))
        if kept and response.status == 304:
            return await asyncio.to_thread(RobotsRules, kept.data, self.agent)
        if 400 <= response.status < 500 and response.status != 429:
            return RobotsRules(b"", self.agent)
        if not 200 <= response.status < 300:
            return _unreachable(url, f"HTTP status {response.status}")
        rules = await asyncio.to_thread(RobotsRules, response.body, self.agent)
        validators = Validators.of(headers_of(response))
        if cache and validators != Validators():
            with suppress(OSError):  # a full disk: the run says so soon, and this file is fetched again
                await asyncio.to_thread(cache.put, url, Kept(rules.body, validators))
        return rules

    def _slow_down(self, request: Request, delay: float) -> None:
        """Keeps the host's own delay, AUTOTHROTTLE_MAX_DELAY at most; AutoThrottle itself would go by latency."""
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        settings = self.crawler.settings
        delay = max(min(delay, settings.getfloat("AUTOTHROTTLE_MAX_DELAY")), settings.getfloat("DOWNLOAD_DELAY"))
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0}
        if key in downloader.slots:
            downloader.slots[key].delay = delay
            downloader.slots[key].jitter = 0.0


def _unreachable(url: str, why: str) -> UnknownRobotsError:
    logger.warning("%s cannot be read: %s; nothing is fetched from that host (RFC 9309)", url, why)
    return UnknownRobotsError(f"robots.txt cannot be read: {why}")


def _is_robots(request: Request) -> bool:
    return request.meta.get("dont_obey_robotstxt") is True


def agent_of(user_agent: str) -> str:
    """The name that robots.txt knows a crawler by (RFC 9309, 2.2.1): of "Harbour-Bot/2.1 (+https://...)" the first."""
    found = _PRODUCT.match(user_agent)
    return found[1].lower() if found else "*"


def _relevant(text: str, agent: str) -> Iterator[str]:
    """The lines, those of other crawlers' names made one name that none has."""
    others = False  # whether the line before was of another crawler
    for line in text.splitlines():
        found = _AGENT_LINE.match(line)
        name = found[1].lower() if found else None
        if name is None:
            yield line
        elif name in ("*", agent):
            yield f"User-agent: {name}"
        elif not others:
            yield "User-agent: -"
        others = name not in (None, "*", agent)
