"""The text of an article in its feed: it serves where the page has none or is walled, and never in place of a whole.

Covers cleaning.
"""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean import Article, Entry, Page, Reject, clean

URL = "https://harbour.example/2026/11/24/mine"
TITLE = "Harbour closed over a mine"
DATE = dt.datetime(2026, 11, 24, 6, 30, tzinfo=dt.UTC)
TEXT = (
    "Ellery harbour was closed to all traffic on Thursday, after a fisherman had reported a mine near the breakwater.",
    "Divers of the navy searched the basin for eleven hours, while eleven ships waited outside the breakwater.",
    "The harbour master said that nobody had been in danger, and that the fisherman had done the right thing.",
    "Two ferries with four hundred people on board were led to Norrvik, where the town had opened its sports hall.",
    "What the divers brought up in the end was a mooring buoy that had been lost in a storm three winters ago.",
)
FEED = "".join(f"<p>{line}</p>" for line in TEXT) + (
    f'<p>The post <a href="{URL}">{TITLE}</a> appeared first on <a href="https://harbour.example">Harbour</a>.</p>'
)
WALL = '<div class="paywall"><p>Subscribe to read on.</p><a href="/subscribe">Subscribe</a></div>'
BY = '<meta name="author" content="Ana Lind">'


def html(*lines: str, title: str = TITLE, extra: str = "") -> str:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<html lang="en"><head><title>{title}</title>{BY}</head><body><article><h1>{title}</h1>{text}{extra}</article>'
        "</body></html>"
    )


def cleaned(page: str, feed: str | None = FEED, title: str | None = TITLE) -> Article | Reject:
    entry = Entry(url=URL, source="feed", title=title, date=DATE, section="Shipping")
    return clean(Page(url=URL, html=page, entry=entry, feed_text=feed, fetched_at=DATE))


def article(page: str, feed: str | None = FEED, title: str | None = TITLE) -> Article:
    found = cleaned(page, feed, title)
    assert isinstance(found, Article), found
    return found


def test_where_a_wall_cuts_the_page_the_feed_gives_the_text_and_the_page_all_else() -> None:
    found = article(html(*TEXT[:2], extra=WALL))
    assert found.body.split("\n\n") == list(TEXT)
    assert (found.body_source, found.access, found.complete) == ("feed", "restricted", None)
    assert (found.title, found.authors, found.section) == (TITLE, ("Ana Lind",), "Shipping")
    assert (found.date, found.date_source) == (DATE, "feed")


@pytest.mark.parametrize(
    "page",
    ["", "<html><body><div id=app></div></body></html>", html(title="Just a moment...")],
    ids=["no page came", "a shell", "a check for robots"],
)
def test_where_there_is_no_text_the_feed_gives_all_of_it(page: str) -> None:
    found = article(page)
    assert found.body.split("\n\n") == list(TEXT)
    assert (found.title, found.body_source, found.access, found.complete) == (TITLE, "feed", None, None)


def test_a_page_with_its_whole_text_is_read_by_itself() -> None:
    found = article(html(*TEXT[:4]))
    assert found.body.split("\n\n") == list(TEXT[:4])
    assert found.body_source == "page"


def test_where_the_page_shows_less_than_half_of_what_the_feed_has_it_is_cut() -> None:
    found = article(html(*TEXT[:2]))
    assert (found.body.split("\n\n"), found.body_source, found.complete) == (list(TEXT), "feed", None)
    own = ("The town council of Norrvik, where the ferries went, has asked the navy to search its own harbour, too.",)
    assert article(html(TEXT[0], *own)).body_source == "page"


def test_a_feed_that_has_no_more_than_the_page_is_of_no_use() -> None:
    found = article(html(*TEXT[:3], extra=WALL), feed=f"<p>{TEXT[0]}</p>")
    assert (found.body.split("\n\n"), found.body_source) == (list(TEXT[:3]), "page")


def test_a_page_that_is_no_article_stays_none() -> None:
    links = "".join(f'<li><a href="/{n}">News of the harbour, number {n}</a></li>' for n in range(30))
    assert isinstance(cleaned(f"<html><body><h1>Harbour news</h1><ul>{links}</ul></body></html>", feed=None), Reject)
    assert isinstance(cleaned("", feed=f"<ul>{links}</ul>"), Reject)
    assert isinstance(cleaned("", title=None), Reject)


def test_the_title_of_the_link_counts_where_the_page_has_none() -> None:
    page = html(*TEXT, title="").replace("<h1></h1>", "")
    assert article(page).title == TITLE
    assert article(html(*TEXT, title="Mine closes harbour")).title == "Mine closes harbour"
