"""Sites whose stories only one kind of source lists: this sitemap, that feed, nothing but the home page."""

from __future__ import annotations

import datetime as dt
import gzip
from itertools import groupby

from .ground import Build, Ground
from .lists import add_list, no_pager
from .others import add_others
from .pages import Paths, add_articles, alternate, shell
from .site import Kind, SmallSite
from .sources import ATOM, RSS, XML, add_robots, atom, index, json_feed, news_urlset, places, rss, urlset
from .stories import Story
from .usual import add_usual

_PATHS = Paths()


def sitemap_only(ground: Ground) -> SmallSite:
    """The home page is a JavaScript application's shell; robots.txt doesn't name the sitemap."""
    site = ground.site(
        "sitemap-only", "sitemap only, the home page a script", "en", "modern", _short, host=ground.address(20)
    )
    _script_shell(site)
    paths = [("/", None), *((getattr(_PATHS, name), None) for name in ("about", "contact", "privacy", "login"))]
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, [*paths, *places(site, site.stories, dated=False)]), XML)
    add_robots(site)
    return site


def news_sitemap(ground: Ground) -> SmallSite:
    """A news sitemap and nothing else."""
    site = ground.site("news-sitemap", "news sitemap only", "de", "modern", _short)
    _script_shell(site)
    site.add("/news-sitemap.xml", Kind.SITEMAP, news_urlset(site, site.stories), XML)
    add_robots(site)
    return site


def monthly(ground: Ground) -> SmallSite:
    """A sitemap for each of 24 months, and one of the sections."""
    site = ground.site(
        "monthly", "24 monthly sitemaps in an index", "en", "yoast", _short, number=120, step=dt.timedelta(days=6)
    )
    add_usual(site, _PATHS)
    months = {
        f"/sitemaps/{month}.xml": list(stories)
        for month, stories in groupby(site.stories, lambda story: f"{story.published:%Y-%m}")
    }
    for path, stories in months.items():
        site.add(path, Kind.SITEMAP, urlset(site, places(site, stories)), XML)
    site.add(
        "/sitemaps/sections.xml", Kind.SITEMAP, urlset(site, [(f"/{slug}/", None) for slug, _ in site.sections]), XML
    )
    named = [(path, stories[0].published) for path, stories in months.items()]
    site.add("/sitemaps/index.xml", Kind.SITEMAP, index(site, [("/sitemaps/sections.xml", None), *named]), XML)
    add_robots(site, "/sitemaps/index.xml")
    return site


def daily(ground: Ground) -> SmallSite:
    """A sitemap for each day, without the time of its change in the index."""
    site = ground.site(
        "daily",
        "sitemap by day, no lastmod in the index",
        "id",
        "portal",
        _read,
        host=ground.address(23),
        number=60,
        step=dt.timedelta(hours=2),
    )
    add_usual(site, _PATHS)
    days = {
        f"/sitemap/{day}.xml": list(stories)
        for day, stories in groupby(site.stories, lambda story: f"{story.published:%Y-%m-%d}")
    }
    for path, stories in days.items():
        site.add(path, Kind.SITEMAP, urlset(site, places(site, stories)), XML)
    site.add("/sitemap.xml", Kind.SITEMAP, index(site, [(path, None) for path in days]), XML)
    add_robots(site, "/sitemap.xml")
    return site


def text_sitemap(ground: Ground) -> SmallSite:
    """A sitemap of one address a line."""
    site = ground.site("text-sitemap", "text sitemap", "en", "plain", _short)
    add_usual(site, _PATHS)
    listed = [site.home, site.url(_PATHS.about), *map(site.story_url, site.stories)]
    site.add("/sitemap.txt", Kind.SITEMAP, "\n".join(listed), "text/plain; charset=utf-8")
    add_robots(site, "/sitemap.txt")
    return site


def gzip_sitemap(ground: Ground) -> SmallSite:
    """A compressed sitemap on a path of its own."""
    site = ground.site("gzip-sitemap", "gzip sitemap on a path of its own", "id", "portal", _short)
    add_usual(site, _PATHS)
    data = gzip.compress(urlset(site, places(site, site.stories)).encode(), mtime=0)
    site.add("/files/map-articles.xml.gz", Kind.SITEMAP, data, "application/gzip")
    add_robots(site, "/files/map-articles.xml.gz")
    return site


