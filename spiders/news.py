"""Any news site by its address: `scrapy crawl news -a url=https://news.example/`."""

from typing import ClassVar

from .base import NewsSpider


class AnyNewsSpider(NewsSpider):
    """Starts at a page, feed, sitemap or article; a declared site is read by its declaration."""

    name = "news"
    needs_url: ClassVar[bool] = True
