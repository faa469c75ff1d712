"""What `newsclean sites new` writes for ten sites built of the bench's pages, beside what we declare for them.

Run: python -m benchmarks.new_sites [--bench DIR] [--show]

The pages are served under their own addresses, on loopback. The program that looks at the sites is a copy without any
site file. Front page, feed and sitemap are made here, of one kind a site (KINDS); time zone and languages are compared
with the site file that ships. Only figures are printed, unless `--show` asks for the files.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from w3lib.url import safe_url_string

from newsclean.page.urls import is_front_page, record_id
from newsclean.sites.site import Site, site_of
from tests.replay import Outlet, ReplayServer

from .harness import DEFAULT, ROOT, Bench, BenchError

SITES, PER_COUNTRY, LEAST = 10, 2, 3
KINDS = ("feed", "news sitemap", "sitemap", "feed and index", "front page")
_CODE = """
import sys
from newsclean.commands.cli import main
main(["sites", "new", *sys.argv[1:], "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"])
"""


@dataclass(frozen=True)
class Story:
    """A page of the bench."""

    url: str
    title: str
    date: str | None
    html: Path


@dataclass(frozen=True)
class RealSite:
    """A domain of the bench, with the site file that ships for it."""

    declared: Site
    kind: str
    stories: list[Story]

    @property
    def home(self) -> str:
        return f"https://www.{self.declared.domains[0]}/"


def real_sites(bench: Bench) -> list[RealSite]:
    """Those of most pages, few of one country."""
    found: dict[str, dict[str, Story]] = defaultdict(dict)
    declared: dict[str, Site] = {}
    for folder in bench.datasets():
        for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            url, site = row["url"], site_of(row["url"])
            if site is None or not row.get("title") or is_front_page(url) or safe_url_string(url) != url:
                continue
            declared[site.name] = site
            page = Story(url, row["title"], row.get("date"), folder / "html" / f"{row['id']}.html.gz")
            found[site.name].setdefault(record_id(url), page)
    sites: list[RealSite] = []
    countries: Counter[str | None] = Counter()
    for name, stories in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        country = declared[name].country
        if len(sites) < SITES and len(stories) >= LEAST and countries[country] < PER_COUNTRY:
            countries[country] += 1
            sites.append(RealSite(declared[name], KINDS[len(sites) % len(KINDS)], list(stories.values())))
    return sites


def outlet_of(site: RealSite, folder: Path) -> Outlet:
    """The site on disk, with the front page and the sources of its kind."""
    pages: dict[str, str] = {}

    def add(url: str, name: str, content: str | bytes) -> None:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        pages[url] = name

    for number, story in enumerate(site.stories):
        add(story.url, f"story-{number}.html", gzip.decompress(story.html.read_bytes()))
    makers: dict[str, Callable[[RealSite], str]] = {"rss.xml": _feed, "news.xml": _news, "sitemap.xml": _map}
    wanted = {
        "feed": ["rss.xml"],
        "news sitemap": ["news.xml"],
        "sitemap": ["sitemap.xml"],
        "feed and index": ["rss.xml", "sitemap.xml"],
    }.get(site.kind, [])
    for name in wanted:
        add(site.home + name, name, makers[name](site))
    if site.kind == "news sitemap":
        add(f"{site.home}robots.txt", "robots.txt", f"Sitemap: {site.home}news.xml\n")
    if site.kind == "feed and index":
        index = f"<sitemapindex><sitemap><loc>{site.home}sitemap.xml</loc></sitemap></sitemapindex>"
        add(f"{site.home}sitemaps.xml", "sitemaps.xml", index)
        add(f"{site.home}robots.txt", "robots.txt", f"Sitemap: {site.home}sitemaps.xml\n")
    add(site.home, "home.html", _front_page(site, "rss.xml" in wanted))
    return Outlet(folder, pages, ())


def sources_of(site: RealSite) -> set[str]:
    """The addresses that its file should name."""
    names = {
        "feed": ["rss.xml"],
        "news sitemap": ["news.xml"],
        "sitemap": ["sitemap.xml"],
        "feed and index": ["rss.xml", "sitemaps.xml"],
        "front page": [""],
    }
    return {site.home + name for name in names[site.kind]}


def _feed(site: RealSite) -> str:
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{escape(story.url)}</link></item>" for story in site.stories
    )
    return f'<rss version="2.0"><channel>{items}</channel></rss>'


def _news(site: RealSite) -> str:
    def entry(story: Story) -> str:
        date = f"<n:publication_date>{story.date or '2020-01-01'}</n:publication_date>"
        title = f"<n:title>{escape(story.title)}</n:title>"
        return f"<url><loc>{escape(story.url)}</loc><n:news>{date}{title}</n:news></url>"

    return (
        f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{"".join(map(entry, site.stories))}</urlset>'
    )


def _map(site: RealSite) -> str:
    entries = "".join(f"<url><loc>{escape(story.url)}</loc></url>" for story in site.stories)
    return f"<urlset><url><loc>{site.home}</loc></url>{entries}</urlset>"


def _front_page(site: RealSite, has_feed: bool) -> str:
    feed = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">' if has_feed else ""
    teasers = "".join(f'<h2><a href="{escape(story.url)}">{escape(story.title)}</a></h2>' for story in site.stories)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{feed}</head><body>{teasers}</body></html>'


def program_without_sites(folder: Path) -> Path:
    """A copy of the package in which no site but the demo is declared."""

    def left_out(place: str, names: list[str]) -> list[str]:
        return [name for name in names if len(name) == 2] if Path(place).name == "sites" else ["__pycache__"]

    shutil.copytree(ROOT / "newsclean", folder / "newsclean", ignore=left_out)
    return folder


def look_at(site: RealSite, program: Path) -> tuple[dict[str, Any], str]:
    """What was written, and what was said."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outlet = outlet_of(site, folder)
        with ReplayServer(outlet, folder) as server:
            variables = {**os.environ, **server.environment, "PYTHONPATH": str(program)}
            file = folder / "site" / f"{site.declared.name}.toml"
            command = [sys.executable, "-c", _CODE, site.home, "-o", str(file)]
            done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
        return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}, done.stderr


