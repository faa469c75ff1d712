"""Articles on several pages, on a real server: which pages are fetched, and the one text they become."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

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


MISSING: dict[str, str | Answer] = {
    "/missing": page(*ONE, more=NUMBERS),
    "/missing?page=2": page(*TWO, more=NUMBERS),
}
MINUTES = [f"In year {number} the board met {number} times and wrote minutes that nobody read." for number in range(30)]
ENDLESS: dict[str, str | Answer] = {
    ("/endless" if number == 1 else f"/endless/{number}"): page(
        *ONE, MINUTES[number], more=link(f"/endless/{number + 1}", "Next", "next")
    )
    for number in range(1, 30)
}


def folder_of(kind: str) -> str:
    return f"/{kind.replace(' ', '-')}"


def placed(folder: str, answer: str | Answer) -> str | Answer:
    """The page of a storm, with its links, in a folder."""
    if isinstance(answer, str):
        return answer.replace("/storm", f"{folder}/storm")
    return replace(answer, location=f"{folder}{answer.location}")


@dataclass(frozen=True)
class Crawled:
    """The crawl of one feed with all the articles, and the addresses that were asked for."""

    found: Crawl
    asked: list[str]
    base: str

    def record(self, path: str) -> dict[str, Any]:
        (record,) = [record for record in self.found.records if record["url"] == self.base + path]
        return record

    def asked_below(self, path: str) -> list[str]:
        return [asked for asked in self.asked if asked.startswith(path)]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    pages = {path: answer for site in SPLIT.values() for path, answer in site.items()} | MISSING | ENDLESS
    for kind, (storm, _) in OTHERS.items():
        folder = folder_of(kind)
        pages |= {folder + path: placed(folder, answer) for path, answer in storm.items()}
    first = [*SPLIT, "/missing", "/endless", *(f"{folder_of(kind)}/storm" for kind in OTHERS)]
    items = "".join(f"<item><link>{BASE}{path.replace('&', '&amp;')}</link></item>" for path in first)
    feed = Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml")
    with NewsServer({"/feed": feed, **pages}) as server:
        found = crawl(tmp_path_factory.mktemp("parts"), "news", "-a", f"url={server.base}/feed")
        return Crawled(found, server.paths, server.base)


def test_the_pages_of_an_article_become_one_text_in_order_and_once(crawled: Crawled) -> None:
    assert crawled.found.status == 0, crawled.found.log
    for path, pages in SPLIT.items():
        record = crawled.record(path)
        assert (record["body"], record["complete"]) == (WHOLE, None), path
        assert sorted(asked for asked in crawled.asked if asked in pages) == sorted(pages)
    split = {path for pages in SPLIT.values() for path in pages}
    others = ("/missing", "/endless", *(f"{folder_of(kind)}/" for kind in OTHERS))
    assert {path for path in crawled.asked if not path.startswith(others)} == {"/robots.txt", "/feed", *split}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_further_page_of_the_article_is_left(kind: str, crawled: Crawled) -> None:
    folder = folder_of(kind)
    assert crawled.record(f"{folder}/storm")["body"] == WHOLE
    more = OTHERS[kind][1]
    assert crawled.asked_below(f"{folder}/") == [folder + path for path in ("/storm", *more)]


def test_a_text_that_misses_a_page_is_not_complete(crawled: Crawled) -> None:
    record = crawled.record("/missing")
    assert (record["body"], record["complete"]) == ("\n\n".join((*ONE, *TWO)), False)
    assert "page=3 cannot be read: HTTP status 404; only its first 2 pages are used" in crawled.found.log


def test_a_pager_without_end_is_left_after_twenty_pages(crawled: Crawled) -> None:
    record = crawled.record("/endless")
    assert len(crawled.asked_below("/endless")) == 20
    assert record["body"] == "\n\n".join((*ONE, *MINUTES[1:21]))
    assert record["complete"] is False
    assert "has more pages than are read; only its first 20 pages are used" in crawled.found.log
