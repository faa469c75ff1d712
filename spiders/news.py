"""Any news site by its address: `scrapy crawl news -a url=https://news.example/`."""

from typing import ClassVar

from .base import NewsSpider


class AnyNewsSpider(NewsSpider):
    """Starts at a page, feed, sitemap or article; what is declared of its site is used, if it is declared."""

    name = "news"
    needs_url: ClassVar[bool] = True
