"""Sites that discovery was not developed with: they show what it does on one it has never met. Run them last.

Each combines what the others have in another way, as the next site will.
"""

from __future__ import annotations

import datetime as dt
import gzip
from itertools import groupby

from .ground import Build, Ground
from .lists import add_list, add_lists, no_pager, older
from .others import add_others
from .pages import Paths, add_articles, alternate, shell
from .site import Kind, SmallSite, newest
from .sources import ATOM, RSS, XML, add_robots, atom, index, json_feed, places, rss, urlset
from .usual import add_usual


def nested_indexes(ground: Ground) -> SmallSite:
    """An index of yearly indexes of monthly sitemaps, compressed; sections and tags in files beside them."""
    site = ground.site(
        "nested-indexes", "index of indexes, compressed months", "de", "modern",
        lambda story: f"/artikel/{story.short}.{story.id}.html", number=90, step=dt.timedelta(days=4),
    )  # fmt: skip
    paths = Paths(section="/ressort/{}", tag="/thema/{}", clip="/video/{}.html", pictures="/fotos/{}.html")
    add_usual(site, paths)
    years: dict[int, list[str]] = {}
    for month, found in groupby(site.stories, lambda story: (story.published.year, story.published.month)):
        path = f"/map/{month[0]}/{month[1]:02}.xml.gz"
        data = gzip.compress(urlset(site, places(site, found)).encode(), mtime=0)
        site.add(path, Kind.SITEMAP, data, "application/x-gzip")
        years.setdefault(month[0], []).append(path)
    for year, maps in years.items():
        site.add(f"/map/{year}.xml", Kind.SITEMAP, index(site, [(path, None) for path in maps]), XML)
    sections = [(paths.section.format(slug), None) for slug, _ in site.sections]
    site.add("/map/ressorts.xml", Kind.SITEMAP, urlset(site, sections), XML)
    named = [("/map/ressorts.xml", None), *((f"/map/{year}.xml", None) for year in years)]
    site.add("/map/all.xml", Kind.SITEMAP, index(site, named), XML)
    add_robots(site, "/map/all.xml")
    return site


def one_page_of_headlines(ground: Ground) -> SmallSite:
    """A page of plain links by day, two clicks from the home page; addresses without section or extension."""
    site = ground.site(
        "headlines", "list of headlines, linked in the footer", "en", "plain",
        lambda story: f"/{story.id}-{story.short}",
        host=ground.address(61), has_sitemap=False,
    )  # fmt: skip
    add_others(site, Paths(section="/desk/{}"), section_links=False)
    add_articles(site, Paths(section="/desk/{}"))
    site.footer.append(("/everything", "Archive"))
    add_list(site, "/", site.name, site.stories[:4], pager=no_pager)
    links = "".join(f'<li><a href="{site.path(story)}">{story.title}</a></li>' for story in site.stories)
    site.add("/everything", Kind.LISTING, shell(site, "Archive", f"<h1>Archive</h1><ul>{links}</ul>", ""))
    return site


def section_feeds(ground: Ground) -> SmallSite:
    """No feed of everything: one for each section, named by the section's page only."""
    site = ground.site(
        "section-feeds", "a feed for each section, post names", "id", "jekyll", lambda story: f"/{story.short}/",
        has_sitemap=False,
    )  # fmt: skip
    paths = Paths(section="/kanal/{}/")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories[:3], pager=no_pager)
    for slug, name in site.sections:
        feed = f"/kanal/{slug}/feed.xml"
        link = f'<a href="{feed}">RSS</a>'
        add_list(site, paths.section.format(slug), name, site.in_section(slug)[:2], pager=no_pager, above=link)
        site.add(feed, Kind.FEED, rss(site, site.in_section(slug)), RSS)
    add_robots(site)
    return site


def monthly_archive(ground: Ground) -> SmallSite:
    """A blog with archives by month in its sidebar, each month on one page; Arabic, numbers in the address."""
    site = ground.site(
        "month-archive", "archives by month, no feed", "ar", "blogger", lambda story: f"/post/{story.id}",
        step=dt.timedelta(days=3), has_sitemap=False,
    )  # fmt: skip
    paths = Paths(section="/cat/{}", tag="/label/{}", clip="/clip/{number}", pictures="/album/{number}")
    add_others(site, paths, section_links=False)
    add_articles(site, paths)
    months = [(month, list(found)) for month, found in groupby(site.stories, lambda story: f"{story.published:%Y/%m}")]
    site.footer += [(f"/{month}/", month) for month, _ in months]
    add_list(site, "/", site.name, site.stories[:5], pager=no_pager)
    for month, stories in months:
        add_list(site, f"/{month}/", month, stories, pager=no_pager, per_page=len(stories))
    return site


