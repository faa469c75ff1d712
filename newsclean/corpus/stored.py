"""Records as they are stored, a line of JSON each: what reads them back, and says which of them it cannot read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from newsclean.errors import RecordBroken, first_fault
from newsclean.models import Article

from .database import Database


def article_in(line: bytes, place: str) -> Article:
    """The record in a line. Raises RecordBroken, naming the `place` of the line, for one that is no record."""
    try:
        # The lines of other versions may have further fields.
        return Article.model_validate_json(line, extra="ignore")
    except ValidationError as error:
        raise RecordBroken(f"{place}: not a record of newsclean: {first_fault(error)}") from None


def articles(database: Database, numbers: Iterable[int]) -> Iterator[Article | RecordBroken]:
    """The records of these numbers, in this order; an error in place of one that is missing or no longer a record."""
    for number in numbers:
        place = f"{database.path}, articles row {number}"
        rows = database.ask("SELECT line FROM articles WHERE number = ?", number)
        try:
            yield article_in(rows[0][0], place) if rows else RecordBroken(f"{place}: it is missing")
        except RecordBroken as error:
            yield error
