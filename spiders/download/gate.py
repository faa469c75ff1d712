"""The gate that every request passes, redirects, robots.txt and sources too: is this an address to be asked at all?"""

from __future__ import annotations

import logging
from typing import Self
from urllib.request import getproxies

from scrapy import Request, signals
from scrapy.crawler import Crawler

from newsclean.sites.site import Site, site_of
from newsclean.spiders.run import stats
from newsclean.spiders.run.stopping import Stopped, Stopping

from .guard import PORTS, Refused, places, refusal

logger = logging.getLogger(__name__)


class Gate:
    """The first of the downloader middlewares. What it turns away raises Refused and is counted."""

    def __init__(self, crawler: Crawler) -> None:
        """Raises UsageError when NEWSCLEAN_ALLOW_HOSTS names a host without its port."""
        self.crawler = crawler
        self.allowed = places(crawler.settings.getlist("NEWSCLEAN_ALLOW_HOSTS"))
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self) -> None:
        """Says what is not checked behind a proxy."""
        proxies = getproxies().keys() & PORTS.keys()
        if proxies and self.crawler.settings.getbool("HTTPPROXY_ENABLED"):
            names = " and ".join(f"{scheme}_proxy" for scheme in sorted(proxies))
            logger.warning(
                "%s is set: the proxy looks names up, so whether they lead to a public address is not checked here. "
                "See SECURITY.md.",
                names,
            )

    def process_request(self, request: Request) -> None:
        stopping = self.crawler.get_extension(Stopping)
        if stopping is not None and stopping.is_stopping:
            raise Stopped("the run is about to end")
        site = declared_site(self.crawler, request.url)
        if why := refusal(request.url, self.allowed, site.ports if site else ()):
            raise Refused(why)

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's signature
        """Counts what is refused here, and later by redirects and at the time of connecting."""
        if isinstance(exception, Refused):
            self.crawler.stats.inc_value(stats.REFUSED)


def declared_site(crawler: Crawler, url: str) -> Site | None:
    """The site whose file speaks for a URL: the spider's own, or another declared one that owns it."""
    site: Site | None = getattr(crawler.spider, "site", None)
    try:
        return site if site is not None and site.owns(url) else site_of(url)
    except ValueError:  # no URL at all: the guard says so
        return None
