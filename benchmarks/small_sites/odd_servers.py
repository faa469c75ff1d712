"""Sites whose servers are not as one expects: they answer everything, forbid a part, or show a story twice."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from .ground import Build, Ground
from .lists import add_list, no_pager
from .others import add_others
from .pages import Paths, add_articles, alternate, article, shell, teasers
from .site import Kind, Reply, SmallSite
from .sources import RSS, XML, add_robots, places, rss, urlset
from .stories import Story
from .usual import add_usual

_PATHS = Paths(section="/{}", tag="/tag/{}")


def catch_all(ground: Ground) -> SmallSite:
    """Whatever does not exist is the home page, with status 200: /feed, /sitemap.xml, /robots.txt."""
    site = ground.site(
        "catch-all", "the home page for every unknown address", "en", "modern", _in_section, has_sitemap=False,
        host=ground.address(71),
    )  # fmt: skip
    add_usual(site, _PATHS)
    home = replace(site.reply(site.home), kind=Kind.MISSING)
    site.endless = lambda _: home
    return site


def redirect_all(ground: Ground) -> SmallSite:
    """Whatever does not exist leads to the home page."""
    site = ground.site(
        "redirect-all", "unknown addresses lead to the home page", "id", "portal", _in_section, has_sitemap=False
    )
    add_usual(site, _PATHS)
    home = Reply(Kind.MISSING, status=302, location=site.home)
    site.endless = lambda _: home
    return site


def endless_pager(ground: Ground) -> SmallSite:
    """The link to the next page is on every page, also on those behind the last one, which show the last again."""
    site = ground.site(
        "endless-pager", "pages without end behind the last one", "de", "plain",
        lambda story: f"/meldung/{story.short}",
        has_sitemap=False,
    )  # fmt: skip
    add_others(site, _PATHS, section_links=False)
    add_articles(site, _PATHS)
    last = -(-len(site.stories) // 8)

    def page(number: int) -> str:
        shown = site.stories[8 * min(number, last) - 8 : 8 * min(number, last)]
        link = f'<a href="/meldungen?seite={number + 1}">{site.words["next"]}</a>'
        return shell(site, site.name, f"<h1>{site.name}</h1>{teasers(site, shown)}{link}", "")

    site.add("/", Kind.LISTING, page(1))
    for number in range(2, last + 1):
        site.add(f"/meldungen?seite={number}", Kind.LISTING, page(number))

    def endless(url: str) -> Reply | None:
        found = re.fullmatch(r"/meldungen\?seite=(\d+)", url.partition(site.host)[2])
        return Reply(Kind.TRAP, page(int(found[1]))) if found else None

    site.endless = endless
    return site


def forbidden(ground: Ground) -> SmallSite:
    """A fifth of the articles, and all that is behind /intern/, must not be fetched: they are no articles here."""
    site = ground.site("forbidden", "robots.txt forbids a folder", "en", "yoast", _in_section)
    hidden, site.stories = site.stories[30:], site.stories[:30]
    add_usual(site, _PATHS)
    for story in hidden:
        path = f"/premium/{story.short}"
        site.add(path, Kind.TRAP, article(replace(site, stories=[story]), story, _PATHS))
    listed = [(f"/premium/{story.short}", story.published) for story in hidden]
    site.add("/sitemap.xml", Kind.SITEMAP, urlset(site, [*places(site, site.stories), *listed]), XML)
    add_robots(site, "/sitemap.xml", disallow=("/premium/", "/tag/"))
    return site


def in_folder(ground: Ground) -> SmallSite:
    """The news of an institute below /news/, where the crawl begins; the rest of the host is about the institute."""
    site = ground.site(
        "in-folder", "below /news/ of an institute's site", "de", "drupal",
        lambda story: f"/news/{story.published:%Y}/{story.short}", host=ground.address(75), has_sitemap=False,
    )  # fmt: skip
    site.start = site.url("/news/")
    add_others(site, Paths(section="/institute/{}"), section_links=False)
    add_articles(site, Paths(section="/institute/{}"))
    for slug, name in site.sections:
        text = f"<h1>{name}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in site.stories[0].paragraphs[:2])
        site.add(f"/institute/{slug}", Kind.OTHER, shell(site, name, text, "path-node page-node-type-page"))
        site.menu.append((f"/institute/{slug}", name))
    front = '<h1>Institut</h1><p><a href="/news/">News</a></p>'
    site.add("/", Kind.LISTING, shell(site, site.name, front, "path-frontpage"))
    add_list(site, "/news/", "News", site.stories, page_path=lambda path, number: f"{path}?page={number - 1}")
    return site


def redirected_feed(ground: Ground) -> SmallSite:
    """The feed's addresses are those of a counter, which leads to the articles."""
    site = ground.site(
        "redirected-feed", "feed through a counter that redirects", "en", "modern",
        lambda story: f"/articles/{story.id}", has_sitemap=False,
    )  # fmt: skip
    site.head = alternate("/rss", "application/rss+xml")
    add_others(site, _PATHS, section_links=False)
    add_articles(site, _PATHS)
    add_list(site, "/", site.name, site.stories[:5], pager=no_pager)
    counted = replace(site, path=lambda story: f"/~r/all/{story.hash[:12]}/{story.id}")
    for story in site.stories:
        site.put(counted.path(story), Reply(Kind.MOVED, status=302, location=site.story_url(story)))
    site.add("/rss", Kind.FEED, rss(counted, site.stories), RSS)
    return site


def two_paths(ground: Ground) -> SmallSite:
    """Half of the stories are in a second section, too, under its address; their canonical address is the first."""
    site = ground.site("two-paths", "stories below two sections", "en", "yoast", _in_section, has_sitemap=False)
    add_others(site, _PATHS)
    add_articles(site, _PATHS)
    add_list(site, "/", site.name, site.stories[:10])
    slugs = [slug for slug, _ in site.sections]
    second = {story.number: slugs[slugs.index(story.section) - 1] for story in site.stories[::2]}

    def path_in(section: str, story: Story) -> str:
        return f"/{section}/{story.short}" if second.get(story.number) == section else _in_section(story)

    for story in site.stories[::2]:
        page = article(site, story, _PATHS)
        site.put(f"/{second[story.number]}/{story.short}", Reply(Kind.ARTICLE, page, story=story.number))
    for slug, name in site.sections:
        stories = [story for story in site.stories if slug in (story.section, second.get(story.number))]
        add_list(replace(site, path=partial(path_in, slug)), f"/{slug}", name, stories, per_page=50)
    return site


def _in_section(story: Story) -> str:
    return f"/{story.section}/{story.short}"


BUILDS: tuple[Build, ...] = (
    catch_all, redirect_all, endless_pager, forbidden, in_folder, redirected_feed, two_paths,
)  # fmt: skip
