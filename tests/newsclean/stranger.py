"""A Scrapy project of someone else: its settings, its spider and its pipeline, in one module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.http import Response

from newsclean import Article
from newsclean.formats import FORMATS
from newsclean.scrapy import page

BOT_NAME = "stranger"
SPIDER_MODULES = ["tests.newsclean.stranger"]
ADDONS = {"newsclean.scrapy.Addon": 500, "newsclean.scrapy.Guard": 510}
ITEM_PIPELINES = {"tests.newsclean.stranger.SectionPipeline": 300}
FEEDS = {
    "others.jsonl": {"format": "jsonl", "item_classes": ["builtins.dict"]},
    "articles.xml": {"format": "xml", "item_classes": ["newsclean.Article"]},
    "packed": {
        "format": "jsonl",
        "item_classes": ["newsclean.Article"],
        "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"],
    },
    **{f"articles.{name}": {"format": name, "item_classes": ["newsclean.Article"]} for name in FORMATS},
}
NEWSCLEAN_PAGE_TIMEOUT = 60
NEWSCLEAN_WORKERS = 1


class StrangerSpider(scrapy.Spider):
    name = "stranger"

    def __init__(self, url: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.start_urls = [url]

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        yield {"headlines": response.css("a::text").getall(), "page": response.text}
        yield from response.follow_all(css="a", callback=self.parse_article)

    def parse_article(self, response: Response) -> Iterator[Any]:
        if response.url.endswith("/bug"):
            raise KeyError("a bug of the stranger's")
        yield page(response)


class SectionPipeline:
    def process_item(self, item: Any) -> Any:
        return item.model_copy(update={"section": "Filed"}) if isinstance(item, Article) else item
