"""Sites of newsrooms with systems of their own: index pages by date, sections with pagers, addresses of every form."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from .ground import Build, Ground
from .lists import add_list, add_lists, by_query, older
from .others import add_others
from .pages import Paths, add_articles, alternate
from .site import Kind, SmallSite
from .sources import RSS, XML, add_robots, index, news_urlset, places, rss, urlset
from .stories import Story
from .usual import add_usual

_PATHS = Paths(section="/{}", tag="/tag/{}")


def index_by_date(ground: Ground) -> SmallSite:
    """An Indonesian portal: /indeks/2026-11-26, five stories a page, ?page=2; each day links the one before."""
    site = ground.site(
        "indeks", "Indonesian portal, index pages by date, /read/ID/slug", "id", "portal",
        lambda story: f"/read/{story.id}/{story.slug}", step=dt.timedelta(hours=3), has_sitemap=False,
    )  # fmt: skip
    add_others(site, _PATHS)
    add_articles(site, _PATHS)
    site.menu.append(("/indeks", "Indeks"))
    add_list(site, "/", site.name, site.stories[:8])
    for slug, name in site.sections:
        add_list(site, f"/{slug}", name, site.in_section(slug)[:5])
    days = [(day, list(found)) for day, found in groupby(site.stories, lambda story: story.published.date())]
    for (day, stories), (before, _) in zip(days, [*days[1:], (None, [])], strict=True):
        links = f'<a href="/indeks/{before}">‹ {before}</a>' if before else ""
        _index_page(site, f"/indeks/{day}", stories, links)
    _index_page(site, "/indeks", days[0][1], "".join(f'<a href="/indeks/{day}">{day}</a> ' for day, _ in days[:3]))
    return site


def berita(ground: Ground) -> SmallSite:
    """An Indonesian portal: /berita/kanal/slug-TIME, a news sitemap of two days and one of everything."""
    site = ground.site(
        "berita", "Indonesian portal, /berita/kanal/slug-ts, two sitemaps", "id", "portal",
        lambda story: f"/berita/{story.section}/{story.slug}-{story.published.timestamp():.0f}",
        host=ground.address(32),
    )  # fmt: skip
    paths = Paths(section="/berita/{}", tag="/topik/{}", author="/penulis/{}", about="/tentang-kami")
    add_usual(site, paths)
    recent = [story for story in site.stories if story.published > ground.now - dt.timedelta(days=2)]
    site.add("/sitemap-news.xml", Kind.SITEMAP, news_urlset(site, recent), XML)
    site.add("/sitemap-artikel.xml", Kind.SITEMAP, urlset(site, places(site, site.stories)), XML)
    kanal = [(paths.section.format(slug), None) for slug, _ in site.sections]
    site.add("/sitemap-kanal.xml", Kind.SITEMAP, urlset(site, kanal), XML)
    maps = ("/sitemap-news.xml", "/sitemap-artikel.xml", "/sitemap-kanal.xml")
    site.add("/sitemap.xml", Kind.SITEMAP, index(site, [(path, None) for path in maps]), XML)
    add_robots(site, "/sitemap.xml", disallow=("/search", "/*?*komentar="))
    return site


def numbered_index(ground: Ground) -> SmallSite:
    """An Indonesian portal: /kanal/d-ID/slug, a news sitemap of two days, older ones on /indeks?page=N only."""
    site = ground.site(
        "d-id", "Indonesian portal, /kanal/d-ID/slug, /indeks?page=N", "id", "portal",
        lambda story: f"/{story.section}/d-{story.id + 6_000_000}/{story.slug}", has_sitemap=False,
    )  # fmt: skip
    add_others(site, _PATHS)
    add_articles(site, _PATHS)
    site.menu.append(("/indeks", "Indeks"))
    add_list(site, "/", site.name, site.stories[:10])
    add_list(site, "/indeks", "Indeks", site.stories, page_path=by_query)
    add_lists(site, _PATHS, page_path=by_query, authors=False)
    recent = [story for story in site.stories if story.published > ground.now - dt.timedelta(days=2)]
    site.add("/sitemap_news.xml", Kind.SITEMAP, news_urlset(site, recent), XML)
    add_robots(site, "/sitemap_news.xml")
    return site


def infinite_scroll(ground: Ground) -> SmallSite:
    """A home page that a script extends; its <head> names the next portion."""
    site = ground.site(
        "infinite-scroll", "infinite scroll, <link rel=next>", "en", "modern", _in_section, has_sitemap=False
    )
    paths = Paths(section="/{}")
    add_others(site, paths, section_links=False)
    add_articles(site, paths)
    add_list(
        site, "/", site.name, site.stories, pager=lambda *_: '<button id="more">+</button>', per_page=8,
        page_path=lambda _, number: f"/stream?batch={number}", linked_next=True,
    )  # fmt: skip
    add_robots(site)
    return site


def section_pages(ground: Ground) -> SmallSite:
    """Five stories on the home page, all of them in the sections, over pages of six."""
    site = ground.site(
        "section-pages", "rel=next ?page=2 on the sections", "de", "plain", lambda story: f"/{story.short}.html",
        has_sitemap=False,
    )  # fmt: skip
    paths = Paths(section="/rubrik/{}")
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, "/", site.name, site.stories[:5])
    for slug, name in site.sections:
        stories = site.in_section(slug)
        add_list(site, f"/rubrik/{slug}", name, stories, per_page=6, page_path=by_query, linked_next=True)
    add_robots(site)
    return site


def older_posts(ground: Ground) -> SmallSite:
    """A blog whose only way back is a link in words."""
    site = ground.site(
        "older-posts", "chain of links to older posts", "en", "plain", lambda story: f"/posts/{story.short}",
        has_sitemap=False, host=ground.address(36),
    )  # fmt: skip
    add_others(site, _PATHS, section_links=False)
    add_articles(site, _PATHS)
    ids = [story.id for story in site.stories]
    add_list(
        site, "/", site.name, site.stories, pager=older, per_page=6,
        page_path=lambda _, number: f"/archive?before={ids[6 * number - 7]}",
    )  # fmt: skip
    return site


def hashes(ground: Ground) -> SmallSite:
    """Addresses without words, as the BBC's; sections beside the stories, a feed of 20."""
    site = ground.site(
        "news-hash", "/news/articles/HASH", "en", "modern", lambda story: f"/news/articles/c{story.hash[:10]}o",
        has_sitemap=False,
    )  # fmt: skip
    paths = Paths(
        section="/news/{}", tag="/news/topics/{}", video="/news/av", clip="/news/videos/{}", shop="/news/extra/1"
    )
    site.head = alternate("/news/rss.xml", "application/rss+xml")
    add_usual(site, paths)
    site.add("/news/rss.xml", Kind.FEED, rss(site, site.stories[:20]), RSS)
    return site


