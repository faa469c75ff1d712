"""The run history of a site, and the figures by which its runs are compared."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Any

from .baseline import RUNS, SAMPLE
from .folder import SiteFolder
from .lock import is_held
from .outcomes import Run
from .run import CorpusRun
from .store import Store
from .verdicts import KILLED, RUNNING

# Runs that came to their end, not cut short by a fault, a signal or a deadline.
_COMPLETE = {"good", "unusual", "not-delivered", "nothing-discovered", "nothing-fetched"}
# A run repeated by hand belongs to the same night; that of the night before does not.
DAY = dt.timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as its history tells it. Times are UTC. `verdict` is the word of its end, else RUNNING or KILLED.

    `figures` are those in the last line of its log; of a run without an end those that the database has: new, revised,
    rejected and failed.
    """

    name: str
    started: dt.datetime
    ended: dt.datetime | None
    verdict: str
    exit_status: int | None
    sentence: str
    figures: Mapping[str, Any]


def past_runs(
    folder: SiteFolder, store: Store, last: int | None = None, since: dt.datetime | None = None
) -> list[PastRun]:
    """The runs of a site, the latest first, see `Store.runs`. Raises CorpusError when the database cannot be read."""
    runs = store.runs(last, since)
    return [_past(store, run, may_run=number == 0 and is_held(folder.lock)) for number, run in enumerate(runs)]


def _past(store: Store, run: Run, *, may_run: bool) -> PastRun:
    if end := run.ending:
        return PastRun(run.name, run.started, run.ended, end.verdict, end.exit_status, end.sentence, end.figures)
    return PastRun(run.name, run.started, None, RUNNING if may_run else KILLED, None, "", _stored(store, run))


def _stored(store: Store, run: Run) -> dict[str, int]:
    counts = {
        "new": store.count("articles", f"run = {run.number} AND revision = 1"),
        "revised": store.count("articles", f"run = {run.number} AND revision > 1"),
        "rejected": store.count("rejects", f"run = {run.number} AND reason != 'fetch-failed'"),
    }
    return counts | {"failed": store.count("rejects", f"run = {run.number}") - counts["rejected"]}


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
    runs = [run.ending for run in corpus.store.runs(5 * RUNS) if run.ending]
    return figures_to_compare((run.verdict, run.figures) for run in runs)


def figures_to_compare(runs: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    """The same of these runs, the latest first: the verdict and the figures of each."""
    whole = (figures for word, figures in runs if word in _COMPLETE and not figures.get("is_partial"))
    return list(islice(whole, RUNS))
