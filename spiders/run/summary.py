"""A run in numbers, in a sentence and as figures for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from newsclean.models import Reason
from newsclean.spiders.discovery.judge import Verdict

from . import stats


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The numbers of a run. Each discovered page is counted in exactly one of `new`, `revised`, `seen`, `rejected`,
    `failed` and `left`, which is what a run that was stopped leaves over.
    """

    discovered: int
    new: int
    revised: int
    seen: int
    rejected: Mapping[str, int]
    failed: int
    tried_again: int = 0  # of the failed, by later runs
    given_up: int = 0
    resting: int = 0  # links of the sources that failed before, not discovered: they wait for their next try
    not_tried: int = 0  # the same, given up before
    requested: int = 0  # those of the discovered that had to be requested
    older: int = 0
    left_out: int = 0  # links of the sources that were not followed
    doubtful: int = 0  # those of them that may be articles
    from_feeds: int = 0  # of the new and revised
    handed_out: int = 0  # records of earlier runs that waited
    dropped: Mapping[str, int] = field(default_factory=dict)  # records, by the user's pipeline
    undelivered: int = 0  # records that wait now
    sources: int = 0
    sources_failed: int = 0
    sources_unchanged: int = 0
    pages: int = 0
    bytes: int = 0
    seconds: float = 0

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The summary of Scrapy's stats."""
        rejected = stats.by_name(values, stats.REJECTED)
        return cls(
            discovered=values.get(stats.DISCOVERED, 0),
            new=values.get(stats.NEW, 0),
            revised=values.get(stats.REVISED, 0),
            seen=values.get(stats.SEEN, 0),
            failed=rejected.pop(Reason.FETCH_FAILED, 0),
            rejected=rejected,
            tried_again=values.get(stats.TRIED_AGAIN, 0),
            given_up=values.get(stats.GIVEN_UP, 0),
            resting=values.get(stats.RESTING, 0),
            not_tried=values.get(stats.NOT_TRIED, 0),
            requested=values.get(stats.REQUESTED, 0),
            older=values.get(f"{stats.SKIPPED}older", 0),
            left_out=values.get(stats.LEFT_OUT, 0),
            doubtful=values.get(f"{stats.SKIPPED}{Verdict.DOUBT}", 0),
            from_feeds=values.get(stats.FROM_FEEDS, 0),
            handed_out=values.get(stats.HANDED_OUT, 0),
            dropped=stats.by_name(values, stats.DROPPED),
            undelivered=values.get(stats.UNDELIVERED, 0),
            sources=values.get(stats.SOURCES, 0),
            sources_failed=values.get(stats.SOURCES_FAILED, 0),
            sources_unchanged=values.get(stats.SOURCES_UNCHANGED, 0),
            pages=values.get(stats.PAGES, 0),
            bytes=values.get("downloader/response_bytes", 0),
            seconds=round(values.get("elapsed_time_seconds", 0), 1),
        )

    @property
    def records(self) -> int:
        return self.new + self.revised

    @property
    def rejects(self) -> int:
        return sum(self.rejected.values())

    @property
    def left(self) -> int:
        return self.discovered - self.records - self.seen - self.rejects - self.failed

    def sentence(self, listed_by: str = "--dry-run") -> str:
        """The run in one sentence, which says what lists the links that were left out: `listed_by`.

        Counts that are usually zero are left out when they are.
        """
        reasons = _listed(self.rejected)
        parts = [f"{self.discovered} discovered", f"{self.new} new"]
        if self.revised:
            parts.append(f"{self.revised} revised")
        if self.from_feeds:
            parts.append(f"{self.from_feeds} of them by the text in a feed")
        if self.seen:
            parts.append(f"{self.seen} already seen")
        parts += [
            f"{self.rejects} rejected" + (f" ({reasons})" if reasons else ""),
            f"{self.failed} failed",
        ]
        if self.left:
            parts.append(f"{self.left} left over")
        if self.handed_out:
            parts.append(f"{self.handed_out} handed out again")
        if self.dropped:
            parts.append(f"{sum(self.dropped.values())} dropped by pipelines ({_listed(self.dropped)})")
        if self.undelivered:
            parts.append(f"{self.undelivered} wait to be delivered")
        if self.sources_failed:
            parts.append(f"{self.sources_failed} of {self.sources} sources unreadable")
        return ", ".join(parts) + self._links(listed_by) + "."

    def _links(self, listed_by: str) -> str:
        counts = {
            "to be tried again": self.tried_again,
            "given up": self.given_up,
            "waiting for another try": self.resting,
            "given up before": self.not_tried,
        }
        told = [f"{number} {what}" for what, number in counts.items() if number]
        if self.left_out:
            doubtful = f", {self.doubtful} doubtful" if self.doubtful else ""
            told.append(f"{self.left_out} left out{doubtful} (`{listed_by}` lists them)")
        return f"; links: {', '.join(told)}" if told else ""

    def figures(self) -> dict[str, Any]:
        """The same for programs; bytes are counted as sent."""
        return {
            "discovered": self.discovered,
            "new": self.new,
            "revised": self.revised,
            "seen": self.seen,
            "rejected": self.rejects,
            "failed": self.failed,
            "tried_again": self.tried_again,
            "given_up": self.given_up,
            "waiting": self.resting,
            "given_up_before": self.not_tried,
            "left_out": self.left_out,
            "doubtful": self.doubtful,
            "left": self.left,
            "reasons": dict(sorted(self.rejected.items())),
            "sources": self.sources,
            "from_feeds": self.from_feeds,
            "handed_out": self.handed_out,
            "dropped": sum(self.dropped.values()),
            "undelivered": self.undelivered,
            "sources_failed": self.sources_failed,
            "sources_unchanged": self.sources_unchanged,
            "pages": self.pages,
            "bytes": self.bytes,
            "seconds": self.seconds,
            "pages_per_second": round(self.pages / self.seconds, 2) if self.seconds else None,
        }


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
