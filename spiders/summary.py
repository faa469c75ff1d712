"""What came of a crawl: the sentence every run ends with, and whether it may end with status 0."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newsclean import Reason

from . import stats

logger = logging.getLogger(__name__)

# Scrapy's reasons for an end that is none of the run's own.
_STOPS = {
    "shutdown": "The run was stopped before its end.",
    "closespider_timeout": "The run was stopped before its end: it took longer than CLOSESPIDER_TIMEOUT.",
    "memusage_exceeded": "The run was stopped before its end: it needed more memory than MEMUSAGE_LIMIT_MB.",
}
_FEEDS_WRITTEN = "feedexport/success_count/"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers of a run. Each discovered page is in exactly one of the others; `unreached` is left by a stop."""

    discovered: int
    records: int
    rejected: Mapping[str, int]
    failed: int
    duplicates: int = 0
    older: int = 0
    sources: int = 0
    sources_failed: int = 0

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The outcome that Scrapy's stats tell of."""
        rejected = {
            key.removeprefix(stats.REJECTED): number for key, number in values.items() if key.startswith(stats.REJECTED)
        }
        return cls(
            discovered=values.get(stats.DISCOVERED, 0),
            records=values.get("item_scraped_count", 0),
            failed=rejected.pop(Reason.FETCH_FAILED, 0),
            rejected=rejected,
            duplicates=values.get(stats.DUPLICATES, 0),
            older=values.get(f"{stats.SKIPPED}older", 0),
            sources=values.get(stats.SOURCES, 0),
            sources_failed=values.get(stats.SOURCES_FAILED, 0),
        )

    @property
    def unreached(self) -> int:
        return max(0, self.discovered - self.records - sum(self.rejected.values()) - self.failed - self.duplicates)

    def sentence(self) -> str:
        """The run in one sentence: discovered, records, rejected by reason, failed, and what else there is to say."""
        reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(self.rejected.items()))
        parts = [
            f"{self.discovered} discovered",
            f"{self.records} record{'s' * (self.records != 1)}",
            f"{sum(self.rejected.values())} rejected" + (f" ({reasons})" if reasons else ""),
            f"{self.failed} failed",
        ]
        if self.duplicates:
            parts.append(f"{self.duplicates} twice")
        if self.unreached:
            parts.append(f"{self.unreached} not reached")
        if self.sources_failed:
            parts.append(f"{self.sources_failed} of {self.sources} sources unreadable")
        return ", ".join(parts) + "."


def problems(values: Mapping[str, Any], feeds: int) -> list[str]:
    """Why the run must not end with status 0, in sentences; `feeds` is the number of files it was to write."""
    outcome = Outcome.of(values)
    found: list[str] = []
    if not outcome.discovered and not outcome.older:
        found.append("Nothing was discovered: no feed, sitemap or page that was read links an article.")
    if outcome.discovered and outcome.failed == outcome.discovered:
        found.append("No page could be fetched.")
    if bugs := outcome.rejected.get(Reason.INTERNAL_ERROR, 0):
        found.append(f"{bugs} pages met a bug in newsclean: see the traceback above.")
    elif values.get("spider_exceptions/count"):
        found.append("The spider met a bug in newsclean: see the traceback above.")
    lost = values.get(stats.RECORDS_UNWRITTEN, 0)
    written = sum(number for key, number in values.items() if key.startswith(_FEEDS_WRITTEN))
    if lost or (outcome.records and feeds > written):
        found.append(f"{lost or outcome.records} records could not be written: see the error above.")
    if unwritten := values.get(stats.REJECTS_UNWRITTEN, 0):
        found.append(f"{unwritten} rejects could not be written.")
    if fatal := values.get(stats.FATAL):
        found.append(f"The run was ended, no page could be cleaned: {fatal}")
    if stop := _STOPS.get(values.get("finish_reason", "")):
        found.append(stop)
    return found


class Summary:
    """Logs the sentence when the run has ended, after everything else."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def engine_stopped(self) -> None:
        values = self.crawler.stats.get_stats()
        for problem in problems(values, feeds_of(self.crawler)):
            logger.error(problem)
        logger.info(Outcome.of(values).sentence())


def feeds_of(crawler: Crawler) -> int:
    """How many files the run has to write its records to."""
    return len(crawler.settings.getdict("FEEDS"))
