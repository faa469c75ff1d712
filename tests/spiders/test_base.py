"""Spiders against a real server: where articles are found, how they are fetched, and what goes wrong on the way.

Covers commands, news and discovery.discovery.
"""

from __future__ import annotations

import gzip
import signal
from pathlib import Path

import pytest

from newsclean.settings import USER_AGENT
from newsclean.sites.site import sites
from tests.crawls import PLAIN, Crawl, crawl, end_of, start_crawl
from tests.hostile.network.case import PARAGRAPHS
from tests.server import BASE, Answer, NewsServer

SPIDERS = sorted({"news", *sites()})


def article(title: str, *paragraphs: str, extra: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-08-06T18:05:00+00:00"></head>'
        f"<body><article><h1>{title}</h1>{text}{extra}</article></body></html>"
    )


def feed(*paths: str) -> Answer:
    items = "".join(f"<item><title>News of {path}</title><link>{BASE}{path}</link></item>" for path in paths)
    return Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml")


def sitemap(*paths: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{BASE}{path}</loc></url>" for path in paths) + "</urlset>"


def paths_of(found: Crawl, base: str) -> list[str]:
    return sorted(url.removeprefix(base) for url in found.urls)


def test_any_site_is_read_by_its_front_page(tmp_path: Path) -> None:
    """From link rel=alternate, robots.txt's sitemap index, a gzip sitemap at an .xml address, and links on the page."""
    pages: dict[str, Answer | str] = {
        "/": '<html><head><link rel="alternate" type="application/rss+xml" href="/all.rss"></head><body>'
        '<a href="/2026/08/06/linked-on-the-front-page">x</a><a href="/politics/">Politics</a></body></html>',
        "/robots.txt": Answer(f"User-agent: *\nDisallow: /private/\nSitemap: {BASE}/index.xml", "text/plain"),
        "/index.xml": f"<sitemapindex><sitemap><loc>{BASE}/news.xml</loc></sitemap></sitemapindex>",
        "/news.xml": Answer(gzip.compress(b"<urlset><url><loc>/2026/08/05/in-the-sitemap</loc></url></urlset>")),
        "/all.rss": feed("/in-the-feed", "/private/in-the-feed", "/in-the-feed?utm_source=rss"),
        "/2026/08/06/linked-on-the-front-page": article("Linked on the front page"),
        "/2026/08/05/in-the-sitemap": article("In the sitemap"),
        "/in-the-feed": article("In the feed"),
        "/private/in-the-feed": article("Private"),
    }
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN)
        assert found.status == 0, found.log
        assert paths_of(found, server.base) == [
            "/2026/08/05/in-the-sitemap",
            "/2026/08/06/linked-on-the-front-page",
            "/in-the-feed",
        ]
        assert "/private/in-the-feed" not in server.paths
        assert server.paths.count("/robots.txt") == 1
        assert {asked.user_agent for asked in server.asked} == {USER_AGENT}
    via = {record["url"].rpartition("/")[2]: record["discovered_via"] for record in found.records}
    assert via == {"in-the-feed": "feed", "in-the-sitemap": "sitemap", "linked-on-the-front-page": "section"}
    assert [reject["detail"] for reject in found.rejects] == ["robots.txt forbids the address"]
    assert found.sentence == (
        "4 discovered, 3 new, 1 rejected (1 forbidden), 0 failed; "
        "links: 1 given up, 1 left out (`newsclean corpus skipped` lists them)."
    )


def index(*paths: str) -> str:
    return (
        "<sitemapindex>" + "".join(f"<sitemap><loc>{BASE}{path}</loc></sitemap>" for path in paths) + "</sitemapindex>"
    )


STORY = "/2026/08/06/the-ferry-comes-back"
WORDPRESS = {"/wp-sitemap.xml": index("/wp-sitemap-posts-post-1.xml"), "/wp-sitemap-posts-post-1.xml": sitemap(STORY)}
YOAST = {"/sitemap_index.xml": index("/post-sitemap.xml"), "/post-sitemap.xml": sitemap(STORY)}


