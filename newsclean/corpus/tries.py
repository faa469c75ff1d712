"""Links whose fetch failed: when each is tried again, and when it is given up. See docs/explanation/corpus.md.

A failure is only noted when it happens, and judged when its run has ended: whether it says something about the link, or
about the site, the network or ourselves, depends on how the run's other fetches went.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from newsclean.models import Entry
from newsclean.page.urls import record_id

from .database import Database
from .moments import moment, text
from .outcomes import Failure, Judgement, Outcome, Run, Waiting

# How long a link rests after its first, second, ... counted failure; then as after the last. A little less than the
# hour and the days that are meant: a cron job that starts earlier than yesterday does not miss its turn.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (50, 5 * 60, 20 * 60, 44 * 60, 68 * 60))
NIGHTLY = 3  # tries after which the pause is a day
PATIENCE = dt.timedelta(days=14)  # since the first failure, so at least as long since the link was found
# 404 and 410 are believed when so many runs got them, over so long: editors and broken systems take articles back.
GONE_TRIES, GONE_FOR = 3, dt.timedelta(hours=44)
ENOUGH = 5  # failed fetches of a run: fewer do not tell dead links from a site that is down

# What is set when a page came at last: nothing of earlier failures stays.
FORGOTTEN = (
    ", ".join(
        f"{column} = NULL"
        for column in ("failure", "why", "failed", "unjudged", "failing_since", "gone_since", "next_try", "given_up")
    )
    + ", tries = 0, gone = 0"
)
_COLUMNS = "number, state, failure, failed, failing_since, tries, gone, gone_since"
_WAITING = "url, entry, failure, why, tries, found, next_try, given_up FROM urls WHERE state != 'seen'"


class Bearing(Enum):
    """What the failures of a run say of its links."""

    COUNTS = "at least half of the fetches came: each failure is a try"
    FEW = "more than half failed, and too few were made to tell dead links from a site that is down"
    MOST = "more than half failed, and some came: no failure counts"
    DOWN = "not one of several came: no failure counts, however long that lasts"


def bearing(fetched: int, failed: int) -> Bearing:
    """What a run says whose fetches so often came and failed."""
    if failed <= fetched:
        return Bearing.COUNTS
    if failed < ENOUGH:
        return Bearing.FEW
    return Bearing.MOST if fetched else Bearing.DOWN


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a link that fails. `tries` are the counted ones, `gone` those of them with 404 or 410."""

    tries: int = 0
    failing_since: dt.datetime | None = None
    gone: int = 0
    gone_since: dt.datetime | None = None
    next_try: dt.datetime | None = None  # None: in the next run
    given_up: dt.datetime | None = None

    def after(self, failure: Failure, at: dt.datetime, says: Bearing) -> Record:
        """The record with one more failure."""
        since = min(self.failing_since or at, at)  # a clock that was ahead does not make it wait for ever
        if failure is Failure.FORBIDDEN:
            return replace(self, failing_since=since, given_up=at)
        if says is Bearing.DOWN:
            return self
        is_over = at - since >= PATIENCE
        record = replace(self, failing_since=since, given_up=at if is_over else None)
        if says is Bearing.COUNTS:
            return record._counted(failure, at)
        # A few that fail by themselves keep their pace; after a day, the nightly one.
        pace = max(self.tries, NIGHTLY if at - since >= dt.timedelta(days=1) else 0)
        return replace(record, next_try=at + _pause(pace)) if pace and says is Bearing.FEW else record

    def _counted(self, failure: Failure, at: dt.datetime) -> Record:
        tries = self.tries + 1
        record = replace(self, tries=tries, next_try=at + _pause(tries))
        if failure is not Failure.GONE:
            return record
        gone, since = self.gone + 1, min(self.gone_since or at, at)
        is_gone = gone >= GONE_TRIES and at - since >= GONE_FOR
        return replace(record, gone=gone, gone_since=since, given_up=at if is_gone else self.given_up)


def _pause(tries: int) -> dt.timedelta:
    return PAUSES[min(tries, len(PAUSES)) - 1]


def note(database: Database, run: Run, outcome: Outcome, failure: Failure, why: str) -> bool:
    """Stores a failure, to be judged with its run; says whether it is another than the time before.

    A known article stays known, and is due when its outcome says.
    """
    is_news = not database.ask("SELECT 1 FROM urls WHERE key = ? AND why = ?", record_id(outcome.requested), why)
    database.ask(
        "INSERT INTO urls (key, url, state, found, failure, why, failed, unjudged) "
        "VALUES (?, ?, 'failed', ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
        "state = iif(state = 'seen', 'seen', 'failed'), again = iif(state = 'seen', ?, NULL), "
        "failure = excluded.failure, why = excluded.why, failed = excluded.failed, unjudged = excluded.unjudged",
        *(record_id(outcome.requested), outcome.requested, text(outcome.fetched_at)),
        *(failure.value, why, text(outcome.fetched_at), run.number, text(outcome.again)),
    )
    return is_news


