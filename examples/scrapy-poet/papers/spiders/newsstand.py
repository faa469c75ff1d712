import scrapy
import zyte_common_items
from scrapy_poet import DummyResponse

import newsclean


class PapersSpider(scrapy.Spider):
    """Its callback asks for the article of a page."""

    name = "papers"

    def __init__(self, url="http://127.0.0.1:8000/", **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [url]

    def parse(self, response):
        yield from response.follow_all(css="li a:last-child", callback=self.parse_list)

    def parse_list(self, response):
        yield from response.follow_all(css="a[href*='/read/']", callback=self.parse_article)

    async def parse_article(self, response: DummyResponse, article: newsclean.Article):
        yield article


class ZyteSpider(PapersSpider):
    """The same articles, by Zyte's schema."""

    name = "zyte"

    async def parse_article(self, response: DummyResponse, article: zyte_common_items.Article):
        yield article