@pytest.mark.parametrize(
    ("sources", "robots"),
    [
        (YOAST, None),
        pytest.param(WORDPRESS, "User-agent: *\nDisallow: /wp-admin/\n", marks=pytest.mark.slow),
        pytest.param({"/sitemap-news.xml": sitemap(STORY)}, None, marks=pytest.mark.slow),
        pytest.param({"/news-sitemap.xml": sitemap(STORY)}, None, marks=pytest.mark.slow),
        # A page in place of a 404.
        pytest.param({"/sitemap.xml": "<html><body>Not here</body></html>", **YOAST}, None, marks=pytest.mark.slow),
        ({"/sitemap.xml": sitemap("/about"), **YOAST}, None),  # without an article
        pytest.param(YOAST, f"Sitemap: {BASE}/gone.xml\n", marks=pytest.mark.slow),
    ],
)
def test_a_sitemap_that_robots_txt_does_not_tell_is_found(
    tmp_path: Path, sources: dict[str, str], robots: str | None
) -> None:
    pages: dict[str, Answer | str] = {
        "/": "<html><body></body></html>",
        STORY: article("The ferry comes back"),
        **sources,
    }
    if robots:
        pages["/robots.txt"] = Answer(robots, "text/plain")
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN)
        assert paths_of(found, server.base) == [STORY], found.log
        tried = [path for path in server.paths if "sitemap" in path]
    assert tried[-1] == list(sources)[-1]  # no further name is tried
    assert len(tried) == len(set(tried))


@pytest.mark.slow
def test_what_robots_txt_tells_is_enough(tmp_path: Path) -> None:
    pages: dict[str, Answer | str] = {
        "/": "<html><body></body></html>",
        "/robots.txt": Answer(f"Sitemap: {BASE}/archive.xml", "text/plain"),
        "/archive.xml": sitemap(STORY),
        STORY: article("The ferry comes back"),
    }
    with NewsServer(pages) as server:
        assert len(crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN).records) == 1
        assert not [path for path in server.paths if "sitemap" in path]


def test_every_fault_costs_its_page_and_is_reported(tmp_path: Path) -> None:
    faults = ("404", "500", "drop", "slow", "loop", "truncated", "pdf", "empty")
    pages: dict[str, Answer | str] = {
        "/feed": feed("/good", "/moved", "/large", *(f"/fault/{fault}" for fault in faults)),
        "/good": article("A good page"),
        "/moved": Answer(status=301, location="/good"),
        "/large": Answer("x" * 300_000),
    }
    with NewsServer(pages) as server:
        found = crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", DOWNLOAD_TIMEOUT="2", RETRY_TIMES="0",
            DOWNLOAD_MAXSIZE="200000",
        )  # fmt: skip
        told = {r["url"].removeprefix(server.base): (r["reason"], r["detail"]) for r in found.rejects}
        assert [url.removeprefix(server.base) for url in found.urls] == ["/good"]
    assert told["/fault/404"] == ("fetch-failed", "HTTP status 404")
    assert told["/fault/500"] == ("fetch-failed", "HTTP status 500")
    assert told["/fault/drop"] == ("fetch-failed", "the connection broke")
    assert told["/fault/slow"] == ("fetch-failed", "no complete response within DOWNLOAD_TIMEOUT")
    assert told["/fault/loop"] == ("fetch-failed", "redirects without end")
    assert told["/fault/truncated"][0] == "fetch-failed"
    assert told["/large"] == ("fetch-failed", "the response is larger than DOWNLOAD_MAXSIZE")
    assert told["/fault/pdf"][0] == "not-text"
    assert told["/fault/empty"][0] == "empty-page"
    assert found.sentence == (
        "11 discovered, 1 new, 1 already seen, 2 rejected (1 empty-page, 1 not-text), 7 failed; "
        "links: 7 to be tried again."
    )
    assert found.status == 0
    assert "Traceback" not in found.log


@pytest.mark.parametrize(
    ("path", "via"),
    [
        pytest.param("/atom", "feed", marks=pytest.mark.slow),
        pytest.param("/news.txt", "sitemap", marks=pytest.mark.slow),
        ("/harbour", "argument"),
        ("/politics/", "section"),
    ],
)
def test_the_address_may_be_a_feed_a_sitemap_an_article_or_a_section(tmp_path: Path, path: str, via: str) -> None:
    story = "/2026/08/06/harbour-reopens"
    pages: dict[str, Answer | str] = {
        story: article("Harbour reopens"),
        "/harbour": article("Harbour reopens"),
        "/atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{story}"/></entry></feed>',
        "/news.txt": Answer(f"{BASE}{story}\n", "text/plain"),
        "/politics/": f'<html><body><a href="{story}">Harbour reopens after scare</a></body></html>',
    }
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}{path}", **PLAIN)
        assert paths_of(found, server.base) == ["/harbour" if path == "/harbour" else story]
    assert found.status == 0
    assert found.records[0]["discovered_via"] == via
    assert found.records[0]["title"] == "Harbour reopens"


