"""What a person reads to judge a site's night: a sample of its records, and what was rejected."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from newsclean.corpus.moments import text
from newsclean.corpus.store import Store
from newsclean.models import Reason

SAMPLES = 3  # records of a site
OPENING = 280  # characters of their bodies
EXAMPLES = 3  # addresses of a kind of reject
# Rejects that are nobody's mistake: later runs ask again, or the site does not want to be asked.
_EXPECTED = {Reason.FETCH_FAILED, Reason.FORBIDDEN, Reason.OPTED_OUT}
_SINCE = "run IN (SELECT number FROM runs WHERE started >= ?)"


@dataclass(frozen=True, slots=True)
class Sample:
    """A record as a reader sees it. `date` is as in the record, "" if unknown; `length` is in characters."""

    url: str
    title: str
    date: str
    opening: str
    length: int
    language: str | None
    certainty: float | None
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a night. `length` is the mean of their bodies in characters, None if there are none."""

    number: int = 0
    undated: int = 0
    unsigned: int = 0
    characters: int = 0
    samples: tuple[Sample, ...] = ()

    @property
    def length(self) -> float | None:
        return self.characters / self.number if self.number else None


@dataclass(slots=True)
class Rejects:
    """Pages that were rejected for one reason; `detail` is that of the first, as others may differ in numbers."""

    reason: str
    detail: str
    number: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def is_expected(self) -> bool:
        return self.reason in _EXPECTED


def records_since(store: Store, since: dt.datetime) -> Records:
    """The records of the runs begun since then (aware). Raises CorpusError when the database cannot be read."""
    records = [orjson.loads(line) for (line,) in store.ask(f"SELECT line FROM articles WHERE {_SINCE}", text(since))]
    return Records(
        number=len(records),
        undated=sum(record["date"] is None for record in records),
        unsigned=sum(not record["authors"] for record in records),
        characters=sum(len(record["body"]) for record in records),
        samples=tuple(map(_sample, _spread(records))),
    )


def rejects_since(store: Store, since: dt.datetime) -> list[Rejects]:
    """What was rejected since then, the most frequent first: grouped by reason and detail, whatever its numbers."""
    groups: dict[tuple[str, str], Rejects] = {}
    rows = store.ask(f"SELECT reason, url, line FROM rejects WHERE {_SINCE} ORDER BY number", text(since))
    for reason, url, line in rows:
        detail = json.loads(line)["detail"]
        group = groups.setdefault((reason, re.sub(r"\d+", "#", detail.replace(url, ""))), Rejects(reason, detail))
        group.number += 1
        if len(group.examples) < EXAMPLES:
            group.examples.append(url)
    return sorted(groups.values(), key=lambda group: -group.number)


def _spread(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The least certain, which shows first what is wrong, one in the middle, and the most certain."""
    ordered = sorted(records, key=lambda record: 1 if (known := record.get("certainty")) is None else known)
    if len(ordered) <= SAMPLES:
        return ordered
    return [ordered[(len(ordered) - 1) * number // (SAMPLES - 1)] for number in range(SAMPLES)]


def _opening(body: str) -> str:
    """The body up to OPENING characters, and no cut word where words have spaces between them."""
    if len(body) <= OPENING:
        return body
    cut = body[:OPENING]
    return f"{cut[: space if (space := cut.rfind(' ')) > OPENING - 20 else OPENING]} …"


def _date(date: str | None) -> str:
    """To the minute, with its zone."""
    if not date or "T" not in date:
        return date or ""
    moment = dt.datetime.fromisoformat(date)
    zone = "UTC" if moment.utcoffset() == dt.timedelta(0) else moment.isoformat()[19:]
    return f"{moment:%Y-%m-%d %H:%M} {zone}".rstrip()


def _sample(record: dict[str, Any]) -> Sample:
    body = " ".join(record["body"].split())
    return Sample(
        url=record["url"],
        title=record["title"],
        date=_date(record["date"]),
        opening=_opening(body),
        length=len(record["body"]),
        language=record["language"],
        certainty=record.get("certainty"),
        authors=tuple(record["authors"]),
    )
