"""Callbacks of scrapy-poet ask for articles and get them; a page without one does not vanish."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
import zyte_common_items as zyte
from scrapy.utils.test import get_crawler
from scrapy_poet.injection import Injector
from scrapy_poet.page_input_providers import PageObjectInputProvider
from web_poet.serialization import deserialize_leaf, serialize_leaf

from newsclean import Article, Reason, Reject, clean
from newsclean.errors import UsageError
from newsclean.poet import ArticleProvider, NoArticleError, Outcome, to_zyte
from newsclean.workers.process import sample
from tests.crawls import Project, crawl_project
from tests.server import NewsServer

ARTICLE = str(sample().html, "utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    pages = {"/": "<a>", **{f"/read/{n}": ARTICLE for n in range(1, 5)}, **{f"/empty/{n}": "" for n in range(1, 5)}}
    with NewsServer(pages) as server:
        yield crawl_project(tmp_path_factory.mktemp("poet"), "poet_stranger", "stranger", "-a", f"url={server.base}/")


@pytest.fixture(scope="module")
def article() -> Article:
    found = clean(sample())
    assert isinstance(found, Article)
    return found


def test_callbacks_get_what_they_ask_for(project: Project, article: Article) -> None:
    assert project.status == 0, project.log
    items = project.lines("items.jsonl")
    assert [item["title"] for item in items if "title" in item] == [article.title]
    assert [item["zyte"] for item in items if "zyte" in item] == [article.title]
    assert [item["headline"] for item in items if "headline" in item] == [article.title]
    outcomes = {item["of"].rpartition("/")[0].rpartition("/")[2]: item["outcome"] for item in items if "of" in item}
    assert outcomes == {"read": "Article", "empty": "Reject"}


def test_a_page_without_an_article_is_counted_written_down_and_told(project: Project) -> None:
    assert sorted(reject["url"].rpartition("/")[2] for reject in project.lines("rejects.jsonl")) == ["1", "2", "3", "4"]
    assert "'newsclean/rejected/empty-page': 4" in project.log
    assert project.log.count("INFO: No article, so that no callback is called: ") == 3
    assert [item["told"] for item in project.lines("items.jsonl") if "told" in item] == ["empty-page"]
    assert "Traceback" not in project.log
    assert "'poet/cache/firsthand': 5" in project.log


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (dt.datetime(2026, 10, 12, 8, 5, 30, 9, dt.timezone(dt.timedelta(hours=8))), "2026-10-12T00:05:30Z"),
        (dt.date(2026, 10, 12), None),
        (dt.datetime(2026, 10, 12, 8, 5), None),
        (None, None),
    ],
)
def test_zyte_s_date_is_a_moment_in_utc_or_only_text(
    article: Article, date: dt.date | None, published: str | None
) -> None:
    made = to_zyte(article.model_copy(update={"date": date}))
    assert made.datePublished == published
    assert made.datePublishedRaw == (date.isoformat() if date else None)


def test_zyte_s_schema_has_what_the_record_has(article: Article) -> None:
    whole = article.model_copy(
        update={"authors": ("Ayu",), "section": "Port", "image": "https://x.example/1.jpg", "lead": "A lead."}
    )
    made = to_zyte(whole)
    assert (made.headline, made.articleBody, made.url) == (whole.title, whole.body, whole.url)
    assert made.authors == [zyte.Author(name="Ayu", nameRaw="Ayu")]
    assert made.breadcrumbs == [zyte.Breadcrumb(name="Port")]
    assert made.mainImage == zyte.Image(url="https://x.example/1.jpg")
    assert made.description == "A lead."


def test_what_is_provided_can_be_kept_in_scrapy_poet_s_cache(article: Article) -> None:
    reject = Reject(url=article.url, reason=Reason.EMPTY, detail="nothing", fetched_at=article.fetched_at)
    for made in (article, Outcome(article), Outcome(reject)):
        assert deserialize_leaf(type(made), serialize_leaf(made)) == made
    error = pickle.loads(pickle.dumps(NoArticleError(reject)))
    assert (error.reject, str(error)) == (reject, f"{article.url}: empty-page: nothing")


class OfZyte(PageObjectInputProvider):
    provided_classes = {zyte.Article}  # noqa: RUF012 - scrapy-poet's own attribute

    def __call__(self, to_provide: Any) -> list[Any]:  # noqa: ARG002 - scrapy-poet's signature
        return []


def injector(**settings: Any) -> Injector:
    return Injector(get_crawler(settings_dict=settings))


def test_zyte_s_articles_are_left_to_another_provider_that_has_them() -> None:
    made = injector(ADDONS={"newsclean.scrapy.Addon": 500}, SCRAPY_POET_PROVIDERS={OfZyte: 1100})
    (ours,) = [provider for provider in made.providers if isinstance(provider, ArticleProvider)]
    assert ours.is_provided(Article)
    assert not ours.is_provided(zyte.Article)


def test_a_provider_without_the_add_on_says_what_is_missing() -> None:
    with pytest.raises(UsageError, match=r"ADDONS = .*newsclean\.scrapy\.Addon"):
        injector(SCRAPY_POET_PROVIDERS={ArticleProvider: 1500})
