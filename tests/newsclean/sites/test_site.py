"""Site files: what they may say, how mistakes are reported, and whose they are.

Covers declaration, codes, folders, site_file.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsclean.errors import SiteError, UsageError
from newsclean.sites.folders import SHIPPED, files_in
from newsclean.sites.site import parse_site, site_named, site_of, sites
from newsclean.sites.site_file import read_site
from tests.crawls import ROOT

NEEDED = 'domains = ["harbour.example"]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site folder of the user's own."""
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("NEWSCLEAN_SITES", str(own))
    return own


def faults(folder: Path, content: str | bytes, name: str = "harbour") -> list[str]:
    path = folder / f"{name}.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(fault).removeprefix(f"{path}:") for fault in read_site(path)[1]]


@pytest.mark.slow
def test_a_site_without_a_file_is_known_once_a_program_declares_it() -> None:
    """Also to the processes that clean pages. In a process of its own: what is declared stays."""
    program = """
import datetime as dt, newsclean
from newsclean.sites.site import Site, declare, site_named, site_of, sites
from newsclean.workers.pool import Workers
site = Site(name="harbour", domains=("harbour.example",), timezone="Asia/Jakarta")
declare(site)
assert site_named("harbour") == site_of("https://www.harbour.example/1") == sites()["harbour"] == site
html = open("newsclean/workers/sample.html", "rb").read()
page = newsclean.Page(url="https://harbour.example/1", html=html, site="harbour", fetched_at=dt.datetime.now(dt.UTC))
with Workers(1, seconds=60) as workers:
    print(newsclean.clean(page).site, workers.submit(page).result().site)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "harbour harbour\n", done.stderr


def test_domains_are_enough_and_the_name_is_that_of_the_file() -> None:
    site = parse_site(NEEDED, "sites/harbour.toml")
    assert (site.name, site.domains) == ("harbour", ("harbour.example",))
    assert (site.language, site.zone, site.feeds, site.article_url) == (None, None, (), None)
    assert (site.verified, site.render) == ("no", False)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('feed = ["x"]', "unknown key 'feed'. Did you mean 'feeds'?"),
        ('hue = "red"', "unknown key 'hue'. Known keys: domains, title, country, "),
        ('timezone = "Asia/Jakata"', "timezone: 'Asia/Jakata' is not an IANA time zone, such as 'Asia/Jakarta'"),
        ('timezone = "../etc/passwd"', "timezone: '../etc/passwd' is not an IANA time zone"),
        ('language = "Indonesian"', "language: 'Indonesian' is not the code of a language; write 'id'"),
        ('language = "pt-BR"', "language: 'pt-BR' is not the code of a language; write 'pt'"),
        ('language = "Klingonisch"', "language: 'Klingonisch' is not the code of a language; write one like 'id'"),
        ('languages = ["id", "English"]', "languages: 'English' is not the code of a language; write 'en'"),
        ('country = "Indonesia"', "country: 'Indonesia' is not the code of a country; write 'ID'"),
        ('country = "UK"', "country: 'UK' is not the code of a country; write 'GB'"),
        ("article_url = '/(read'", "article_url: '/(read' is not a regular expression: "),
        ("article_url = '.*'", "article_url: '.*' matches every page, even https://harbour.example/; write what only"),
        (r"article_url = 'www\.'", r"article_url: 'www\\.' matches every page, even https://www.harbour.example/"),
        ('all_pages = "page=all"', "all_pages: 'page=all' must look like '?page=all'"),
        ('feeds = "x"', "feeds: 'x' is not a list; write it in brackets: [...]"),
        ("feeds = [1]", "feeds: 1 is not text; write it in quotes"),
        (
            'feeds = ["harbour.example/rss"]',
            "feeds: 'harbour.example/rss' is not a web address; write 'https://harbour.",
        ),
        ("feeds = [", "not TOML: "),
        ('verified = "yes"', "verified: 'yes': Input should be 'page', 'fixture' or 'no'"),
        ('render = "often"', "render: 'often' is neither true nor false"),
        ("ports = [99999]", "ports: 99999: Input should be less than or equal to 65535"),
        ('name = "port"', "name: 'port' is not the name of the file; write 'harbour', or leave the line out"),
    ],
)
def test_a_wrong_line_is_named_with_what_would_be_right(tmp_path: Path, line: str, message: str) -> None:
    found = faults(tmp_path, f"# Our harbour\n{NEEDED}{line}\n")
    assert len(found) == 1
    assert found[0].startswith(f"3: {message}")


@pytest.mark.parametrize(
    ("domains", "message"),
    [
        (
            '["https://Harbour.example/"]',
            "domains: 'https://Harbour.example/' is not a domain; write 'harbour.example'",
        ),
        ('["Harbour.example"]', "domains: 'Harbour.example' is not a domain; write 'harbour.example'"),
        ('["com"]', "domains: 'com' is the end of many domains, not a site's; write one like 'news.com'"),
        ('["co.id"]', "domains: 'co.id' is the end of many domains, not a site's; write one like 'news.co.id'"),
        ('["bücher.example"]', "domains: 'bücher.example' is not a domain; write 'xn--bcher-kva.example'"),
        ('["har bour"]', "domains: 'har bour' is not a domain"),
        ('"harbour.example"', "domains: 'harbour.example' is not a list; write it in brackets"),
        ("[]", "domains: is empty; name at least one"),
    ],
)
def test_a_domain_is_a_host_of_the_site(tmp_path: Path, domains: str, message: str) -> None:
    assert faults(tmp_path, f"domains = {domains}\n")[0].startswith(f"1: {message}")


def test_all_faults_of_a_file_are_reported_each_with_its_line(tmp_path: Path) -> None:
    text = 'language = "Welsh"\nfeeds = [\n  "/rss.xml",\n  "rss",\n]\ncountry = "Wales"\n'
    lines = [fault.partition(": ")[0] for fault in faults(tmp_path, text)]
    assert sorted(lines) == ["1", "1", "4", "6"]  # "domains" is missing


def test_a_file_that_is_not_utf_8_is_reported_with_line_and_byte(tmp_path: Path) -> None:
    found = faults(tmp_path, NEEDED.encode() + 'title = "Café"\n'.encode("latin-1"))
    assert found == ["2: byte 0xE9 is not UTF-8; save the file as UTF-8"]


@pytest.mark.parametrize("name", ["news", "demo"])
def test_a_spider_with_code_of_its_own_keeps_its_name(tmp_path: Path, name: str) -> None:
    assert "is the name of a spider with code of its own" in faults(tmp_path, NEEDED, name)[0]


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://harbour.example/news/1", True),
        ("https://WWW.Harbour.example:8080/", True),
        ("https://sport.harbour.example/", True),
        ("https://oldharbour.example/", False),
        ("https://harbour.example.evil.example/", False),
        ("file:///home/harbour.example/page.html", False),
        ("harbour.example", False),
        ("https://[harbour.example/", False),
    ],
)
def test_a_site_owns_its_hosts_and_those_below(folder: Path, url: str, owned: bool) -> None:
    (folder / "harbour.toml").write_text(NEEDED)
    assert site_named("harbour").owns(url) is owned
    assert site_of(url) is (site_named("harbour") if owned else None)


def test_the_longest_domain_decides_whose_an_address_is(folder: Path) -> None:
    (folder / "all.toml").write_text(NEEDED)
    (folder / "sport.toml").write_text('domains = ["sport.harbour.example"]\n')
    assert site_of("https://live.sport.harbour.example/1") is site_named("sport")
    assert site_of("https://www.harbour.example/1") is site_named("all")


def test_a_declared_site_is_found_by_name_and_by_url() -> None:
    site = site_named("sindonews")
    assert site.zone == ZoneInfo("Asia/Jakarta")
    assert site_of("https://nasional.sindonews.com/read/1/2/slug") is site
    assert site_of("https://harbour.example/") is None


def test_an_unknown_name_gets_the_nearest_or_where_to_look() -> None:
    with pytest.raises(SiteError, match="Did you mean 'sindonews'"):
        site_named("sindonew")
    with pytest.raises(SiteError, match=r"there is no site '0000'. `newsclean sites` lists them: "):
        site_named("0000")


def test_a_file_of_the_users_replaces_the_shipped_one_of_its_name(folder: Path) -> None:
    (folder / "sindonews.toml").write_text('domains = ["sindonews.com"]\ntimezone = "Asia/Makassar"\n')
    assert site_of("https://nasional.sindonews.com/read/1").timezone == "Asia/Makassar"  # type: ignore[union-attr]


def test_a_domain_of_another_site_is_refused_and_both_files_are_named(folder: Path) -> None:
    (folder / "mine.toml").write_text(f'{NEEDED[:-2]}, "sindonews.com"]\n')
    with pytest.raises(SiteError) as raised:
        site_named("mine")
    assert str(raised.value) == (
        f"{folder}/mine.toml:1: domains: 'sindonews.com' belongs to the site sindonews "
        f"({SHIPPED.relative_to(Path.cwd())}/id/sindonews.toml); leave it out here, or call this file sindonews.toml "
        "to replace that one"
    )
    assert site_named("sindonews") is site_of("https://sindonews.com/")


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    for path in (folder / "harbour.toml", folder / "pt/harbour.toml"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(NEEDED)
    with pytest.raises(SiteError, match=r"harbour\.toml has the same name; rename one of the two"):
        site_named("harbour")
    assert site_of("https://harbour.example/") is None


@pytest.mark.slow
def test_a_broken_file_costs_its_own_site_alone_and_is_reported_once(tmp_path: Path) -> None:
    """By a command that cleans in several processes, and by a crawl of another site."""
    own = tmp_path / "sites"
    own.mkdir()
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsclean.settings\n")
    (own / "bad.toml").write_text('domains = ["com"]\nlanguage = "Welsh"\n')
    (own / "good.toml").write_text(NEEDED)
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(4):
        (pages / f"{number}.html").write_bytes((ROOT / "newsclean/workers/sample.html").read_bytes())
    told = "sites/bad.toml:1: domains: 'com' is the end of many domains, not a site's; write one like 'news.com'"
    done = run(tmp_path, "newsclean", "clean", "--jobs", "2", "pages")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 4)
    assert done.stderr.count("bad.toml") == 1
    assert f"{told}. The site bad is left out; `newsclean sites check bad` shows 1 more." in done.stderr
    assert {"bad", "good", "sindonews"} <= set(run(tmp_path, "scrapy", "list").stdout.split())
    refused = run(tmp_path, "scrapy", "crawl", "bad")
    assert refused.returncode == 2
    assert f"newsclean: {told}\n" in refused.stderr
    assert "-a limit=0 is not understood" in run(tmp_path, "scrapy", "crawl", "good", "-a", "limit=0").stderr


def test_a_site_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCLEAN_SITES", "/nowhere")
    with pytest.raises(UsageError, match="NEWSCLEAN_SITES=/nowhere: there is no such folder"):
        sites()


def test_the_users_folder_is_that_of_the_project_else_that_of_his_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSCLEAN_SITES", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings, project = tmp_path / "config/newsclean/sites", tmp_path / "project/sites"
    for own, name in ((settings, "quay"), (project, "pier")):
        own.mkdir(parents=True)
        (own / f"{name}.toml").write_text(NEEDED)
    monkeypatch.chdir(tmp_path)
    assert site_of("https://harbour.example/") is site_named("quay")
    (project.parent / "scrapy.cfg").touch()
    (project.parent / "code").mkdir()
    monkeypatch.chdir(project.parent / "code")
    assert site_of("https://harbour.example/") is site_named("pier")


def test_every_file_that_ships_is_right_and_has_at_most_ten_lines() -> None:
    paths = files_in(SHIPPED)
    assert sites().keys() == {path.stem for path in paths}
    assert [path for path in paths if len(path.read_text("utf-8").splitlines()) > 10] == []
    in_folders = {path.stem: path.parent.name for path in paths if path.parent != SHIPPED}
    assert in_folders == {site.name: site.country.lower() for site in sites().values() if site.country}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)
