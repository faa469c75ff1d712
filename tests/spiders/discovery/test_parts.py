"""Articles on several pages, on a real server: which pages are fetched, and the one text they become."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawls import Crawl, crawl
from tests.server import BASE, Answer, NewsServer

TEXT = (
    "The ferry company of Ellery said on Monday that the last crossing of the day would be given up in November.",
    "Fewer than nine passengers a night had used it since the bridge was opened, the company wrote to the council.",
    "The mayor called the step premature and asked for a trial of six months with smaller boats and cheaper tickets.",
    "Two families on the eastern shore run a bakery there and start work at three, which is why they need the boat.",
    "A study by the county had found that the bus across the bridge takes forty minutes longer than the ferry does.",
    "The council will talk about the matter at its next meeting, which is open to everybody who wants to listen.",
)
ONE, TWO, THREE = TEXT[:2], TEXT[2:4], TEXT[4:]
WHOLE = "\n\n".join(TEXT)
HEAD = '<meta property="article:published_time" content="2026-08-06T18:05:00+00:00">'


def page(*paragraphs: str, more: str = "", head: str = "", below: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="en"><head><title>Last ferry</title><meta property="og:type" content="article">{HEAD}{head}'
        f"</head><body><article><h1>Last ferry to Ellery is given up</h1>{text}{more}</article>{below}</body></html>"
    )


def link(href: str, label: str, rel: str = "") -> str:
    return f'<a href="{href}"{f" rel={rel}" if rel else ""}>{label}</a> '


def crawled(tmp_path: Path, pages: dict[str, str | Answer], *first: str) -> tuple[Crawl, list[str]]:
    """The crawl of a feed with these articles, and the addresses that were asked for."""
    items = "".join(f"<item><link>{BASE}{path}</link></item>" for path in first)
    feed = Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml")
    with NewsServer({"/feed": feed, **pages}) as server:
        found = crawl(tmp_path, "news", "-a", f"url={server.base}/feed")
        return found, server.paths


NUMBERS = "<div>Halaman: " + "".join(link(f"?page={number}", str(number)) for number in (1, 2, 3)) + "</div>"
SPLIT: dict[str, dict[str, str | Answer]] = {
    "/head": {
        "/head": page(*ONE, head='<link rel="next" href="/head?page=2">'),
        "/head?page=2": page(*TWO, head='<link rel="prev" href="/head"><link rel="next" href="/head?page=3">'),
        "/head?page=3": page(*THREE, head='<link rel="prev" href="/head?page=2">'),
    },
    "/numbers": {
        "/numbers": page(*ONE, more=NUMBERS),
        "/numbers?page=2": page(*TWO, more=NUMBERS),
        "/numbers?page=3": page(*THREE, more=NUMBERS),
    },
    "/words/": {
        "/words/": page(*ONE, more=link("/words/2/", "Halaman selanjutnya")),
        "/words/2/": page(*TWO, more=link("/words/", "Sebelumnya") + link("/words/3/", "Selanjutnya")),
        "/words/3/": page(*THREE, more=link("/words/2/", "Sebelumnya")),
    },
    "/offsets": {
        "/offsets": page(*ONE, more=link("/offsets/10", "2") + link("/offsets/20", "3")),
        "/offsets/10": page(*TWO, more=link("/offsets/0", "1") + link("/offsets/20", "3")),
        "/offsets/20": page(*THREE, more=link("/offsets/0", "1") + link("/offsets/10", "2")),
    },
    "/glued.html": {
        "/glued.html": page(*ONE, more=link("/glued_2.html", "2")),
        "/glued_2.html": page(*TWO, *THREE, more=link("/glued.html", "1")),
    },
    "/read?id=7": {
        "/read?id=7": page(*ONE, more=link("/read?id=7&amp;hal=2", "2") + link("/read?id=8&amp;hal=2", "2")),
        "/read?id=7&hal=2": page(*TWO, *THREE),
    },
    "/all": {
        "/all": page(*ONE, more=link("?page=2", "2") + link("?page=all", "Show all")),
        "/all?page=all": page(*TEXT),
    },
    "/repeats": {  # the first paragraph stands on every page
        "/repeats": page(*ONE, more=link("?page=2", "2")),
        "/repeats?page=2": page(ONE[0], *TWO, more=link("?page=3", "3")),
        "/repeats?page=3": page(ONE[0], *THREE),
    },
}


def test_the_pages_of_an_article_become_one_text_in_order_and_once(tmp_path: Path) -> None:
    pages = {path: answer for site in SPLIT.values() for path, answer in site.items()}
    found, asked = crawled(tmp_path, pages, *SPLIT)
    assert found.status == 0, found.log
    bodies = {record["url"].partition("/127.0.0.1")[2].partition("/")[2]: record["body"] for record in found.records}
    assert bodies == {path.removeprefix("/"): WHOLE for path in SPLIT}
    assert sorted(asked) == sorted({"/robots.txt", "/feed", *pages})
    assert {record["complete"] for record in found.records} == {None}


OTHERS: dict[str, tuple[dict[str, str | Answer], list[str]]] = {
    "the next article": (
        {
            "/storm": page(*TEXT, head='<link rel="next" href="/storm-2">', more=link("/storm-2", "Next", "next")),
            "/storm-2": page(*reversed(TEXT)),
        },
        [],
    ),
    "pages of the comments": (
        {"/storm": page(*TEXT, below=f'<section class="comments">{link("?page=1", "2", "next")}</section>')},
        [],
    ),
    "another host": ({"/storm": page(*TEXT, more=link("http://other.example/storm?page=2", "2", "next"))}, []),
    "a pager of a list": (
        {
            "/storm": page(*TEXT, below=link("?page=2", "2") + link("?page=3", "3")),
            "/storm?page=2": page(*TEXT, below=link("?page=2", "2") + link("?page=3", "3")),
        },
        ["/storm?page=2"],
    ),
    "a loop": (
        {
            "/storm": page(*TEXT, more=link("/storm/2", "Next", "next")),
            "/storm/2": page(TEXT[0], more=link("/storm/2", "Next", "next") + link("/storm", "Next", "next")),
        },
        ["/storm/2"],
    ),
    "a way back to the first page": (
        {
            "/storm": page(*TEXT, more=link("/storm/2", "Next", "next")),
            "/storm/2": Answer(status=302, location="/storm"),
        },
        ["/storm/2", "/storm"],
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_further_page_of_the_article_is_left(kind: str, tmp_path: Path) -> None:
    pages, more = OTHERS[kind]
    found, asked = crawled(tmp_path, pages, "/storm")
    assert [record["body"] for record in found.records] == [WHOLE], found.log
    assert asked[asked.index("/storm") + 1 :] == more


def test_a_text_that_misses_a_page_is_not_complete(tmp_path: Path) -> None:
    pages: dict[str, str | Answer] = {"/a": page(*ONE, more=NUMBERS), "/a?page=2": page(*TWO, more=NUMBERS)}
    found, _ = crawled(tmp_path, pages, "/a")
    (record,) = found.records
    assert (record["body"], record["complete"]) == ("\n\n".join((*ONE, *TWO)), False)
    assert "page=3 cannot be read: HTTP status 404; only its first 2 pages are used" in found.log


def test_a_pager_without_end_is_left_after_twenty_pages(tmp_path: Path) -> None:
    lines = [
        f"In year {number} the board met {number} times and wrote minutes that nobody read." for number in range(30)
    ]
    pages: dict[str, str | Answer] = {
        ("/a" if number == 1 else f"/a/{number}"): page(
            *ONE, lines[number], more=link(f"/a/{number + 1}", "Next", "next")
        )
        for number in range(1, 30)
    }
    found, asked = crawled(tmp_path, pages, "/a")
    (record,) = found.records
    assert len([path for path in asked if path.startswith("/a")]) == 20
    assert record["body"] == "\n\n".join((*ONE, *lines[1:21]))
    assert record["complete"] is False
    assert "has more pages than are read; only its first 20 pages are used" in found.log
