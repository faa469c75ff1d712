"""What the address of a sitemap says."""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean.spiders.discovery.links import Pointer
from newsclean.spiders.discovery.sitemap_names import is_of_articles, last_day, newest_first

HOST = "https://news.example/"


@pytest.mark.parametrize(
    ("name", "is_good"),
    [
        ("post-sitemap2.xml", True),
        ("wp-sitemap-posts-post-1.xml", True),
        ("sitemap-news.xml", True),
        ("page-sitemap.xml", False),
        ("wp-sitemap-posts-page-1.xml", False),
        ("wp-sitemap-taxonomies-category-1.xml", False),
        ("wp-sitemap-users-1.xml", False),
        ("post_tag-sitemap.xml", False),
        ("sitemap-authors.xml", False),
        ("sitemap.xml?page=2", None),
        ("sitemap-page-2.xml", None),
        ("sitemap12.xml", None),
        ("2026-11.xml", None),
    ],
)
def test_the_name_says_whether_it_is_of_articles(name: str, is_good: bool | None) -> None:
    assert is_of_articles(HOST + name) is is_good


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("sitemap-2026-11.xml", dt.date(2026, 11, 30)),
        ("sitemap_20261126.xml.gz", dt.date(2026, 11, 26)),
        ("2024/02/sitemap.xml", dt.date(2024, 2, 29)),
        ("sitemap?yyyy=2026&mm=3", dt.date(2026, 12, 31)),
        ("archive-2019.xml", dt.date(2019, 12, 31)),
        ("sitemap12.xml", None),
        ("sitemap-123456789.xml", None),
    ],
)
def test_the_name_says_of_which_time_it_is(name: str, day: dt.date | None) -> None:
    assert last_day(HOST + name) == day


def test_the_newest_come_first() -> None:
    changed = [Pointer(f"{HOST}{n}.xml", dt.date(2026, 11, n)) for n in (3, 9, 4)]
    dated = [Pointer(f"{HOST}sitemap-{month}.xml") for month in ("2026-02", "2026-11", "2025-12")]
    numbered = [Pointer(f"{HOST}post-sitemap{number}.xml") for number in ("", "2", "11")]
    for pointers, order in ((changed, (1, 2, 0)), (dated, (1, 0, 2)), (numbered, (2, 1, 0))):
        assert sorted(pointers, key=newest_first, reverse=True) == [pointers[place] for place in order]
