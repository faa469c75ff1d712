"""Records that wait until all have taken them: the pipelines and feeds that come after the corpus, its `takers`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from newsclean.errors import RecordBroken

from .database import Database
from .outcomes import Undelivered
from .stored import articles


class Settled(NamedTuple):
    """What came of handing a record to its takers: all of them have it, or it waits for the next run."""

    number: int
    is_taken: bool


def add(database: Database, number: int, takers: Iterable[str]) -> None:
    """Has a new record wait for these takers. Only within a transaction."""
    database.ask("INSERT INTO undelivered (article, takers) VALUES (?, ?)", number, " ".join(takers))


def settle(database: Database, settled: Iterable[Settled]) -> None:
    """Only within a transaction."""
    for number, is_taken in settled:
        if is_taken:
            database.ask("DELETE FROM undelivered WHERE article = ?", number)
        else:
            database.ask("UPDATE undelivered SET failures = failures + 1 WHERE article = ?", number)


def waiting(database: Database, takers: Collection[str]) -> list[int]:
    """The numbers of the records that wait for these takers or some of them, in the order to hand them out.

    Those that failed most often come last: a record that cannot be taken keeps no other from its turn. One that waits
    for somebody else, too, who would then never get it, is not among them.
    """
    groups = [text for (text,) in database.ask("SELECT DISTINCT takers FROM undelivered")]
    ours = [text for text in groups if set(text.split()) <= set(takers)]
    marks = ", ".join("?" * len(ours))
    sql = f"SELECT article FROM undelivered WHERE takers IN ({marks}) ORDER BY failures, article"
    return [number for (number,) in database.ask(sql, *ours)]


def records(database: Database, numbers: Sequence[int]) -> list[Undelivered | RecordBroken]:
    """These records, in this order; an error in place of one that cannot be read."""
    found = zip(numbers, articles(database, numbers), strict=True)
    return [one if isinstance(one, RecordBroken) else Undelivered(number, one) for number, one in found]