def slug_hashes(ground: Ground) -> SmallSite:
    """Slug and hash, as the AP's; the sitemap lists hubs and videos, too."""
    site = ground.site(
        "slug-hash", "/article/slug-HASH, sitemap with hubs", "en", "modern",
        lambda story: f"/article/{story.short}-{story.hash[:32]}", host="www.slug-hash.example",
    )  # fmt: skip
    paths = Paths(section="/hub/{}", tag="/hub/t-{}", video="/videos", clip="/video/{}", pictures="/photo-gallery/{}")
    add_usual(site, paths)
    others = [(path, None) for path, _ in site.promoted] + [(f"/hub/{slug}", None) for slug, _ in site.sections]
    site.add("/export/map", Kind.SITEMAP, urlset(site, [*others, *places(site, site.stories)]), XML)
    add_robots(site, "/export/map", disallow=("/search",))
    return site


def broadcaster(ground: Ground) -> SmallSite:
    """A German broadcaster: /inland/slug-100.html beside videos of the same form."""
    site = ground.site(
        "slug-100", "/inland/slug-100.html", "de", "portal",
        lambda story: f"/{story.section}/{story.short}-1{story.number:02}.html",
        has_sitemap=False,
    )  # fmt: skip
    paths = Paths(
        section="/{}/", tag="/thema/{}", author="/autoren/{}-1.html", about="/ueberuns-100.html",
        contact="/kontakt-100.html", privacy="/datenschutz-100.html", video="/multimedia/video/",
        clip="/multimedia/video/{}-101.html", pictures="/multimedia/bilder/{}-102.html", gallery="/multimedia/bilder/",
    )  # fmt: skip
    add_usual(site, paths)
    add_robots(site)
    return site


def dated_words(ground: Ground) -> SmallSite:
    """/2026/nov/26/slug below the section; each section has a page with all of its stories."""
    site = ground.site(
        "month-names", "/section/2026/nov/26/slug", "en", "modern",
        lambda story: f"/{story.section}/{story.published:%Y/%b/%d}/".lower() + story.short, has_sitemap=False,
    )  # fmt: skip
    add_others(site, _PATHS)
    add_articles(site, _PATHS)
    add_list(site, "/", site.name, site.stories[:12])
    for slug, name in site.sections:
        add_list(site, f"/{slug}", name, site.in_section(slug)[:4], above=f'<a href="/{slug}/all">All {name}</a>')
        add_list(site, f"/{slug}/all", f"All {name}", site.in_section(slug), page_path=by_query, per_page=5)
    return site


def _index_page(site: SmallSite, path: str, stories: list[Story], links: str) -> None:
    add_list(site, path, "Indeks", stories, per_page=5, page_path=by_query, above=f'<div class="tanggal">{links}</div>')


def _in_section(story: Story) -> str:
    return f"/{story.section}/{story.short}"


BUILDS: tuple[Build, ...] = (
    index_by_date, berita, numbered_index, infinite_scroll, section_pages, older_posts, hashes, slug_hashes,
    broadcaster, dated_words,
)  # fmt: skip
