"""Pages that are no article, in the layout in which the web has them: none may become a record.

walls.toml holds walls, errors and pages that are always there, listings.toml what lists, shows or sells, and
unseen.toml both kinds, written after the rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

from tests.hostile.pages import URL, Case, refused

FOLDER = Path(__file__).parent
NO_ARTICLE = refused("not-an-article", "no-main-content", "no-title", "empty-page", "needs-browser")
SENTENCES = (
    "The harbour office closed the lower steps on Friday after engineers found loose stones.",
    "Three crews of the eastern quay won the regatta on Sunday in light wind and rain.",
    "A new library opens next to the fish market, with rooms for schools and a reading garden.",
    "Ferry tickets will cost two crowns more from April, the council of Port Ellery decided.",
    "The last lamp of the old lighthouse was lit again by its former keeper, aged ninety.",
    "Divers brought up a bell that may have belonged to the first steam ferry of the bay.",
)


def teasers(sentences: Iterable[str] = SENTENCES, tag: str = "article") -> str:
    """A list of other articles, each with a linked headline, its day and a text."""
    return "".join(
        f"<{tag}><h2><a href='/news/{number}'>{sentence.split(',')[0].rstrip('.')[:45]}</a></h2>"
        f"<time>28 February 2026</time><p>{sentence}</p></{tag}>"
        for number, sentence in enumerate(sentences)
    )


LISTS = {
    "{teasers}": teasers(),
    "{teasers in div}": teasers(tag="div"),
    "{cut teasers}": teasers([f"{sentence[:60]}..." for sentence in SENTENCES], tag="li"),
    "{long teasers}": teasers([" ".join(two) for two in pairwise(SENTENCES)]),
}


def page(body: str, title: str, head: str = "", lang: str = "en", frame: bool = True) -> str:
    """A page in the site's frame, or without it."""
    menu = "<header><a href='/'>Harbour Post</a><nav><a href='/news'>News</a> <a href='/sport'>Sport</a></nav></header>"
    end = "<footer><a href='/terms'>Terms</a> <a href='/privacy'>Privacy</a> <p>© 2026 Harbour Post</p></footer>"
    for name, markup in LISTS.items():
        body = body.replace(name, markup)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>{menu if frame else ""}'
        f"<main>{body}</main>{end if frame else ''}</body></html>"
    )


def _cases(filename: str) -> Iterator[Case]:
    for entry in tomllib.loads((FOLDER / filename).read_text("utf-8"))["page"]:
        name, url = entry.pop("name"), entry.pop("url", URL)
        yield Case(name, partial(page, **entry), NO_ARTICLE, url=url)


CASES = (*_cases("walls.toml"), *_cases("listings.toml"), *_cases("unseen.toml"))
