"""How the time for hostile text grows with its size: at most in proportion, however it is arranged.

    python -m benchmarks.growth

Each page is cleaned at a size and at four times that size. The ratio of the two times is 4 where they grow in
proportion and 16 where they grow with the square, on any machine; from 8 on the exit status is 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence

from newsclean import Page, clean

FACTOR = 4
TOO_MUCH = 8.0
ROUNDS = 3
TEXT = "<p>The council voted on Tuesday to keep the old ferry running for three more years at half the fare.</p>" * 3


def _script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


# The pages by name, each made of a number of its pieces. None is so large that it would be rejected unread.
PAGES: dict[str, tuple[int, Callable[[int], str]]] = {
    "JSON-LD of brackets": (10_000, lambda n: _script("[" * n)),
    "JSON-LD of graphs": (5_000, lambda n: _script('{"@graph":' * n)),
    "JSON-LD of quotes": (20_000, lambda n: _script('{"headline": "' + '\\"' * n)),
    "JSON-LD of comments": (10_000, lambda n: _script("<!--" * n)),
    "JSON-LD of commas": (20_000, lambda n: _script(", " * n + "}")),
    "JSON-LD of spaces": (40_000, lambda n: _script('{"a": "' + " " * n)),
    "headings": (3_000, lambda n: "<h1>" + "<b>x" * 200 + "</h1>" + "<h1><i></i></h1>" * n),
    "microdata": (1_500, lambda n: '<div itemscope><b itemprop="author"></b></div>' + '<p itemprop="author">x</p>' * n),
    "times": (3_000, lambda n: "<time>x</time>" * n),
    "meta elements": (3_000, lambda n: '<meta name="author" content="a">' * n + '<a rel="author">x</a>' * n),
    "titles": (20, lambda n: "".join(f"<h1>{k} - a{' - a' * 90}</h1><h2>b{k}{' : ' * 600}</h2>" for k in range(n))),
    "bylines": (20, lambda n: "".join(f'<meta name="author" content="{k}{"by " * 199}">' for k in range(n))),
    "dates": (700, lambda n: "".join(f"<div>{k % 28 + 1} Juli 2026, 10:15 WIB, Kota {k}</div>" for k in range(n))),
    "links": (2_000, lambda n: "".join(f'<li><a href="/{k}">Read more about {k}</a></li>' for k in range(n))),
    "paragraphs": (500, lambda n: "".join(f"<p>Ferry {k} stays, the council said on Tuesday.</p>" for k in range(n))),
}


def growth(name: str) -> tuple[float, float]:
    """The seconds of the processor at the smaller size, and how many times as many the larger one takes."""
    number, make = PAGES[name]
    small, large = (min(_seconds(make(size)) for _ in range(ROUNDS)) for size in (number, FACTOR * number))
    return small, large / small


def _seconds(hostile: str) -> float:
    html = f'<html lang="en"><head><title>The ferry stays</title></head><body>{hostile}{TEXT}</body></html>'
    page = Page(url="https://harbour.example/news/1", html=html, fetched_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    began = time.process_time()
    clean(page)
    return time.process_time() - began


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args(arguments)
    _seconds("")  # what is loaded on first use is in no page's time
    wrong = 0
    print(f"{'page':24} {'ms':>7}  growth at {FACTOR} times the size")
    for name in PAGES:
        seconds, ratio = growth(name)
        wrong += ratio >= TOO_MUCH
        print(f"{name:24} {1000 * seconds:7.1f}  {ratio:6.1f}{'  TOO MUCH' if ratio >= TOO_MUCH else ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
