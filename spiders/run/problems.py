"""Why a run was not good: each problem with the status it gives the run and a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsclean.errors import count
from newsclean.models import Reason

from . import stats
from .status import RunStatus
from .stopping import FINISHED
from .summary import RunSummary

Problem = tuple[RunStatus, str]

# Scrapy's word for an end that a NewscleanError brought about: see CrawlRun.end_crawl.
CANNOT_CLEAN, CANNOT_STORE = "cannot_clean", "cannot_store"
_FATAL = {
    CANNOT_CLEAN: (RunStatus.FAULT, "The run was ended because no page could be cleaned"),
    CANNOT_STORE: (RunStatus.NOT_STORED, "The run was ended because nothing could be stored"),
}
# Scrapy's words for ends before the work was done; all others are those of extensions and spiders.
_STOPS = {
    "shutdown": (RunStatus.STOPPED, "The run was stopped before its end."),
    "deadline": (RunStatus.DEADLINE, "The run was ended by NEWSCLEAN_DEADLINE."),
    "closespider_timeout": (RunStatus.DEADLINE, "The run was ended: it took longer than CLOSESPIDER_TIMEOUT."),
    "closespider_timeout_no_item": (RunStatus.DEADLINE, "The run was ended by CLOSESPIDER_TIMEOUT_NO_ITEM."),
    "memusage_exceeded": (RunStatus.FAULT, "The run was ended: it needed more memory than MEMUSAGE_LIMIT_MB."),
}
_FEEDS_WRITTEN = "feedexport/success_count/"


def problems(values: Mapping[str, Any], summary: RunSummary, feeds: int, code: str = "newsclean") -> list[Problem]:
    """Why the run was not good, weightiest first, by Scrapy's stats and the summary of them.

    `feeds` is the number of files it had to write; `code` says in whose a bug must be.
    """
    return [
        *_bugs(values, summary, code),
        *_unwritten(values, summary, feeds),
        *_not_taken(values),
        *_ends(values, summary),
        *_nothing_found(values, summary),
    ]


def status_of_stop(reason: str | None) -> RunStatus:
    """The status of a run that was ended for this reason of Scrapy's and has not come to its end."""
    known = _FATAL.get(reason or "")
    return known[0] if known else _stop(reason or "shutdown")[0]


def _stop(reason: str) -> Problem:
    limit = f" by {reason.upper()}" if reason.startswith("closespider_") else f": {reason}"
    return _STOPS.get(reason, (RunStatus.STOPPED, f"The run was ended{limit}."))


def worst(found: list[Problem]) -> RunStatus:
    """The status of a run with these problems, weightiest first."""
    return found[0][0] if found else RunStatus.GOOD


def _bugs(values: Mapping[str, Any], summary: RunSummary, code: str) -> list[Problem]:
    if bugs := summary.rejected.get(Reason.INTERNAL_ERROR, 0):
        return [(RunStatus.FAULT, f"{bugs} pages met a bug in {code}: see the traceback above.")]
    if values.get("spider_exceptions/count"):
        return [(RunStatus.FAULT, f"The spider met a bug in {code}: see the traceback above.")]
    return []


def _unwritten(values: Mapping[str, Any], summary: RunSummary, feeds: int) -> list[Problem]:
    found: list[Problem] = []
    records, lost = summary.records, values.get(stats.RECORDS_UNWRITTEN, 0)
    written = sum(stats.by_name(values, _FEEDS_WRITTEN).values())
    if lost or (records and feeds > written):
        found.append((RunStatus.FAULT, f"{lost or records} records could not be written: see the error above."))
    if rejects := values.get(stats.REJECTS_UNWRITTEN, 0):
        found.append((RunStatus.FAULT, f"{rejects} rejects could not be written."))
    return found


def _not_taken(values: Mapping[str, Any]) -> list[Problem]:
    """What pipelines of the user's raised, and what could not be handed to anyone."""
    found = [
        (
            RunStatus.NOT_DELIVERED,
            f"{what} for {count(number, 'record')}. The next run hands out again what waits.",
        )
        for what, number in sorted(stats.by_name(values, stats.NOT_TAKEN).items())
    ]
    if values.get(stats.RECORDS_BROKEN):
        found.append((RunStatus.NOT_DELIVERED, "The corpus has records that cannot be read: see the errors above."))
    return found + [
        (RunStatus.FAULT, f"{what}. {count(number, 'item')} lost: only records of a corpus can wait.")
        for what, number in sorted(stats.by_name(values, stats.LOST).items())
    ]


def _ends(values: Mapping[str, Any], summary: RunSummary) -> list[Problem]:
    """An end before the work was done."""
    found: list[Problem] = []
    reason = values.get("finish_reason", "")
    if fatal := values.get(stats.FATAL):
        status, text = _FATAL.get(reason, _FATAL[CANNOT_STORE])
        found.append((status, f"{text}: {fatal}"))
    # A limit that is reached when everything is done does not count; before discovery is done, everything is left.
    is_limit = reason == "deadline" or reason.startswith("closespider_")
    if reason not in ("", FINISHED, *_FATAL) and (not is_limit or summary.left or not summary.discovered):
        found.append(_stop(reason))
    return found


def _nothing_found(values: Mapping[str, Any], summary: RunSummary) -> list[Problem]:
    found: list[Problem] = []
    # Without the stat nothing was looked for: not by `scrapy parse`, nor by a spider of the user's own.
    if values.get("finish_reason") == FINISHED and values.get(stats.LINKS) == 0 and not summary.older:
        text = "Nothing was discovered: no feed, sitemap or page that could be read links an article."
        if summary.left_out:
            text = (
                f"Nothing was discovered: of the {summary.left_out} links that were found, none is wanted and looks "
                "like an article. `--dry-run` says of each why."
            )
        found.append((RunStatus.NOTHING_DISCOVERED, text))
    if summary.requested and summary.failed + summary.rejected.get(Reason.FORBIDDEN, 0) == summary.requested:
        found.append((RunStatus.NOTHING_FETCHED, "No page could be fetched."))
    return found
