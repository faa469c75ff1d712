"""The demo: a crawl of a small news site, which the spider starts and stops itself."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from newsclean.sites.site import site_named
from newsclean.spiders.base import NewsSpider
from newsclean.spiders.download.addresses import authority_of

from .server import DemoSite


class DemoSpider(NewsSpider):
    """Crawls its own demo site, or with `-a url=` a running one (`python -m newsclean.spiders.demo`)."""

    name = "demo"
    site = site_named("demo")
    # There is no one to be polite to, and nothing is kept, so that every run shows everything. `-s` overrides these.
    custom_settings = {  # noqa: RUF012 - Scrapy's own attribute
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "NEWSCLEAN_CORPUS": "",
    }
    _server: DemoSite | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Starts the demo site, unless the user names a running one, and allows this crawl to request it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        url = spider.arguments.url
        if url is None:
            spider._server = DemoSite()
            url = spider.home = spider._server.url
        allowed = [*crawler.settings.getlist("NEWSCLEAN_ALLOW_HOSTS"), authority_of(url)]
        crawler.settings.set("NEWSCLEAN_ALLOW_HOSTS", allowed, priority="cmdline")
        return spider

    @classmethod
    def owns(cls, url: str) -> bool:
        return urlsplit(url).hostname in ("127.0.0.1", "localhost")

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Called by Scrapy when the crawl has ended, for whatever reason."""
        if self._server is not None:
            self._server.close()