def test_a_crawl_that_finds_nothing_says_so_and_has_its_own_exit_status(tmp_path: Path) -> None:
    with NewsServer({"/": "<html><body><p>Soon here.</p></body></html>"}) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN)
    assert found.status == 3
    assert "Nothing was discovered" in found.log
    assert found.sentence.startswith("0 discovered, 0 new, 0 rejected, 0 failed")
    assert (tmp_path / "articles.jsonl").read_text() == ""


@pytest.mark.slow
def test_a_run_that_is_stopped_reports_what_it_did_not_reach(tmp_path: Path) -> None:
    pages = {"/feed": feed(*(f"/fault/slow?{number}" for number in range(9)))}
    with NewsServer(pages) as server:
        running = start_crawl(
            tmp_path, "news", "-a", f"url={server.base}/feed", RETRY_TIMES="0", CONCURRENT_REQUESTS="1",
            LOG_LEVEL="DEBUG", **PLAIN,
        )  # fmt: skip
        server.wait_for("/fault/slow")
        running.process.send_signal(signal.SIGTERM)
        running.wait_for("Received SIGTERM")
        server.release()
        found = end_of(running, tmp_path)
    assert found.status == 9
    assert "The run was stopped before its end." in found.log
    assert found.sentence == "9 discovered, 0 new, 0 rejected, 1 failed, 8 left over; links: 1 to be tried again."


def split_site(whole: Answer | str) -> dict[str, Answer | str]:
    """A copy of the demo site's layout, with one article on two pages and one on one."""
    more = '<a href="/read/1/split?page=2">2</a> <a href="/read/1/split?page=all">Show all</a>'
    return {
        "/": "<html><body></body></html>",
        "/rss.xml": feed("/read/1/split", "/read/2/short"),
        "/read/1/split": article("A split article", *PARAGRAPHS[:2], extra=more),
        "/read/1/split?page=all": whole,
        "/read/2/short": article("A short article"),
    }


def test_a_paginated_article_is_fetched_as_a_single_page_and_others_only_once(tmp_path: Path) -> None:
    with NewsServer(split_site(article("A split article", *PARAGRAPHS, PARAGRAPHS[0][:90] + "."))) as server:
        found = crawl(tmp_path, "demo", "-a", f"url={server.base}/", **PLAIN)
        asked = server.paths
    assert len(found.records) == 2, found.log
    assert asked.count("/read/1/split") == asked.count("/read/1/split?page=all") == 1
    assert "/read/2/short?page=all" not in asked
    assert asked.index("/read/1/split") < asked.index("/read/1/split?page=all")


@pytest.mark.slow
def test_when_the_single_page_cannot_be_fetched_the_first_page_is_used(tmp_path: Path) -> None:
    with NewsServer(split_site(Answer("gone", status=410))) as server:
        found = crawl(tmp_path, "demo", "-a", f"url={server.base}/", **PLAIN)
    assert {record["title"] for record in found.records} == {"A split article", "A short article"}
    assert "only its first page is used" in found.log


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (
            ("0000",),
            f"newsclean: there is no spider '0000'. There are: {', '.join(SPIDERS[:30])} and {len(SPIDERS) - 30} more.",
        ),
        pytest.param(
            ("sindonew",),
            "newsclean: there is no spider 'sindonew'. Did you mean 'sindonews'?",
            marks=pytest.mark.slow,
        ),
        (("news",), "newsclean: the spider 'news' needs an address: -a url=https://news.example/"),
        pytest.param(
            ("demo", "-a", "limit=0"),
            "newsclean: -a limit=0 is not understood. Use a number from 1 up: 20.",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            ("sindonews", "-a", "url=https://news.example/"),
            "newsclean: https://news.example/ is not an address of sindonews. Use the spider 'news' for it.",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_wrong_use_ends_at_once_with_one_line(tmp_path: Path, arguments: tuple[str, ...], answer: str) -> None:
    found = crawl(tmp_path, *arguments)
    assert (found.status, found.log.strip()) == (2, f"{arguments[0]}: {answer}")
