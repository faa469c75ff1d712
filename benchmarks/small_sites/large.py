"""Sites with 50,000 addresses in five sitemaps; their articles are made when they are asked for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from .ground import Build, Ground
from .lists import add_list
from .others import add_others
from .pages import Paths, article
from .site import Kind, Reply, SmallSite
from .sources import XML, Place, add_robots, index, urlset

FILES, PER_FILE = 5, 10_000
_STEP = dt.timedelta(hours=2)
_PATHS = Paths(section="/{}")


def undated(ground: Ground) -> SmallSite:
    """Neither the index nor the sitemaps tell a time."""
    return _site(ground, "large-undated", "no lastmod", has_lastmod=False, has_index_lastmod=False)


def dated(ground: Ground) -> SmallSite:
    """Each address has the time of its last change, and so has each sitemap."""
    return _site(ground, "large-dated", "lastmod", has_lastmod=True, has_index_lastmod=True)


def dated_inside(ground: Ground) -> SmallSite:
    """Each address has the time of its last change, the sitemaps have none in the index."""
    return _site(ground, "large-dated-inside", "lastmod, none in the index", has_lastmod=True, has_index_lastmod=False)


def _site(ground: Ground, name: str, kind: str, *, has_lastmod: bool, has_index_lastmod: bool) -> SmallSite:
    site = ground.site(name, f"50,000 addresses, {kind}", "en", "portal", lambda story: _path(story.number), step=_STEP)
    newest = site.stories[0].published
    add_others(site, _PATHS)
    add_list(site, "/", site.name, site.stories[:10])
    maps: list[Place] = []
    for number in range(FILES):
        first, path = number * PER_FILE, f"/sitemaps/{number + 1}.xml"
        places = [(_path(n), newest - n * _STEP if has_lastmod else None) for n in range(first, first + PER_FILE)]
        site.add(path, Kind.SITEMAP, urlset(site, places), XML)
        maps.append((path, newest - first * _STEP if has_index_lastmod else None))
    site.add("/sitemap.xml", Kind.SITEMAP, index(site, maps), XML)
    add_robots(site, "/sitemap.xml")

    def endless(url: str) -> Reply | None:
        found = re.fullmatch(r"/news/story-of-the-harbour-(\d+)", url.partition(site.host)[2])
        if found is None or (number := int(found[1])) >= FILES * PER_FILE:
            return None
        like = site.stories[number % len(site.stories)]
        story = replace(like, number=number, title=f"{like.title} {number}", published=newest - number * _STEP)
        page = article(replace(site, stories=[story]), story, _PATHS)
        return Reply(Kind.ARTICLE, page, story=number)

    site.endless = endless
    return site


def _path(number: int) -> str:
    return f"/news/story-of-the-harbour-{number}"


BUILDS: tuple[Build, ...] = (undated, dated, dated_inside)
