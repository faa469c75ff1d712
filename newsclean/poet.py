"""Cleaned articles for callbacks and page objects of scrapy-poet: pip install 'newsclean[poet]'.

    ADDONS = {"scrapy_poet.Addon": 300, "newsclean.scrapy.Addon": 500}

A callback or a page object then asks for a `newsclean.Article`, for an `Outcome`, or for a `zyte_common_items.Article`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, ClassVar

import zyte_common_items as zyte
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy_poet.page_input_providers import PageObjectInputProvider
from web_poet.serialization import SerializedLeafData, register_serialization

from newsclean.errors import UsageError
from newsclean.models import Article, Reject
from newsclean.pipelines.clean import cleaned
from newsclean.pipelines.rejects import RejectsExtension
from newsclean.scrapy import page
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun

__all__ = ["ArticleProvider", "NoArticleError", "Outcome", "to_zyte"]

logger = logging.getLogger(__name__)

_Type = Callable[..., Any]


@dataclass(frozen=True)
class Outcome:
    """What a page yielded, for callbacks that want to know of rejects as well."""

    result: Article | Reject


class NoArticleError(IgnoreRequest):
    """Raised where an article is asked for and the page has none; a request's errback gets it. Carries the Reject."""

    def __init__(self, reject: Reject) -> None:
        super().__init__(reject)
        self.reject = reject

    def __str__(self) -> str:
        return f"{self.reject.url}: {self.reject.reason}: {self.reject.detail}"


class ArticleProvider(PageObjectInputProvider):
    """Provides what newsclean makes of a response. `newsclean.scrapy.Addon` names it in SCRAPY_POET_PROVIDERS.

    A `zyte_common_items.Article` is left to any other provider that has one, such as that of Zyte API.
    """

    name: ClassVar[str] = "newsclean"
    provided_classes: set[_Type] = {Article, Outcome, zyte.Article}  # noqa: RUF012 - scrapy-poet's own attribute

    def __init__(self, injector: Any) -> None:
        """Raises UsageError without the add-on, and for limits under which no page can be cleaned."""
        super().__init__(injector)
        self._run = CrawlRun.of(injector.crawler)
        self._rejects = injector.crawler.get_extension(RejectsExtension)
        self._run.workers()
        if self._rejects is None:
            raise UsageError('newsclean.poet needs newsclean\'s add-on: ADDONS = {"newsclean.scrapy.Addon": 500}')

    def is_provided(self, type_: _Type) -> bool:
        if type_ is zyte.Article:
            return not any(other.is_provided(type_) for other in self.injector.providers if other is not self)
        return bool(super().is_provided(type_))

    async def __call__(self, to_provide: Set[_Type], response: Response) -> list[Any]:
        """Raises NoArticleError when an article is to be provided and there is none, after that was counted, logged and
        written down; RunStoppedError when the run ends before."""
        result = await cleaned(self._run, page(response))
        if isinstance(result, Reject):
            self._rejects.add(result)
            if to_provide != {Outcome}:
                logger.info("No article, so that no callback is called: %s: %s", result.url, result.detail)
                raise NoArticleError(result)
            return [Outcome(result)]
        self._run.count(stats.NEW)
        return [make(result) for type_, make in _MAKERS.items() if type_ in to_provide]


def to_zyte(article: Article) -> zyte.Article:
    """The same article by Zyte's schema. Its dates are moments in UTC; one that is only a day, or has no zone, is in
    `datePublishedRaw` alone, as the newsroom's own time always is."""
    return zyte.Article(
        url=article.url,
        canonicalUrl=article.canonical_url,
        headline=article.title,
        datePublished=_moment(article.date),
        datePublishedRaw=article.date.isoformat() if article.date else None,
        dateModified=_moment(article.modified),
        dateModifiedRaw=article.modified.isoformat() if article.modified else None,
        authors=[zyte.Author(name=name, nameRaw=name) for name in article.authors] or None,
        breadcrumbs=[zyte.Breadcrumb(name=article.section)] if article.section else None,
        inLanguage=article.language,
        mainImage=zyte.Image(url=article.image) if article.image else None,
        description=article.lead,
        articleBody=article.body,
        metadata=zyte.ArticleMetadata(dateDownloaded=_moment(article.fetched_at)),
    )


def _moment(date: dt.date | None) -> str | None:
    if not isinstance(date, dt.datetime) or date.tzinfo is None:
        return None
    return date.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_MAKERS: dict[_Type, Callable[[Article], Any]] = {
    Article: lambda article: article,
    Outcome: Outcome,
    zyte.Article: to_zyte,
}


# For scrapy-poet's cache, and for fixtures of page objects (`scrapy savefixture`).


def _article_as_files(article: Article) -> SerializedLeafData:
    return {"json": article.model_dump_json().encode()}


def _article_of_files(cls: type[Article], files: SerializedLeafData) -> Article:
    return cls.model_validate_json(files["json"])


def _outcome_as_files(outcome: Outcome) -> SerializedLeafData:
    return {type(outcome.result).__name__.lower(): outcome.result.model_dump_json().encode()}


def _outcome_of_files(cls: type[Outcome], files: SerializedLeafData) -> Outcome:
    ((kind, json),) = files.items()
    return cls((Article if kind == "article" else Reject).model_validate_json(json))


register_serialization(_article_as_files, _article_of_files)
register_serialization(_outcome_as_files, _outcome_of_files)
