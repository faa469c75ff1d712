"""`newsclean sites new` and `newsclean sites try`, one after the other, against a real server.

Covers sites_try and newsclean.spiders.survey.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsclean.commands.cli import main
from tests.crawls import PATIENCE
from tests.hostile.network.case import PARAGRAPHS
from tests.server import BASE, Answer, NewsServer

STORIES = [f"/read/{number}/ferry-returns-to-ellery" for number in range(3101, 3111)]
MENU = '<nav><a href="/">Home</a><a href="/port/">Port</a><a href="/about-us">About us</a></nav>'


def article(path: str, *, date: str = "2026-08-06T18:05:00+01:00") -> str:
    number = path.split("/")[2]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>Ferry {number} returns to Ellery</title>'
        '<meta property="og:type" content="article"><meta property="og:site_name" content="Harbour Gazette">'
        f'<meta property="article:published_time" content="{date}"></head><body>{MENU}'
        f"<article><h1>Ferry {number} returns to Ellery</h1>{text}<p>Page 1 of 2</p>"
        f'<a href="{path}?page=2">2</a> <a href="{path}?page=all">All</a></article></body></html>'
    )


def pages() -> dict[str, Answer | str]:
    """The site of a newspaper with a news sitemap in robots.txt, a feed, a section and ten stories."""
    teasers = "".join(f'<h2><a href="{path}">The ferry returns to Ellery at last</a></h2>' for path in STORIES)
    news = "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
    entries = "".join(
        f"<url><loc>{BASE}{path}</loc><n:news><n:publication_date>2026-08-06T17:{number:02}:00Z</n:publication_date>"
        f"<n:title>Ferry {number} returns</n:title></n:news></url>"
        for number, path in enumerate(STORIES)
    )
    items = "".join(f"<item><title>Ferry</title><link>{BASE}{path}</link></item>" for path in STORIES[-4:])
    front = f"<head><link rel=alternate type=application/rss+xml href=/rss.xml></head><body>{MENU}{teasers}</body>"
    return {
        "/": f'<!DOCTYPE html><html lang="en-GB">{front}</html>',
        "/robots.txt": Answer(
            f"User-agent: *\nDisallow: /private/\nSitemap: {BASE}/news-sitemap.xml\nSitemap: {BASE}/gone.xml",
            "text/plain",
        ),
        "/news-sitemap.xml": Answer(f"<urlset {news}>{entries}</urlset>", "application/xml"),
        "/rss.xml": Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml"),
        "/port/": f"<html><body>{MENU}{teasers}</body></html>",
        "/about-us": f"<html><body>{MENU}<p>We are a newspaper.</p></body></html>",
        **{path: article(path) for path in STORIES},
        **{f"{path}?page=all": article(path) for path in STORIES},
    }


def run(server: NewsServer, *arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    settings = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", f"NEWSCLEAN_ALLOW_HOSTS={server.base.partition('//')[2]}")
    command = [sys.executable, "-m", "newsclean", "sites", *arguments]
    command += [part for setting in settings for part in ("-s", setting)]
    variables = {**os.environ, "XDG_CONFIG_HOME": str(home)} if home else None
    return subprocess.run(command, env=variables, cwd=home, capture_output=True, text=True, timeout=PATIENCE)


@pytest.mark.slow
def test_a_site_is_declared_by_one_look_and_then_tried(tmp_path: Path) -> None:
    """The file, the table and the notes of `new`; then the articles, what was dropped and the rejects of `try`."""
    with NewsServer(pages()) as server:
        made = run(server, "new", f"{server.base}/", "--name", "harbour", home=tmp_path)
        assert made.returncode == 0, made.stderr
        file = tmp_path / "newsclean/sites/harbour.toml"
        assert file.read_text("utf-8").replace(server.base, "BASE") == (
            'title = "Harbour Gazette"\ncountry = "GB"\nlanguage = "en"\ntimezone = "Europe/London"\n'
            'domains = ["127.0.0.1"]\nfeeds = ["BASE/rss.xml"]\nsitemaps = ["BASE/news-sitemap.xml"]\n'
            "article_url = '/read/\\d+/'\nall_pages = \"?page=all\"\n"
        )
        first, *_, last = made.stdout.splitlines()
        assert len(made.stdout.splitlines()) == len(STORIES)
        assert first == "2026-08-06 17:09  sitemap  Ferry 9 returns"
        assert last.endswith("Ferry 0 returns")
        assert f"{server.base}/gone.xml is left out: HTTP status 404" in made.stderr
        assert made.stderr.endswith("harbour.toml is written. Try it: newsclean sites try harbour\n")
        assert len(server.paths) == len(set(server.paths)) < 30
        assert "/about-us" not in server.paths

        broken = server.pages[STORIES[-2]]
        server.pages[STORIES[-2]] = Answer("Soon", broken.content_type)
        tried = run(server, "try", str(file), "-n", "3", "--html", str(tmp_path / "tried"), home=tmp_path)
        assert tried.returncode == 1, tried.stderr
        shown = tried.stdout
        assert "Ferry 3110 returns to Ellery" in shown
        assert "Ferry 3107" not in shown
        assert PARAGRAPHS[0][:40] in shown
        assert "About us" in shown.partition("dropped: ")[2]
        assert f"no record: {server.base}{STORIES[-2]}" in shown
        assert shown.splitlines()[-1].startswith("2 articles, 1 reject")
        explained = [path.read_text("utf-8") for path in sorted((tmp_path / "tried").iterdir())]
        assert ["No record" in page for page in explained].count(True) == 1
        assert len(explained) == 3
        assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize(
    ("robots", "message"),
    [
        ("User-agent: *\nDisallow: /", "/ cannot be read: robots.txt forbids the address"),
        pytest.param("", "/ that could be read links an article", marks=pytest.mark.slow),
    ],
)
def test_no_file_is_written_where_there_is_nothing_to_crawl(robots: str, message: str, tmp_path: Path) -> None:
    front = "<html><body><h1>Soon</h1></body></html>"
    with NewsServer({"/": front, "/robots.txt": Answer(robots, "text/plain")}) as server:
        made = run(server, "new", f"{server.base}/", "-o", str(tmp_path / "harbour.toml"))
        assert (made.returncode, made.stdout) == (1, "")
        assert message in made.stderr.splitlines()[-1]
        assert made.stderr.endswith(". No file is written.\n")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_site_without_articles_has_nothing_to_try() -> None:
    with NewsServer({"/": "<html><body><h1>Soon</h1></body></html>"}) as server:
        found = run(server, "try", f"{server.base}/")
        assert (found.returncode, found.stdout) == (3, "")


def test_what_is_there_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCLEAN_SITES", str(tmp_path))
    (tmp_path / "harbour.toml").write_text('domains = ["ellery.example"]\n')
    there = str(tmp_path / "harbour.toml")
    for arguments, message in (
        (("https://harbour.example/",), f"{there} is there already. Give another --name or -o"),
        (("https://other.example/", "-o", there), f"{there} is there already."),
        (("https://news.ellery.example/",), f"{there} declares. Try it: newsclean sites try harbour"),
        (("https://www.sindonews.com/",), "Try it: newsclean sites try sindonews"),
        (("https://other.example/", "--name", "kompas"), "there is a site kompas already. Give another --name."),
        (("https://other.example/", "--name", "Kompas"), "write 'kompas'"),
        (("https://other.example/", "--name", "news"), "there is a site news already"),
        (("harbour.example",), "harbour.example is not a web address"),
    ):
        result = CliRunner().invoke(main, ["sites", "new", *arguments])
        assert result.exit_code == 2, (arguments, result.output)
        assert message in result.stderr
    assert (tmp_path / "harbour.toml").read_text() == 'domains = ["ellery.example"]\n'


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("sindonew", "there is no site 'sindonew'. Did you mean 'sindonews'?"),
        ("bad.toml", "bad.toml:1: domains: 'com' is the end of many domains"),
    ],
)
def test_only_a_site_can_be_tried(target: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_text('domains = ["com"]\n')
    result = CliRunner().invoke(main, ["sites", "try", target])
    assert result.exit_code == 2
    assert message in result.stderr
