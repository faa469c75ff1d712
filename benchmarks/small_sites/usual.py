"""A small site as most are: standing pages, articles, the latest ten on the home page, all of them in lists."""

from __future__ import annotations

from .lists import add_list, add_lists
from .others import add_others
from .pages import Paths, add_articles
from .site import SmallSite


def add_usual(site: SmallSite, paths: Paths, *, home: str = "/", per_page: int = 6) -> None:
    """All pages of such a site; its feeds, sitemaps and robots.txt are left to the caller."""
    add_others(site, paths)
    add_articles(site, paths)
    add_list(site, home, site.name, site.stories[:10])
    add_lists(site, paths, per_page=per_page)
