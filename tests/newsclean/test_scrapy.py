"""newsclean in somebody else's Scrapy project: one line of settings, and what the project sets itself stays."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object

from newsclean import Article
from newsclean import settings as ours
from newsclean.errors import UsageError
from newsclean.formats import FORMATS
from newsclean.formats.record_file import RecordFile
from newsclean.scrapy import Addon, Guard, page
from newsclean.workers.process import sample
from tests.crawls import Project, crawl_project
from tests.server import Answer, NewsServer

ARTICLE = str(sample().html, "utf-8")
PADDING = "The front page goes on and on. " * 20
PRIVATE = "http://127.0.0.1:9/private"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    links = [*(f"/{name}" for name in ("read/1", "moved", "empty", "fault/pdf", "bug")), PRIVATE]
    pages: dict[str, Answer | str] = {
        "/": "".join(f'<a href="{link}">{link}</a>' for link in links) + PADDING,
        "/read/1": ARTICLE,
        "/moved": Answer(status=301, location="/read/2"),
        "/read/2": ARTICLE,
        "/bug": ARTICLE,
        "/empty": "",
    }
    with NewsServer(pages) as server:
        allowed = f"NEWSCLEAN_ALLOW_HOSTS={server.base.removeprefix('http://')}"
        folder = tmp_path_factory.mktemp("stranger")
        yield crawl_project(folder, "stranger", "stranger", "-a", f"url={server.base}/", "-s", allowed)


def test_pages_become_articles_for_the_project_s_own_pipelines_and_feeds(project: Project) -> None:
    assert project.status == 0, project.log
    records = project.lines("articles.jsonl")
    assert sorted(record["url"].partition("/read/")[2] for record in records) == ["1", "2"]
    assert {record["section"] for record in records} == {"Filed"}, "by a pipeline of the project's own"
    assert not (project.folder / "corpus").exists()


def test_feeds_are_the_files_that_an_export_writes(project: Project, tmp_path: Path) -> None:
    for name in FORMATS:
        feed, export = project.folder / f"articles.{name}", tmp_path / f"articles.{name}"
        with RecordFile(export) as file:
            for line in (project.folder / "articles.jsonl").read_text("utf-8").splitlines():
                file.write(Article.model_validate_json(line).model_dump())
        if name == "parquet":
            assert pq.read_table(feed).equals(pq.read_table(export))
        else:
            assert feed.read_bytes() == export.read_bytes(), name
    packed = gzip.decompress((project.folder / "packed").read_bytes())
    assert packed == (project.folder / "articles.jsonl").read_bytes()


def test_items_of_the_project_s_own_pass_unchanged(project: Project) -> None:
    (item,) = project.lines("others.jsonl")
    assert (len(item["headlines"]), item["page"][-len(PADDING) :]) == (6, PADDING)


def test_pages_without_an_article_are_counted_and_written_down(project: Project) -> None:
    found = {reject["url"].rpartition("/")[2]: reject["reason"] for reject in project.lines("rejects.jsonl")}
    assert found == {"empty": "empty-page", "pdf": "not-text"}
    for stat in ("rejected/empty-page': 1", "rejected/not-text': 1", "new': 2", "refused': 1"):
        assert f"'newsclean/{stat}" in project.log
    assert "'spider_exceptions/KeyError': 1" in project.log, "a bug of the project's is no reject"


def test_no_page_and_no_long_text_is_in_the_log(project: Project) -> None:
    (body,) = {record["body"] for record in project.lines("articles.jsonl")}
    assert body[:80] not in project.log
    assert PADDING not in project.log
    assert "'headlines': ['/read/1'," in project.log
    assert "DEBUG: Record: http://" in project.log


def test_the_guard_says_what_it_refused(project: Project) -> None:
    assert f"{PRIVATE} is not requested: " in project.log


def settings(**given: object) -> Settings:
    """Settings with both add-ons, of a project that sets these itself."""
    made = Settings(given, priority="project")
    Guard.update_pre_crawler_settings(made)
    Addon().update_settings(made)
    Guard().update_settings(made)
    return made


def test_what_the_project_sets_itself_stays() -> None:
    own = {
        "LOG_FORMATTER": "scrapy.logformatter.LogFormatter",
        "NEWSCLEAN_REJECTS": "mine.jsonl",
        "FEED_EXPORTERS": {"csv": "scrapy.exporters.CsvItemExporter", "jsonl": None},
        "ITEM_PIPELINES": {"newsclean.pipelines.clean.CleanPipeline": 700},
        "EXTENSIONS": {"newsclean.pipelines.rejects.RejectsExtension": None},
        "DOWNLOADER_MIDDLEWARES": {"newsclean.spiders.download.address_guard.AddressGuardMiddleware": 5},
        "SCRAPY_POET_PROVIDERS": {"newsclean.poet.ArticleProvider": None},
    }
    made = settings(**own)
    for name, value in own.items():
        assert value.items() <= made[name].items() if isinstance(value, dict) else made[name] == value
    assert made["FEED_EXPORTERS"]["parquet"] == ours.FEED_EXPORTERS["parquet"]


def test_nothing_else_is_switched_on() -> None:
    changed = {name for name, value in settings().items() if Settings()[name] != value}
    assert changed - {"SCRAPY_POET_PROVIDERS"} == {
        "ITEM_PIPELINES", "EXTENSIONS", "FEED_EXPORTERS", "LOG_FORMATTER", "NEWSCLEAN_REJECTS",
        "DOWNLOADER_MIDDLEWARES", "DOWNLOAD_HANDLERS", "TWISTED_DNS_RESOLVER",
    }  # fmt: skip


def test_a_project_with_all_of_newsclean_s_settings_stays_as_it_is() -> None:
    whole = {name: value for name, value in vars(ours).items() if name.isupper()}
    made = settings(**whole)
    for name in ("ITEM_PIPELINES", "EXTENSIONS", "DOWNLOADER_MIDDLEWARES"):
        components = [load_object(component) for component in build_component_list(made[name])]
        assert components == [load_object(component) for component in build_component_list(whole[name])]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"NEWSCLEAN_REJECT": "x.jsonl"}, "Did you mean NEWSCLEAN_REJECTS?"),
        ({"TWISTED_REACTOR": "twisted.internet.selectreactor.SelectReactor"}, "newsclean needs asyncio"),
        ({"TWISTED_REACTOR_ENABLED": False}, "Guard needs Twisted's reactor"),
        (
            {"DOWNLOAD_HANDLERS": {"https": "scrapy.core.downloader.handlers.http2.H2DownloadHandler"}},
            r"DOWNLOAD_HANDLERS\['https'\] is .*H2DownloadHandler, which newsclean.scrapy.Guard cannot guard",
        ),
        ({"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver"}, "TWISTED_DNS_RESOLVER is"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(given: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        settings(**given)


def test_a_guard_that_would_come_too_late_is_refused() -> None:
    with pytest.raises(UsageError, match="in the ADDONS of the project, not of a spider"):
        Guard().update_settings(Settings())


def test_a_page_is_made_of_what_the_response_says() -> None:
    response = HtmlResponse("https://harbour.example/1", body=b"<p>", headers={"Content-Type": "text/html"})
    made = page(response, site="harbour", honours_opt_outs=True)
    assert (made.url, made.html, made.content_type) == ("https://harbour.example/1", b"<p>", "text/html")
    assert (made.site, made.honours_opt_outs) == ("harbour", True)
    assert made.fetched_at.utcoffset() is not None
    assert page(Response("https://harbour.example/2")).content_type is None
    with pytest.raises(TypeError, match="a response of Scrapy's, not str"):
        page("https://harbour.example/")  # type: ignore[arg-type]
