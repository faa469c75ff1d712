"""Every request passes here, redirects, robots.txt and sources included: may its address be requested at all?"""

from __future__ import annotations

import logging
from typing import Self
from urllib.request import getproxies

from scrapy import Request, signals
from scrapy.crawler import Crawler

from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import RunStoppedError, StoppingExtension

from .addresses import PORTS, ForbiddenAddressError, RefusedAddressError, authorities, refusal

logger = logging.getLogger(__name__)


class AddressGuardMiddleware:
    """The first downloader middleware. Refused requests raise RefusedAddressError and are counted."""

    def __init__(self, crawler: Crawler) -> None:
        """Raises UsageError when NEWSCLEAN_ALLOW_HOSTS names a host without its port."""
        self.crawler = crawler
        self.run = CrawlRun.of(crawler)
        self.allowed = authorities(crawler.settings.getlist("NEWSCLEAN_ALLOW_HOSTS"))
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self) -> None:
        """Warns of what cannot be checked behind a proxy."""
        proxies = getproxies().keys() & PORTS.keys()
        if proxies and self.crawler.settings.getbool("HTTPPROXY_ENABLED"):
            names = " and ".join(f"{scheme}_proxy" for scheme in sorted(proxies))
            logger.warning(
                "%s is set: the proxy looks up host names, so whether they are public is not checked here. "
                "See SECURITY.md.",
                names,
            )

    def process_request(self, request: Request) -> None:
        stopping = self.crawler.get_extension(StoppingExtension)
        if stopping is not None and stopping.is_stopping:
            raise RunStoppedError("the run is about to end")
        site = self.run.declared_site(request.url)
        if why := refusal(request.url, self.allowed, site.ports if site else ()):
            raise ForbiddenAddressError(why)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Counts what is refused here, by redirects, and when connecting."""
        if isinstance(exception, RefusedAddressError):
            self.run.count(stats.REFUSED)
            if self.run.spider is None:  # one of ours makes it a reject; Scrapy itself says nothing
                logger.warning("%s is not requested: %s", request.url, exception)
