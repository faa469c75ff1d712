"""Stories for a corpus: pages of our own, what cleaning makes of them, and runs that take them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from newsclean import Article, Entry, Page, Reject, clean
from newsclean.corpus import CorpusRun, Ending, FetchedPage, Outcome, SiteFolder, StoredOutcome

NOW = dt.datetime(2026, 11, 24, 2, 15, tzinfo=dt.UTC)
GOOD = Ending("good", 0, "2 new.", {"new": 2})
TEXTS = (
    "The harbour council voted on Tuesday evening to keep ferry number {n} running for three more years at half fare.",
    "The decision on ferry {n} ends a quarrel that began when the new bridge opened and the boat lost its passengers.",
    "Members of the council said that the ferry will be paid for out of the parking fees on the northern quay.",
    "A review of the timetable is due in the spring, when the contracts of the pilots have to be renewed as well.",
)


def url(n: int) -> str:
    return f"https://harbour.example/news/{n}"


def html(n: int, extra: str = "") -> bytes:
    body = "".join(f"<p>{text.format(n=n)}</p>" for text in TEXTS) + (f"<p>{extra}</p>" if extra else "")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry {n} stays</title></head>'
        f"<body><article><h1>Ferry number {n} stays for three more years</h1>{body}</article></body></html>"
    ).encode()


def page(n: int, extra: str = "", at: dt.datetime = NOW) -> Page:
    return Page(
        url=url(n),
        html=html(n, extra),
        content_type="text/html; charset=utf-8",
        entry=Entry(url=url(n), source="feed", title=f"Ferry {n} – “stays”"),
        fetched_at=at,
    )


@cache
def article(n: int, extra: str = "", at: dt.datetime = NOW) -> Article:
    outcome = clean(page(n, extra, at))
    assert isinstance(outcome, Article), outcome
    return outcome


def story(n: int, extra: str = "", at: dt.datetime = NOW, again: dt.datetime | None = None) -> Outcome:
    """Page `n`, fetched and cleaned."""
    headers = {"ETag": f'"{n}"', "Content-Encoding": "gzip"}
    fetched = FetchedPage(page(n, extra, at), requested=url(n), headers=headers)
    return replace(fetched.became(article(n, extra, at)), again=again)


def night(folder: SiteFolder, *outcomes: Outcome, at: dt.datetime = NOW, archive: bool = True) -> list[StoredOutcome]:
    """A complete run that takes in these outcomes."""
    with CorpusRun(folder, archive=archive, now=at) as run:
        results = run.commit(outcomes)
        run.end(GOOD, at + dt.timedelta(minutes=5))
    return results


def open_to_all(place: Path) -> None:
    """Lets other users enter a folder below the temporary one."""
    for path in [place, *place.parents][:-2]:
        path.chmod(path.stat().st_mode | 0o055)


def cleaned(pages: Iterable[Page | Reject]) -> Iterator[Article | Reject]:
    """As Workers.map, in this process."""
    return (page if isinstance(page, Reject) else clean(page) for page in pages)


def lines(path: Path) -> list[Article]:
    return [Article.model_validate_json(line) for line in path.read_bytes().splitlines()]