def stale_sitemap(ground: Ground) -> SmallSite:
    """A sitemap that nobody has renewed for a while: the newest stories are in the feed and on the pages only."""
    site = ground.site(
        "stale-sitemap", "sitemap without the newest, feed of 5", "en", "drupal",
        lambda story: f"/{story.section}/{story.slug}", host="www.stale-sitemap.example",
    )  # fmt: skip
    site.head = alternate("/rss.xml", "application/rss+xml")
    add_usual(site, Paths(section="/{}", tag="/tags/{}", author="/people/{}"))
    site.add("/rss.xml", Kind.FEED, rss(site, site.stories[:5]), RSS)
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, [("/", None), *places(site, site.stories[12:])]), XML)
    add_robots(site, "/sitemap.xml")
    return site


def query_pages(ground: Ground) -> SmallSite:
    """One script for all: index.php?page=article&id=7, ?page=list&cat=politics&offset=10."""
    site = ground.site(
        "one-script", "index.php?page=article&id=7", "de", "joomla",
        lambda story: f"/index.php?page=article&id={story.id % 1000 + 60}", has_sitemap=False,
    )  # fmt: skip
    base = "/index.php?page="
    paths = Paths(
        section=base + "list&cat={}", tag=base + "list&tag={}", author=base + "list&by={}", about=base + "about",
        contact=base + "contact", privacy=base + "privacy", login=base + "login", search=base + "search",
        video=base + "clips", clip=base + "clip&id={number}", gallery=base + "albums",
        pictures=base + "album&id={number}", shop=base + "product&id=3",
    )  # fmt: skip
    add_others(site, paths)
    add_articles(site, paths)
    add_list(
        site,
        "/",
        site.name,
        site.stories[:9],
        pager=no_pager,
        per_page=9,
        above=f'<a href="{base}list">Alle Meldungen</a>',
    )

    def turn(path: str, number: int) -> str:
        return f"{path}&offset={9 * (number - 1)}"

    add_list(site, f"{base}list", "Alle Meldungen", site.stories, per_page=9, page_path=turn)
    add_lists(site, paths, per_page=9, page_path=turn)
    return site


def two_languages(ground: Ground) -> SmallSite:
    """A Japanese paper below /ja/, its sitemap index by section, its home page a redirect's target."""
    site = ground.site(
        "below-a-folder", "everything below /ja/, a sitemap for each section", "ja", "yoast",
        lambda story: f"/ja/{story.section}/{story.published:%Y%m%d}-{story.hash[:6]}", host=ground.address(66),
    )  # fmt: skip
    below = "/ja/{}/"
    paths = Paths(
        section=below, tag="/ja/tag/{}/", author="/ja/author/{}/", about="/ja/about/", contact="/ja/contact/",
        privacy="/ja/privacy/", login="/ja/login/", search="/ja/search/", video="/ja/video/", clip="/ja/video/{number}",
        gallery="/ja/photo/", pictures="/ja/photo/{number}", shop="/ja/shop/",
    )  # fmt: skip
    site.head = alternate("/ja/feed.json", "application/feed+json")
    add_usual(site, paths, home="/ja/")
    links = '<ul><li><a href="/ja/">日本語</a></li><li><a href="https://partner.example/">English</a></li></ul>'
    site.add("/", Kind.LISTING, shell(site, site.name, links, "gate"))
    site.add("/ja/feed.json", Kind.FEED, json_feed(site, site.stories[:10]), "application/json")
    maps = {slug: site.in_section(slug) for slug, _ in site.sections}
    for slug, stories in maps.items():
        listed = [(below.format(slug), None), *places(site, stories)]
        site.add(f"/ja/{slug}/sitemap.xml", Kind.SITEMAP, urlset(site, listed), XML)
    named = [(f"/ja/{slug}/sitemap.xml", newest(stories)) for slug, stories in maps.items()]
    site.add("/sitemap_index.xml", Kind.SITEMAP, index(site, named), XML)
    return site


def blog_of_a_town(ground: Ground) -> SmallSite:
    """A static site: notes at the root with .html, older ones by a chain of pages; Atom of 5 linked in the text."""
    site = ground.site(
        "notes", "static notes.html, chain of pages, small Atom feed", "en", "hugo",
        lambda story: f"/{story.short}.html",
        number=30, has_sitemap=False,
    )  # fmt: skip
    paths = Paths(
        about="/about.html", contact="/contact.html", privacy="/privacy.html", login="/login.html",
        search="/search.html", clip="/{}-video.html", pictures="/{}-photos.html", video="/videos.html",
        gallery="/photos.html", shop="/shop.html",
    )  # fmt: skip
    add_others(site, paths, section_links=False)
    add_articles(site, paths)
    above = '<p>Subscribe: <a href="/notes.atom">Atom</a></p>'
    add_list(
        site, "/", site.name, site.stories, pager=older, per_page=5, above=above,
        page_path=lambda _, number: f"/index-{number}.html",
    )  # fmt: skip
    site.add("/notes.atom", Kind.FEED, atom(site, site.stories[:5]), ATOM)
    return site


BUILDS: tuple[Build, ...] = (
    nested_indexes, one_page_of_headlines, section_feeds, monthly_archive, stale_sitemap, query_pages, two_languages,
    blog_of_a_town,
)  # fmt: skip
