"""A Scrapy project of someone else that uses scrapy-poet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import attrs
import scrapy
import zyte_common_items as zyte
from scrapy.http import Response
from scrapy_poet import DummyResponse
from web_poet import ItemPage, field

import newsclean
from newsclean.poet import NoArticleError, Outcome

BOT_NAME = "stranger"
SPIDER_MODULES = ["tests.newsclean.poet_stranger"]
ADDONS = {"scrapy_poet.Addon": 300, "newsclean.scrapy.Addon": 500}
FEEDS = {"items.jsonl": {"format": "jsonl"}}
SCRAPY_POET_CACHE = "poet-cache"
NEWSCLEAN_PAGE_TIMEOUT = 60
NEWSCLEAN_WORKERS = 1


@attrs.define
class HeadlinePage(ItemPage[dict[str, str]]):
    article: newsclean.Article

    @field
    def text(self) -> str:
        return self.article.title


class StrangerSpider(scrapy.Spider):
    name = "stranger"

    def __init__(self, url: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.start_urls = [url]

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        for path, wants in {
            "read/1": self.an_article,
            "read/2": self.zyte_s,
            "read/3": self.an_outcome,
            "read/4": self.a_page_object,
            "empty/1": self.an_article,
            "empty/2": self.zyte_s,
            "empty/3": self.an_outcome,
        }.items():
            yield response.follow(f"/{path}", wants)
        yield response.follow("/empty/4", self.an_article, errback=self.told)

    async def an_article(self, response: DummyResponse, article: newsclean.Article) -> AsyncIterator[Any]:  # noqa: ARG002
        yield article

    async def zyte_s(self, response: DummyResponse, article: zyte.Article) -> AsyncIterator[Any]:  # noqa: ARG002
        yield {"zyte": article.headline, "date": article.datePublished, "raw": article.datePublishedRaw}

    async def an_outcome(self, response: DummyResponse, outcome: Outcome) -> AsyncIterator[Any]:
        yield {"outcome": type(outcome.result).__name__, "of": response.url}

    async def a_page_object(self, response: DummyResponse, headline: HeadlinePage) -> AsyncIterator[Any]:  # noqa: ARG002
        yield {"headline": headline.text}

    async def told(self, failure: Any) -> AsyncIterator[Any]:
        assert isinstance(failure.value, NoArticleError)
        yield {"told": failure.value.reject.reason.value}
