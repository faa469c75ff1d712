"""Sites that behave as sites do after some years: moved, grown, renamed, split, and full of links to elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from .ground import Build, Ground
from .lists import add_list, add_lists, no_pager
from .others import add_others
from .pages import Paths, add_articles, alternate, article, shell
from .site import Kind, Reply, SmallSite
from .sources import XML, add_feed_pages, add_robots, places, urlset
from .usual import add_usual

_PATHS = Paths()


def moved_home(ground: Ground) -> SmallSite:
    """The address that people know leads to www., and so does its robots.txt."""
    site = ground.site(
        "moved-home", "redirected to www., sitemap there", "en", "yoast",
        lambda story: f"/{story.section}/{story.short}/", host="www.moved-home.example",
    )  # fmt: skip
    site.start = "http://moved-home.example/"
    add_usual(site, _PATHS)
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, [("/", None), *places(site, site.stories)]), XML)
    add_robots(site, "/sitemap.xml")
    for path in ("", "robots.txt", "sitemap.xml"):
        _move(site, site.start + path, site.home + path)
    return site


def deep_archive(ground: Ground) -> SmallSite:
    """Twenty pages of ten stories each, and no other way to the older ones."""
    site = ground.site(
        "deep-archive", "200 articles on 20 pages, no feed, no sitemap", "id", "portal",
        lambda story: f"/baca/{story.short}-{story.id}", number=200, step=dt.timedelta(hours=5), has_sitemap=False,
    )  # fmt: skip
    paths = Paths(section="/kanal/{}", tag="/topik/{}")
    add_others(site, paths, section_links=False)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories, page_path=lambda _, number: f"/terbaru/{number}")
    return site


def paged_feed(ground: Ground) -> SmallSite:
    """WordPress with a page of its own as the front page: all stories are in the feed, ten a page."""
    site = ground.site(
        "paged-feed", "feed over pages, /feed/?paged=2", "de", "wordpress", lambda story: f"/{story.short}/",
        has_sitemap=False,
    )  # fmt: skip
    site.head = alternate("/feed/", "application/rss+xml")
    add_others(site, _PATHS, section_links=False)
    add_articles(site, _PATHS)
    site.add(
        "/", Kind.LISTING, shell(site, site.name, "<h1>Willkommen</h1><p>Wir schreiben aus der Region.</p>", "home")
    )
    add_feed_pages(site, "/feed/", "?paged={}")
    add_robots(site)
    return site


def renamed(ground: Ground) -> SmallSite:
    """A sitemap that still has old addresses, some of which lead to the new ones, and some nowhere."""
    site = ground.site(
        "renamed", "sitemap with old addresses", "en", "drupal", lambda story: f"/{story.section}/{story.short}"
    )
    add_usual(site, _PATHS)
    old = [(f"/archive/{story.id}", story.published) for story in site.stories[10:14]]
    for (path, _), story in zip(old, site.stories[10:14], strict=True):
        _move(site, path, site.story_url(story))
    dead = [(f"/{story.section}/{story.slug}-gone", story.published) for story in site.stories[20:24]]
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, [*old, *dead, *places(site, site.stories)]), XML)
    add_robots(site, "/sitemap.xml")
    return site


def parts(ground: Ground) -> SmallSite:
    """Each article is split over three pages, which the lists link, too."""
    site = ground.site(
        "parts", "articles over three pages", "id", "portal", lambda story: f"/read/{story.id}/{story.short}",
        number=20, has_sitemap=False,
    )  # fmt: skip
    add_others(site, _PATHS)
    for story in site.stories:
        for page in (1, 2, 3):
            part = replace(story, paragraphs=story.paragraphs[2 * page - 2 : 2 * page])
            shown = replace(site, stories=[part if one is story else one for one in site.stories])
            path = site.path(story) + (f"?page={page}" if page > 1 else "")
            links = "".join(f'<a href="{site.path(story)}?page={number}">{number}</a>' for number in (1, 2, 3))
            pages = f'<div class="paging">{links}</div><div class="terkait">'
            body = article(shown, part, _PATHS).replace('<div class="terkait">', pages)
            site.put(path, Reply(Kind.ARTICLE, body, story=story.number))
    second = "".join(
        f'<li><a href="{site.path(story)}?page=2">{story.title} (2)</a></li>' for story in site.stories[:5]
    )
    add_list(site, "/", site.name, site.stories[:10], above=f"<ul>{second}</ul>")
    add_lists(site, _PATHS)
    return site


def noisy_links(ground: Ground) -> SmallSite:
    """Sections with names as long as headlines, addresses without scheme, comments, partners, files."""
    site = ground.site(
        "noisy-links", "long section names, //host/slug, partners and files", "en", "plain",
        lambda story: f"//noisy-links.example/{story.short}", has_sitemap=False,
    )  # fmt: skip
    paths = Paths(section="/{}-news-from-all-over-the-county", tag="/more-about-the-topic-of-{}")
    add_others(site, paths)
    add_articles(site, paths)
    noise = "".join(
        f'<li><a href="{site.path(story)}#comments">{number} comments</a></li>'
        f'<li><a href="https://partner.example/2026/11/26/{story.slug}">{story.title} (partner)</a></li>'
        f'<li><a href="/files/{story.slug}.pdf">PDF</a> <a href="javascript:void(0)">Save</a> '
        f'<a href="/print?url={story.short}">Print</a></li>'
        for number, story in enumerate(site.stories[:6])
    )
    for story in site.stories[:6]:
        site.add(f"/files/{story.slug}.pdf", Kind.ASSET, b"%PDF-1.7\n", "application/pdf")
        site.add(f"/print?url={story.short}", Kind.OTHER, f"<title>Print</title><pre>{story.title}</pre>")
    add_list(site, "/", site.name, site.stories[:8], above=f"<ul>{noise}</ul>", pager=no_pager)
    add_lists(site, paths, per_page=50)
    return site


def _move(site: SmallSite, old: str, new: str) -> None:
    site.put(old, Reply(Kind.MOVED, "", status=301, location=new))


BUILDS: tuple[Build, ...] = (moved_home, deep_archive, paged_feed, renamed, parts, noisy_links)