def judged(site: RealSite, written: dict[str, Any]) -> dict[str, str]:
    """Each part of what was written: right, left out or wrong."""
    declared = site.declared
    languages = written.get("languages") or [written[key] for key in ("language",) if key in written]
    pattern = written.get("article_url")
    sources = {url for key in ("feeds", "sitemaps", "sections") for url in written.get(key, [])}
    return {
        "domains": _verdict(written.get("domains"), set(written.get("domains", [])) <= set(declared.domains)),
        "language": _verdict(languages, set(languages) <= set(declared.all_languages)),
        "time zone": _verdict(written.get("timezone"), _same_clock(written.get("timezone"), declared.timezone)),
        "sources": _verdict(sources, sources_of(site) <= sources),
        "pattern": _verdict(pattern, all(re.search(pattern or "", story.url) for story in site.stories)),
    }


def _verdict(value: object, is_right: bool) -> str:
    return "left out" if not value else "right" if is_right else "wrong"


def _same_clock(one: str | None, other: str | None) -> bool:
    moments = [dt.datetime(2026, month, 15, tzinfo=dt.UTC) for month in (1, 7)]
    return bool(one and other) and all(
        moment.astimezone(ZoneInfo(str(one))).utcoffset() == moment.astimezone(ZoneInfo(str(other))).utcoffset()
        for moment in moments
    )


def needs_a_hand(parts: dict[str, str]) -> bool:
    """Whether anything is wrong or missing; a site needs no pattern."""
    return any(said == "wrong" or (said == "left out" and part != "pattern") for part, said in parts.items())


def _rows(sites: list[RealSite], program: Path, *, show: bool) -> Iterator[dict[str, str]]:
    for number, site in enumerate(sites, start=1):
        written, said = look_at(site, program)
        if show:
            print(json.dumps(written, indent=1, ensure_ascii=False), said, sep="\n", file=sys.stderr)
        yield {"site": str(number), "kind": site.kind, "pages": str(len(site.stories)), **judged(site, written)}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--bench", type=Path, default=DEFAULT)
    parser.add_argument("--show", action="store_true", help="print each file, which names its site")
    given = parser.parse_args(arguments)
    try:
        sites = real_sites(Bench(given.bench))
    except BenchError as error:
        print(error, file=sys.stderr)
        return 2
    hands = 0
    with tempfile.TemporaryDirectory() as name:
        for number, row in enumerate(_rows(sites, program_without_sites(Path(name)), show=given.show)):
            hand = needs_a_hand({part: said for part, said in row.items() if part not in ("site", "kind", "pages")})
            hands += hand
            if not number:
                print("|", " | ".join([*row, "needs a hand"]), "|", "\n|", "--|" * (len(row) + 1), sep="")
            print("|", " | ".join([*row.values(), "yes" if hand else ""]), "|", flush=True)
    print(f"\n{hands} of {len(sites)} need a hand")
    return 0


if __name__ == "__main__":
    sys.exit(main())
