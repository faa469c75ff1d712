"""The demo: a crawl of the news site of `fixtures/demo`, which the spider starts and stops itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from newsclean.site import site_named

from .base import NewsSpider
from .demosite import DemoSite


class DemoSpider(NewsSpider):
    """Crawls a demo site of its own, or with `-a url=` one that runs already (`python -m spiders.demosite`)."""

    name = "demo"
    site = site_named("demo")
    # There is no one to be polite to. `-s` on the command line goes before these.
    custom_settings = {  # noqa: RUF012 - Scrapy's own attribute
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    }
    _server: DemoSite | None = None

    @classmethod
    def owns(cls, url: str) -> bool:
        return urlsplit(url).hostname in ("127.0.0.1", "localhost")

    async def start(self) -> AsyncIterator[Any]:
        if self.arguments.url is None:
            self._server = DemoSite()
            self.home = self._server.url
        async for request in super().start():
            yield request

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Called by Scrapy when the crawl has ended, for whatever reason."""
        if self._server is not None:
            self._server.close()
