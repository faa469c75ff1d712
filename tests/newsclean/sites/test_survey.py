"""The declaration that follows from what was seen of a site. Covers article_pattern, site_text and zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsclean.models import Entry
from newsclean.sites.site_file import parse_site_file
from newsclean.sites.site_text import file_lines
from newsclean.sites.survey import Seen, SeenPage, SeenSource, declare, is_complete, name_of

HOME = "https://www.harbour.pt/"
STORIES = [f"{HOME}news/read/{number}/ferry-returns" for number in range(5100, 5112)]


def at(offset: float, *, month: int = 8) -> dt.datetime:
    return dt.datetime(2026, month, 6, 18, 5, tzinfo=dt.timezone(dt.timedelta(hours=offset)))


def page(url: str = STORIES[0], **more: Any) -> SeenPage:
    return SeenPage(url, **{"language": "pt", "date": at(1), "site_names": ("The Harbour Gazette",)} | more)


def source(name: str, articles: Sequence[str] = STORIES, kind: Any = "feed") -> SeenSource:
    return SeenSource(f"{HOME}{name}", kind, tuple(articles))


def seen(**more: Any) -> Seen:
    facts = {
        "sources": (source("rss.xml"), source("map.xml", kind="sitemap"), source("new.xml", kind="news sitemap")),
        "sections": (HOME, f"{HOME}port/"),
        "pages": (page(HOME, rejected="a list", language=None, date=None), page(), page(STORIES[1])),
        "linked": tuple(STORIES),
        "entries": tuple(Entry(url=url, source="feed") for url in STORIES),
        "others": (f"{HOME}port/", f"{HOME}about-us"),
    }
    return Seen(HOME, at(0), **facts | more)


def test_a_site_file_has_the_form_of_the_shipped_ones() -> None:
    declaration = declare(seen())
    text = "\n".join(file_lines(declaration.values))
    assert text == (
        'title = "The Harbour Gazette"\n'
        'country = "PT"\n'
        'language = "pt"\n'
        'timezone = "Europe/Lisbon"\n'
        'domains = ["harbour.pt"]\n'
        'feeds = ["https://www.harbour.pt/rss.xml"]\n'
        'sitemaps = ["https://www.harbour.pt/new.xml", "https://www.harbour.pt/map.xml"]\n'
        r"article_url = '/read/\d+/'"
    )
    assert declaration.notes == []
    site, faults = parse_site_file(text.encode(), Path("harbour.toml"))
    assert not faults
    assert site is not None
    assert site.article_url == r"/read/\d+/"


def test_what_is_not_told_is_left_out_and_named() -> None:
    bare = Seen("https://harbour.example/", at(0), pages=(SeenPage("https://harbour.example/a"),))
    declaration = declare(bare)
    assert list(file_lines(declaration.values)) == ['domains = ["harbour.example"]']
    assert declaration.notes == [
        "no title",
        "no country",
        "no feed",
        "no sitemap",
        "no language",
        "no time zone: the country is not known",
        "no article_url: too few articles",
    ]


def test_a_feed_with_nothing_of_its_own_is_left_out() -> None:
    sources = (source("rss.xml"), source("atom.xml"), source("port.xml", [*STORIES[:2], f"{HOME}news/read/4/port"]))
    assert declare(seen(sources=sources)).values["feeds"] == [f"{HOME}rss.xml", f"{HOME}port.xml"]


def test_sections_are_named_where_the_other_sources_lack_articles() -> None:
    short = seen(sources=(source("rss.xml", STORIES[:5]),))
    assert not is_complete(short)
    assert declare(short).values["sections"] == [HOME, f"{HOME}port/"]
    assert is_complete(seen())


@pytest.mark.parametrize(
    ("home", "locales", "country"),
    [
        ("https://harbour.co.uk/", (), "GB"),
        ("https://harbour.co.id/", ("en-GB",), "ID"),
        ("https://harbour.tv/", ("en-IE",), "IE"),
        ("https://harbour.com/", ("en_GB", "en"), "GB"),
        ("https://harbour.com/", ("en_US",), None),  # nobody has chosen it
        ("https://harbour.com/", ("en_GB", "en_IE"), None),
        ("https://harbour.com/", ("id-ID",), None),  # the template's, not the articles'
        ("https://harbour.com/", ("en-QQ",), None),
    ],
)
def test_the_country_is_that_of_the_domain_or_of_all_pages(
    home: str, locales: tuple[str, ...], country: str | None
) -> None:
    found = declare(replace(seen(pages=(page(language="en", locales=locales),)), home=home))
    assert found.values["country"] == country


@pytest.mark.parametrize(
    ("home", "dates", "zone", "note"),
    [
        ("https://harbour.co.jp/", [None], "Asia/Tokyo", ""),
        ("https://harbour.co.jp/", [at(9), at(0)], "Asia/Tokyo", ""),
        ("https://harbour.co.id/", [at(7), dt.date(2026, 8, 6)], "Asia/Jakarta", ""),
        ("https://harbour.co.id/", [at(8)], "Asia/Makassar", ""),
        ("https://harbour.de/", [at(2), at(1, month=1)], "Europe/Berlin", ""),
        ("https://harbour.co.id/", [at(0)], None, "no time zone: ID has 4 that may be meant, Asia/Jakarta,"),
        ("https://harbour.co.id/", [at(7), at(8)], None, "no time zone: the articles' dates are at +07:00, +08:00,"),
        ("https://harbour.co.jp/", [at(7)], None, "no time zone: the articles' dates are at +07:00, which no"),
    ],
)
def test_the_time_zone_is_that_of_the_country_if_dates_agree(
    home: str, dates: list[Any], zone: str | None, note: str
) -> None:
    found = declare(replace(seen(pages=tuple(page(date=date) for date in dates)), home=home))
    assert found.values["timezone"] == zone
    assert [said for said in found.notes if "time zone" in said and said.startswith(note)] == found.notes


def test_feeds_tell_the_time_zone_where_pages_do_not() -> None:
    entries = (Entry(url=STORIES[0], source="feed", date=at(9)),)
    found = declare(replace(seen(pages=(page(date=at(0)),), entries=entries), home="https://harbour.co.id/"))
    assert found.values["timezone"] == "Asia/Jayapura"


def test_languages_are_those_of_several_articles() -> None:
    def languages(*codes: str) -> list[Any]:
        values = declare(seen(pages=tuple(page(language=code) for code in codes))).values
        return [values["language"], values["languages"]]

    assert languages("id", "id", "id", "en") == ["id", None]
    assert languages("en", "en", "id", "id", "id") == [None, ["id", "en"]]
    assert languages("sw") == ["sw", None]


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("read/51{:02}/ferry", r"/read/\d+/"),
        ("port/article/51{:02}", r"/article/\d+"),
        ("2026/11/{:02}/ferry", r"/20\d\d/\d\d/\d\d/\w"),
        ("port/2026/11/ferry-{:02}", r"/20\d\d/\d\d/\w"),
        ("port/ferry-123{:02}.html", r"[-_]\d{{5,}}\.html?$"),
        ("port/the-ferry-is-back-{:02}", None),  # as any page of words
        ("news/2026-ferry-{:02}", None),
    ],
)
def test_the_pattern_is_what_all_articles_share(form: str, pattern: str | None) -> None:
    stories = [HOME + form.format(number) for number in range(10, 25)]
    entries = tuple(Entry(url=url, source="feed") for url in stories)
    facts = seen(sources=(source("rss.xml", stories),), pages=(page(stories[0]),), entries=entries)
    assert declare(facts).values["article_url"] == (pattern and pattern.format())


def test_there_is_no_pattern_in_doubt() -> None:
    elsewhere = f"{HOME}live/harbour-today"
    others = (f"{HOME}tag/read/7/port",)
    for doubtful in (
        seen(sources=(source("rss.xml", [*STORIES, elsewhere]),)),
        seen(others=others),
        seen(pages=(page(elsewhere),)),
        seen(pages=(page(STORIES[0], rejected="a list"), page(STORIES[1]))),
        seen(entries=tuple(Entry(url=url, source="section") for url in (*STORIES, elsewhere))),
        seen(sources=(source("rss.xml", STORIES[:3]),)),
    ):
        assert declare(doubtful).values["article_url"] is None


def test_articles_name_the_query_of_their_single_page() -> None:
    def all_pages(*queries: str | None) -> Any:
        return declare(seen(pages=tuple(page(all_pages=query) for query in queries))).values["all_pages"]

    assert all_pages(None, "?page=all", "?page=all") == "?page=all"
    assert all_pages("?page=all", "?single=1") is None


def test_what_no_site_file_can_say_is_left_out_with_the_reason() -> None:
    found = declare(seen(pages=(page(all_pages="?page=%61ll'", language="xx"),)))
    assert found.values["all_pages"] is None
    assert found.values["language"] is None
    assert found.notes == ["no language: 'xx' cannot be used", 'no all_pages: "?page=%61ll\'" cannot be used']


def test_a_site_on_a_domain_of_many_is_its_host() -> None:
    values = declare(replace(seen(), home="https://harbour.substack.com/")).values
    assert values["domains"] == ["harbour.substack.com"]
    assert declare(replace(seen(), home="https://harbour.github.io/")).values["domains"] == ["harbour.github.io"]
    assert name_of("https://harbour.substack.com/p/ferry") == "harbour"


def test_a_name_is_the_domain_without_its_end() -> None:
    assert name_of("https://www.harbour.co.uk/news") == "harbour"
    assert name_of("https://Harbour-News.example/") == "harbour-news"
    assert name_of("http://127.0.0.1:8000/") == "127-0-0-1"
