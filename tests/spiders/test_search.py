"""What a crawl looks for: which sources it reads, which links it follows, what it lists in place of fetching.

Covers discovery.discovery, discovery.collection, discovery.lists, discovery.visits, discovery.wanted, run.preview and
commands.skipped.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.crawls import PLAIN, QUICK, ROOT, SCRIPTS, Crawl, crawl
from tests.server import BASE, Answer, NewsServer
from tests.spiders.test_base import article, feed, index, paths_of, sitemap

Pages = dict[str, Answer | str]


def page(*links: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{''.join(links)}</body></html>"


def teaser(path: str) -> str:
    return f'<h2><a href="{path}">News of {path.rpartition("/")[2]} and of the coast</a></h2>'


def menu(*paths: str) -> str:
    return "<nav>" + "".join(f'<a href="{path}">{path.strip("/").title()}</a>' for path in paths) + "</nav>"


def stories(*paths: str) -> Pages:
    return {path: article(f"News of {path.rpartition('/')[2]}") for path in paths}


def dated(*entries: tuple[str, str]) -> str:
    urls = "".join(f"<url><loc>{BASE}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in entries)
    return f"<urlset>{urls}</urlset>"


def dry_run(tmp_path: Path, *arguments: str, **settings: str) -> tuple[Crawl, list[list[str]]]:
    """A dry run, and its lines in columns."""
    command = [str(SCRIPTS / "scrapy"), "crawl", "news", "--dry-run", "-O", str(tmp_path / "articles.jsonl")]
    host = next(a for a in arguments if a.startswith("url=")).split("/")[2]
    given = {**QUICK, "NEWSCLEAN_CORPUS": str(tmp_path / "corpus"), "NEWSCLEAN_ALLOW_HOSTS": host}
    for name, value in (given | settings).items():
        command += ["-s", f"{name}={value}"]
    done = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return Crawl(done.returncode, [], [], done.stderr), lines


@pytest.mark.slow
def test_a_section_without_further_pages_may_have_its_articles_in_a_feed_of_its_own(tmp_path: Path) -> None:
    names = [f"/storm-{word}/" for word in "abcdef"]
    pages: Pages = {
        "/": page(menu("/sport/"), teaser(names[0])),
        "/sport/": page(teaser(names[1]), '<p>All of it: <a href="/sport/feed.xml">RSS</a></p>'),
        "/sport/feed.xml": feed(*names[1:]),
        **stories(*names),
    }
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN)
        assert sorted(paths_of(found, server.base)) == names, found.log


def test_sections_are_followed_two_levels_deep_with_their_pages_until_nothing_is_new(tmp_path: Path) -> None:
    names = [f"/sport/match-{word}" for word in "abcdefgh"]
    pages: Pages = {
        "/": page(menu("/sport/", "/culture/", "/about/"), teaser(names[0])),
        "/sport/": page(teaser(names[0]), teaser(names[1]), '<a rel="next" href="/sport/?page=2">x</a>'),
        "/sport/?page=2": page(teaser(names[2]), '<a href="/sport/?page=3">3</a>'),
        "/sport/?page=3": page(teaser(names[3])),
        "/culture/": page(menu("/culture/film/"), teaser(names[4])),
        "/culture/film/": page(teaser(names[5]), '<a class="next" href="/culture/film/older/">Older posts</a>'),
        "/culture/film/older/": page(teaser(names[6]), teaser(names[7])),
        "/about/": article("About us"),
        **stories(*names),
    }
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN)
        assert paths_of(found, server.base) == names, found.log
        assert "/about/" not in server.paths
        assert len(server.paths) == len(set(server.paths))  # nothing is asked for twice


@pytest.mark.slow
def test_links_in_doubt_are_read_and_remembered(tmp_path: Path) -> None:
    """A sitemap that lists everything, with addresses that say nothing: the article check decides, by a few pages."""
    names = [f"/{word}" for word in ("storm", "ferry", "harbour", "bridge", "school", "market")]
    listing = page(teaser("/storm"), teaser("/ferry"), teaser("/bridge"), teaser("/school"))
    others = ("/coast-guide", "/islands")
    pages: Pages = {
        "/": page(),
        "/sitemap.xml": sitemap("/", *names, *others, "/tag/storm", "/privacy-policy"),
        **stories(*names),
        **dict.fromkeys(others, listing),
    }
    with NewsServer(pages) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN)
        assert paths_of(found, server.base) == sorted(names), found.log
        assert not {"/tag/storm", "/privacy-policy"} & set(server.paths)
        assert len(server.paths) == len(set(server.paths))
        server.asked.clear()
        again = crawl(tmp_path, "news", "-a", f"url={server.base}/", **PLAIN)
        assert not set(server.paths) & {*names, *others}
    assert (again.figures["new"], again.figures["seen"]) == (0, 8)
    command = [str(SCRIPTS / "newsclean"), "corpus", "skipped", "--corpus", str(tmp_path / "corpus"), "--json"]
    listed = [json.loads(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.splitlines()]
    assert {(each["url"].removeprefix(server.base), each["why"]) for each in listed} == {
        ("/", "section"),
        ("/tag/storm", "tag"),
        ("/privacy-policy", "no-news"),
    }
    assert {each["source"] for each in listed} == {f"{server.base}/sitemap.xml"}
    assert "3 left out (`newsclean corpus skipped` lists them)" in found.sentence


@pytest.mark.slow
def test_no_more_sources_are_read_than_the_arguments_need(tmp_path: Path) -> None:
    """Of monthly sitemaps, by `lastmod` or by name, only those that can have what is wanted."""
    months = [f"2026-{month:02}" for month in range(1, 12)]
    names = [f"/{month.replace('-', '/')}/storm-of-{month}" for month in months]
    pages: Pages = {
        "/": page(),
        "/robots.txt": Answer(f"Sitemap: {BASE}/sitemap.xml", "text/plain"),
        "/sitemap.xml": index(*(f"/map-{month}.xml" for month in months)),
        **{f"/map-{month}.xml": dated((name, f"{month}-09")) for month, name in zip(months, names, strict=True)},
        **stories(*names),
    }
    with NewsServer(pages) as server:
        url = f"url={server.base}/"
        limited = crawl(tmp_path / "limit", "news", "-a", url, "-a", "limit=1")
        assert paths_of(limited, server.base) == names[-1:], limited.log
        assert [path for path in server.paths if path.startswith("/map-")] == ["/map-2026-11.xml"]
        server.asked.clear()
        since = crawl(tmp_path / "since", "news", "-a", url, "-a", "since=2026-10-01", "-a", "until=2026-10-20")
        assert paths_of(since, server.base) == names[-2:-1], since.log
        assert [path for path in server.paths if path.startswith("/map-")] == ["/map-2026-11.xml", "/map-2026-10.xml"]


@pytest.mark.slow
def test_a_dry_run_prints_what_would_be_fetched_and_leaves_all_as_it_is(tmp_path: Path) -> None:
    pages: Pages = {
        "/": page(menu("/sport/"), head='<link rel="alternate" type="application/rss+xml" href="/rss">'),
        "/rss": feed("/sport/storm", "/ferry"),
        "/sport/": page(teaser("/sport/storm")),
        **stories("/sport/storm", "/ferry"),
    }
    (tmp_path / "articles.jsonl").write_text("of yesterday\n")
    with NewsServer(pages) as server:
        found, lines = dry_run(tmp_path, "-a", f"url={server.base}/", **PLAIN)
        assert found.status == 0, found.log
        assert not {"/sport/storm", "/ferry"} & set(server.paths)
        assert [(*line[:3], line[3].removeprefix(server.base)) for line in lines] == [
            ("fetch", "-", "feed", "/sport/storm"),
            ("fetch", "-", "feed", "/ferry"),
            ("skip", "menu", "", "/sport/"),
        ]
        assert not (tmp_path / "corpus").exists()
        assert (tmp_path / "articles.jsonl").read_text() == "of yesterday\n"
        crawl(tmp_path, "news", "-a", f"url={server.base}/", "-a", "section=sport")
        _, lines = dry_run(tmp_path, "-a", f"url={server.base}/", **PLAIN)
    assert [line[0] for line in lines] == ["known", "fetch", "skip"]


@pytest.mark.parametrize("by", ["url", "urls"])
def test_what_the_user_names_is_fetched_whatever_its_address_looks_like(tmp_path: Path, by: str) -> None:
    """Once, by its address or by a list; a page that is no article is rejected, and the run says why."""
    linked = article("News of x", extra=teaser("/2026/11/26/another-storm-on-the-coast"))
    pages: Pages = {
        "/x": linked,
        "/about": article("About the storm"),
        "/2026/11/26/another-storm-on-the-coast": linked,
    }
    with NewsServer(pages) as server:
        if by == "url":
            found = crawl(tmp_path, "news", "-a", f"url={server.base}/x", **PLAIN)
            assert [path for path in server.paths if path != "/robots.txt"] == ["/x"]
            assert paths_of(found, server.base) == ["/x"]
            return
        listed = tmp_path / "list.txt"
        listed.write_text(f"# two articles\n{server.base}/x\n\n{server.base}/about\n{server.base}/x\nnews.example/y\n")
        host = server.base.partition("//")[2]
        found = crawl(tmp_path, "news", "-a", f"urls={listed}", NEWSCLEAN_ALLOW_HOSTS=host, **PLAIN)
        assert paths_of(found, server.base) == ["/about", "/x"], found.log
        assert sorted(path for path in server.paths if path != "/robots.txt") == ["/about", "/x"]
    assert "'news.example/y' is no http or https address and is left out" in found.log
