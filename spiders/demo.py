"""The demo: a crawl of the news site of `fixtures/demo`, which the spider starts and stops itself."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from newsclean.sites.site import site_named

from .base import NewsSpider
from .demo_site import DemoSite
from .download.guard import place_of


class DemoSpider(NewsSpider):
    """Crawls its own demo site, or with `-a url=` a running one (`python -m newsclean.spiders.demo_site`)."""

    name = "demo"
    site = site_named("demo")
    # There is no one to be polite to, and every run is to show all of it, so that nothing is kept. `-s` on the command
    # line goes before these.
    custom_settings = {  # noqa: RUF012 - Scrapy's own attribute
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "NEWSCLEAN_CORPUS": "",
    }
    _server: DemoSite | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Starts the demo site, unless the user names a running one, and allows this crawl to ask that and no other."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        url = spider.arguments.url
        if url is None:
            spider._server = DemoSite()
            url = spider.home = spider._server.url
        allowed = [*crawler.settings.getlist("NEWSCLEAN_ALLOW_HOSTS"), place_of(url)]
        crawler.settings.set("NEWSCLEAN_ALLOW_HOSTS", allowed, priority="cmdline")
        return spider

    @classmethod
    def owns(cls, url: str) -> bool:
        return urlsplit(url).hostname in ("127.0.0.1", "localhost")

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Called by Scrapy when the crawl has ended, for whatever reason."""
        if self._server is not None:
            self._server.close()
