"""The figures by which runs are compared, from their records and from the run history."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from statistics import median
from typing import Any

from .baseline import RUNS, SAMPLE
from .run import CorpusRun
from .store import Store

# Runs that came to their end, not cut short by a fault, a signal or a deadline.
_COMPLETE = {"good", "unusual", "not-delivered", "nothing-discovered", "nothing-fetched"}
# A run repeated by hand belongs to the same night; that of the night before does not.
DAY = dt.timedelta(hours=20)


def is_whole(store: Store) -> bool:
    """Whether the latest run that has ended took all that its site had: what lies behind it is known, too."""
    endings = (run.ending for run in store.runs(RUNS) if run.ending is not None)
    latest = next(endings, None)
    return latest is not None and latest.figures.get("is_whole") is True


def figures_of_records(corpus: CorpusRun, requested: int, rejected: int, failed: int) -> dict[str, Any]:
    """The figures of baseline.py for the run that is about to end; None where there are too few pages.

    Of the `requested` pages, `rejected` and `failed` yielded no record. Raises CorpusError when the database cannot be
    read.
    """
    records = [json.loads(line) for line in corpus.store.lines(corpus.run)]
    enough = len(records) >= SAMPLE
    new = sum(record["revision"] == 1 for record in records)
    since = corpus.run.started - DAY
    today = [run for run in corpus.store.runs(50) if run.ending and since < run.started <= corpus.run.started]
    return {
        "articles_a_day": new + sum(run.ending.figures.get("new", 0) for run in today if run.ending),
        "body_length": median(len(record["body"]) for record in records) if enough else None,
        "share_undated": sum(record["date"] is None for record in records) / len(records) if enough else None,
        "share_rejected": rejected / requested if requested >= SAMPLE else None,
        "share_failed": failed / requested if requested >= SAMPLE else None,
    }


def comparable(corpus: CorpusRun) -> list[Mapping[str, Any]]:
    """The figures of the last RUNS runs that covered the site and came to their end, the latest first."""
    runs = [run for run in corpus.store.runs(5 * RUNS) if run.ending and run.ending.verdict in _COMPLETE]
    return [run.ending.figures for run in runs if run.ending and not run.ending.figures.get("is_partial")][:RUNS]
