"""Pages as heavy as those of news sites, for what is measured on pages of a size; as a program, a site of them.

python -m benchmarks.heavy_pages 187000 300   300 pages; the address is printed, and served until stdin is closed
python -m benchmarks.heavy_pages DIR 300      those of a folder, again and again
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsclean import Page
from newsclean.inputs.inputs import Inputs
from newsclean.inputs.reading import Options

from .harness import ROOT
from .manyarticles import WORDS, ManyArticles, article

ADDRESS = "https://harbour.example/2026/11/23/story-"


def pages(kind: int | Path, number: int) -> list[Page]:
    """So many pages of about so many bytes, none like another; or those of a folder, again and again."""
    now = dt.datetime.now(dt.UTC)
    return [Page(url=f"{ADDRESS}{n}", html=html, fetched_at=now) for n, html in enumerate(_htmls(kind, number))]


@contextmanager
def site(kind: int | Path, number: int) -> Iterator[str]:
    """A site of such pages in a process of its own; gives its address, without the scheme."""
    command = [sys.executable, "-m", "benchmarks.heavy_pages", str(kind), str(number)]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.communicate()


def _htmls(kind: int | Path, number: int) -> Iterator[bytes]:
    if isinstance(kind, int):
        around = furniture(max(0, kind - len(article(0))))
        return (article(n, around) for n in range(number))
    found = (page.html for page in Inputs([str(kind)], Options()) if isinstance(page, Page))
    return itertools.islice(
        itertools.cycle(html if isinstance(html, bytes) else html.encode() for html in found), number
    )


def furniture(size: int) -> str:
    """About so many bytes of what stands around articles, in the proportions of news pages: a link and six elements per
    1.2 kB, a quarter of scripts, a fifth of styles."""
    words, nouns = random.Random(0), WORDS.split()
    teasers, rules, states = [], [], []
    for number in range(size // 1220):
        slug = "-".join(words.choices(nouns, k=4))
        path = " ".join(f"{letter}{words.randrange(240) / 10}" for letter in "MLCHV" * 8)
        sources = ", ".join(f"/images/{words.getrandbits(64):016x}-{width}.webp {width}w" for width in (320, 640, 960))
        teasers.append(
            f'<li class="teaser teaser--{number % 5} grid__item"><div class="teaser__media" data-id="{number}">'
            f'<img class="teaser__image lazy" src="/images/empty.gif" srcset="{sources}" alt="">'
            f'<svg viewBox="0 0 24 24"><path d="{path}"/></svg></div>'
            f'<div class="teaser__text"><span class="teaser__topic">{words.choice(nouns)}</span>'
            f'<a class="teaser__link" data-track="teaser" href="/topics/{slug}">{slug.replace("-", " ")}</a></div></li>'
        )
        for noun in nouns[:3]:
            color = f"#{words.getrandbits(24):06x}"
            rules.append(f".{noun}--{number} .teaser__text{{margin:{words.randrange(40)}px;color:{color}}}")
            states.append({"id": f"{words.getrandbits(64):016x}", "path": f"/{noun}/{slug}", "score": words.random()})
    style, script = "\n".join(rules), f"window.state={json.dumps(states)}"
    return (
        f"<style>{style}</style><script>{script}</script>"
        f'<aside class="more"><ul class="grid">{"".join(teasers)}</ul></aside>'
    )


def main(kind: str, number: int) -> None:
    htmls = list(_htmls(int(kind) if kind.isdigit() else Path(kind), number))
    with ManyArticles(number, htmls.__getitem__) as server:
        print(server.place, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