def feed_in_body(ground: Ground) -> SmallSite:
    """The home page links a feed in its text, and no story."""
    site = ground.site("feed-in-body", "feed only, linked in the text", "en", "plain", _short, has_sitemap=False)
    add_others(site, _PATHS, section_links=False)
    add_articles(site, _PATHS)
    main = '<h1>Welcome</h1><p>Read us with your <a href="/syndication/all">news reader</a>.</p>'
    main = main.replace("news reader", "RSS feed")
    site.add("/", Kind.LISTING, shell(site, site.name, main, ""))
    site.add("/syndication/all", Kind.FEED, rss(site, site.stories), XML)
    return site


def json_only(ground: Ground) -> SmallSite:
    """A JSON Feed, named in the <head>."""
    site = ground.site(
        "json-feed", "JSON Feed only", "en", "modern", _short, host=ground.address(27), has_sitemap=False
    )
    site.head = alternate("/feeds/json", "application/feed+json")
    _script_shell(site)
    site.add("/feeds/json", Kind.FEED, json_feed(site, site.stories), "application/feed+json")
    return site


def atom_only(ground: Ground) -> SmallSite:
    """An Atom feed at its usual address, which nothing names."""
    site = ground.site("atom", "Atom only, /atom.xml", "ar", "plain", lambda story: f"/{story.id}", has_sitemap=False)
    _script_shell(site)
    site.add("/atom.xml", Kind.FEED, atom(site, site.stories), ATOM)
    return site


def odd_feed(ground: Ground) -> SmallSite:
    """RSS at an unusual address, named in the <head>."""
    site = ground.site(
        "odd-feed", "RSS at an unusual address, link rel=alternate", "de", "modern", _short, has_sitemap=False
    )
    site.head = alternate("/export/abo-3.php?format=2&amp;lang=de", "application/rss+xml")
    _script_shell(site)
    site.add("/export/abo-3.php?format=2&lang=de", Kind.FEED, rss(site, site.stories), RSS)
    return site


def home_only(ground: Ground) -> SmallSite:
    """All stories are on the home page, and nowhere else."""
    site = ground.site("home-only", "home page only, 40 links, short slugs", "en", "plain", _short, has_sitemap=False)
    add_others(site, _PATHS, section_links=False)
    add_articles(site, _PATHS)
    add_list(site, "/", site.name, site.stories, pager=no_pager, per_page=len(site.stories))
    return site


def two_levels(ground: Ground) -> SmallSite:
    """The home page links sections, those link parts, and the parts list the stories."""
    site = ground.site(
        "two-levels", "sections two levels deep, no feed, no sitemap", "id", "portal",
        lambda story: f"/{story.section}/{_part(story)}/{story.short}", has_sitemap=False,
    )  # fmt: skip
    paths = Paths(section="/{}")
    add_others(site, paths)
    add_articles(site, paths)
    main = "".join(f'<div class="box"><h2><a href="/{slug}">{name}</a></h2></div>' for slug, name in site.sections)
    site.add("/", Kind.LISTING, shell(site, site.name, main, "home"))
    for slug, name in site.sections:
        stories = site.in_section(slug)
        parts = sorted(set(map(_part, stories)))
        links = "".join(f'<li><a href="/{slug}/{part}">{name} {part.title()}</a></li>' for part in parts)
        site.add(f"/{slug}", Kind.LISTING, shell(site, name, f"<h1>{name}</h1><ul>{links}</ul>", "page-kanal"))
        for part in parts:
            listed = [story for story in stories if _part(story) == part]
            add_list(site, f"/{slug}/{part}", f"{name} {part}", listed, pager=no_pager, per_page=len(listed))
    return site


def _script_shell(site: SmallSite) -> None:
    """Articles and standing pages, and a home page that only a browser fills."""
    add_others(site, _PATHS, section_links=False)
    add_articles(site, _PATHS)
    menu, site.menu = site.menu, []
    footer, site.footer = site.footer, []
    site.add(
        "/", Kind.LISTING, shell(site, site.name, '<div id="root"></div><script src="/static/app.js"></script>', "")
    )
    site.menu, site.footer = menu, footer


def _short(story: Story) -> str:
    return f"/{story.short}"


def _read(story: Story) -> str:
    return f"/read/{story.id}/{story.slug}"


def _part(story: Story) -> str:
    return ("kota", "desa")[story.number % 2]


BUILDS: tuple[Build, ...] = (
    sitemap_only, news_sitemap, monthly, daily, text_sitemap, gzip_sitemap, feed_in_body, json_only, atom_only,
    odd_feed, home_only, two_levels,
)  # fmt: skip
