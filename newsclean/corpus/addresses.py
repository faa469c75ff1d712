"""What discovery knows of a site from earlier runs: addresses that were found, what their pages were, and what it left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsclean.models import Reason
from newsclean.page.urls import record_id

from .database import Database

_AT_ONCE = 500  # values of a query
# The latest pages by which a site's addresses are known.
_EXAMPLES = 1_000
_STORY = "SELECT story FROM urls WHERE key = ? AND story IS NOT NULL"
_NO_ARTICLE = (Reason.NOT_AN_ARTICLE, Reason.NO_MAIN_CONTENT, Reason.NO_TITLE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A link that was not followed, why, and the address of the source it was found in."""

    url: str
    why: str
    source: str


def found(database: Database, urls: Iterable[str]) -> set[str]:
    """Those of the addresses that earlier runs have found, in whatever form, and took for articles."""
    keys: dict[str, list[str]] = {}
    for url in urls:
        keys.setdefault(record_id(url), []).append(url)
    known: set[str] = set()
    names = list(keys)
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        rows = database.ask(f"SELECT key FROM urls WHERE key IN ({','.join('?' * len(some))})", *some)
        known.update(url for (key,) in rows for url in keys[key])
    return known


def stories(database: Database, urls: Iterable[str]) -> list[str]:
    """The ids of the articles that these addresses led to, each once."""
    ids: dict[str, None] = {}
    for url in urls:
        ids.update((story, None) for (story,) in database.ask(_STORY, record_id(url)))
    return list(ids)


def examples(database: Database) -> tuple[list[str], list[str]]:
    """Addresses of the latest articles, and of the latest pages that were none."""
    articles = database.ask("SELECT url FROM urls WHERE story IS NOT NULL ORDER BY number DESC LIMIT ?", _EXAMPLES)
    marks = ",".join("?" * len(_NO_ARTICLE))
    sql = f"SELECT DISTINCT url FROM rejects WHERE reason IN ({marks}) ORDER BY number DESC LIMIT ?"
    others = database.ask(sql, *_NO_ARTICLE, _EXAMPLES)
    return [url for (url,) in articles], [url for (url,) in others]


def keep_skipped(database: Database, links: Iterable[Skipped]) -> None:
    """Stores the links that this run leaves out, in place of those of the run before."""
    with database.transaction():
        database.ask("DELETE FROM skipped")
        for link in links:
            database.ask(
                "INSERT INTO skipped (url, why, source) VALUES (?, ?, ?)",
                *(text.encode("utf-8", "replace").decode() for text in (link.url, link.why, link.source)),
            )


def skipped(database: Database) -> Iterator[Skipped]:
    """The links that the latest run of the whole site has left out, in the order in which they were found."""
    for row in database.each("SELECT url, why, source FROM skipped ORDER BY number"):
        yield Skipped(*row)
