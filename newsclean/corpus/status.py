"""The state of a site's corpus in a few figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsclean.errors import CorpusError

from .folder import SiteFolder
from .history import past_runs
from .moments import moment
from .outcomes import Waiting
from .store import Store


@dataclass(frozen=True, slots=True)
class Reason:
    """Why links wait or are given up, and how many; `why` is "" for those that were not requested yet.

    `next_try` is the first of theirs, None: in the next run.
    """

    why: str
    number: int
    is_given_up: bool
    next_try: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """`articles` are stories, `revisions` their later texts; `size` is in bytes, of all files together.

    `last_run` is when the last run began (UTC), `verdict` the word by which it ended: None and "" before the first.

    `waiting` and `given_up` are links; `reasons` say why, for each of both. `undelivered` are records, by whom
    they wait for.
    """

    articles: int
    revisions: int
    waiting: int
    given_up: int
    undelivered: Mapping[str, int]
    reasons: tuple[Reason, ...]
    size: int
    last_run: dt.datetime | None
    verdict: str


def status_of(folder: SiteFolder) -> Status:
    """The figures of a site. Raises CorpusError when there is no database or it cannot be read."""
    with reading(folder) as store:
        articles, revisions = store.totals()
        last = next(iter(past_runs(folder, store, last=1)), None)
        reasons = (*_reasons(store, is_given_up=False), *_reasons(store, is_given_up=True))
        return Status(
            articles=articles,
            revisions=revisions,
            waiting=sum(reason.number for reason in reasons if not reason.is_given_up),
            given_up=sum(reason.number for reason in reasons if reason.is_given_up),
            undelivered=dict(store.ask("SELECT takers, count(*) FROM undelivered GROUP BY 1")),
            reasons=reasons,
            size=folder.size(),
            last_run=last.started if last else None,
            verdict=last.verdict if last else "",
        )


def links_of(folder: SiteFolder) -> list[Waiting]:
    """The links that wait, then those that were given up. Raises CorpusError as `status_of`."""
    with reading(folder) as store:
        return store.waiting() + store.given_up()


def reading(folder: SiteFolder) -> Store:
    """The database of a site, opened to be read. Raises CorpusError when there is none, or it cannot be read."""
    try:
        is_there = folder.database.exists()
    except OSError as error:  # its folder may not be entered
        raise CorpusError(f"{folder.database} cannot be read: {error.strerror}") from None
    if not is_there:
        raise CorpusError(f"{folder.database} is missing. `newsclean corpus check --rebuild` rebuilds it.")
    return Store(folder.database, readonly=True)


def _reasons(store: Store, *, is_given_up: bool) -> Iterator[Reason]:
    which = "NOT NULL" if is_given_up else "NULL"
    sql = (
        "SELECT coalesce(why, ''), count(*), min(coalesce(next_try, '')) FROM urls "
        f"WHERE state != 'seen' AND given_up IS {which} GROUP BY 1 ORDER BY 2 DESC"
    )
    for why, number, next_try in store.ask(sql):
        yield Reason(why, number, is_given_up, moment(next_try or None))
