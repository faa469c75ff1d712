"""The text of an article that is split over several pages."""

from __future__ import annotations

import datetime as dt

from newsclean import Article, Page, clean

URL = "https://a.example/2025/09/16/quay"
MOMENT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
LONG = (
    "“We could have waited another winter and hoped,” said the harbour master when the board had voted.",
    "Inspectors had found in March that nearly a third of the piles were hollow below the waterline.",
    "The boats will land their catch at the northern pier in the meantime, which skippers call tight.",
    "Work is to begin in the second week of October and will cost about nine million crowns in all.",
)


def html(*paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html lang=en><body><article><h1>Old fish quay to close</h1>{text}</article></body></html>".encode()


def body(*pages: bytes) -> list[str]:
    first, *further = pages
    page = Page(url=URL, html=first, further_pages=tuple(further), fetched_at=MOMENT)
    found = clean(page)
    assert isinstance(found, Article), found
    return found.body.split("\n\n")


def test_pages_follow_each_other_and_what_they_repeat_stands_once() -> None:
    assert body(html(*LONG[:2]), html(LONG[0], LONG[2]), html(LONG[0], LONG[3])) == list(LONG)


def test_a_short_question_may_be_asked_on_every_page() -> None:
    one = html(LONG[0], "And then?", LONG[1])
    two = html(LONG[2], "And then?", LONG[3])
    assert body(one, two) == [LONG[0], "And then?", LONG[1], LONG[2], "And then?", LONG[3]]


def test_a_page_that_cannot_be_read_leaves_the_others() -> None:
    assert body(html(*LONG[:2]), b"\x89PNG\r\n\x1a\n\x00\x00", html(*LONG[2:])) == list(LONG)


def test_metadata_come_from_the_first_page_alone() -> None:
    told = b'{"@type": "NewsArticle", "headline": "Old fish quay to close", "datePublished": "2026-11-23T08:00:00Z"}'
    first = html(*LONG[:2]).replace(b"<body>", b'<script type="application/ld+json">' + told + b"</script><body>")
    later = html(*LONG[2:]).replace(b"h1>", b"h3>")
    for page in (Page(url=URL, html=first, further_pages=(later,), fetched_at=MOMENT),
                 Page(url=URL, html=first, single_page=html(*LONG), fetched_at=MOMENT)):  # fmt: skip
        found = clean(page)
        assert isinstance(found, Article), found
        assert (found.body.split("\n\n"), found.date_source) == (list(LONG), "json_ld")
        assert (found.date, found.complete) == (dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC), None)


def test_a_first_page_alone_is_not_complete() -> None:
    first = html(*LONG[:3], '<a href="/2025/09/16/quay?page=2">Halaman selanjutnya</a>')
    for is_cut, complete in ((None, False), (True, False), (False, None)):  # not known, as the crawl found out
        found = clean(Page(url=URL, html=first, is_cut=is_cut, fetched_at=MOMENT))
        assert isinstance(found, Article), found
        assert (found.body.split("\n\n"), found.complete) == (list(LONG[:3]), complete)