def judge(database: Database) -> Judgement:
    """Judges the failures of all runs that have not been judged; only within a transaction. Run twice, it does nothing
    the second time.
    """
    total = Judgement()
    sql = "SELECT number, fetched, failed FROM runs WHERE number IN (SELECT unjudged FROM urls WHERE unjudged NOTNULL)"
    for run, fetched, failed in database.ask(sql):
        total += _judge(database, run, bearing(fetched, failed))
    return total


def _judge(database: Database, run: int, says: Bearing) -> Judgement:
    again = given_up = 0
    for row in database.ask(f"SELECT {_COLUMNS}, next_try FROM urls WHERE unjudged = ?", run):
        number, state, failure, failed, since, tries, gone, gone_since, next_try = row
        if state == "seen":  # its visits go by revisits.py
            database.ask("UPDATE urls SET unjudged = NULL WHERE number = ?", number)
            continue
        record = Record(tries, moment(since), gone, moment(gone_since), moment(next_try))
        record = record.after(Failure(failure), dt.datetime.fromisoformat(failed), says)
        database.ask(
            "UPDATE urls SET unjudged = NULL, tries = ?, failing_since = ?, gone = ?, gone_since = ?, next_try = ?, "
            "given_up = ? WHERE number = ?",
            *(record.tries, text(record.failing_since), record.gone, text(record.gone_since)),
            *(text(record.next_try), text(record.given_up), number),
        )
        given_up += record.given_up is not None
        again += record.given_up is None
    return Judgement(again, given_up)


def waiting(database: Database, now: dt.datetime | None = None) -> list[Waiting]:
    """Links that were found and are to be fetched, oldest find first: all, or those whose turn it is `now`."""
    due, values = "", list[str | None]()
    if now is not None:
        # A turn that lies further ahead than any pause was set by a clock that was wrong.
        due = "AND (next_try IS NULL OR next_try <= ? OR next_try > ?)"
        values = [text(now), text(now + PAUSES[-1])]
    return [
        _waiting(row) for row in database.ask(f"SELECT {_WAITING} AND given_up IS NULL {due} ORDER BY +number", *values)
    ]


def given_up(database: Database) -> list[Waiting]:
    """Links that are not tried any more, those first that were given up first."""
    return [_waiting(row) for row in database.ask(f"SELECT {_WAITING} AND given_up IS NOT NULL ORDER BY given_up")]


def is_due(next_try: str | None, given_up: str | None, now: dt.datetime) -> bool:
    """Whether a link with these columns is to be requested now, as in `waiting`."""
    if given_up is not None:
        return False
    at = moment(next_try)
    return at is None or at <= now or at > now + PAUSES[-1]


def ask_again(database: Database, urls: Iterable[str]) -> int:
    """Makes links that wait or were given up due at once; gives how many. Only within a transaction.

    One that was given up starts anew, as if it had just been found.
    """
    return sum(_ask_again(database, "key = ?", record_id(url)) for url in urls)


def ask_all_again(database: Database, *, also_given_up: bool = False) -> int:
    """The same for all that wait, and for those that were given up if wanted."""
    number = _ask_again(database, "given_up IS NULL")
    return number + (_ask_again(database, "given_up IS NOT NULL") if also_given_up else 0)


def _ask_again(database: Database, where: str, *values: Any) -> int:
    fresh = ", ".join(
        f"{column} = iif(given_up IS NULL, {column}, {value})"
        for column, value in {"tries": 0, "failing_since": "NULL", "gone": 0, "gone_since": "NULL"}.items()
    )
    sql = (
        f"UPDATE urls SET {fresh}, next_try = NULL, given_up = NULL WHERE state != 'seen' AND {where} RETURNING number"
    )
    return len(database.ask(sql, *values))


def held_back(database: Database, keys: Sequence[str]) -> tuple[int, int]:
    """How many of the links with these keys are not fetched and not given up, and how many are given up."""
    waits = gave_up = 0
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        marks = ", ".join("?" * len(some))
        ((number, gone),) = database.ask(
            f"SELECT count(*), count(given_up) FROM urls WHERE key IN ({marks}) AND state != 'seen'", *some
        )
        waits, gave_up = waits + number - gone, gave_up + gone
    return waits, gave_up


def _waiting(row: Sequence[Any]) -> Waiting:
    url, entry, failure, why, tries, found, next_try, given_up = row
    return Waiting(
        Entry.model_validate_json(entry) if entry else Entry(url=url, source="argument"),
        Failure(failure) if failure else None,
        why or "",
        tries,
        dt.datetime.fromisoformat(found),
        moment(next_try),
        moment(given_up),
    )
