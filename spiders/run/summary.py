"""The end of every run: its verdict, a sentence for people, JSON for programs, and an entry in the history."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newsclean import Reason
from newsclean.corpus import CorpusRun, Ending
from newsclean.corpus.baseline import breaks
from newsclean.corpus.history import comparable, figures_of_records
from newsclean.errors import CorpusError

from . import stats
from .outcome import Outcome
from .verdicts import Verdict

logger = logging.getLogger(__name__)

Problem = tuple[Verdict, str]

# Scrapy's reasons for an end that is none of the run's own.
_STOPS = {
    "shutdown": (Verdict.STOPPED, "The run was stopped before its end."),
    "deadline": (Verdict.DEADLINE, "The run was ended by NEWSCLEAN_DEADLINE."),
    "closespider_timeout": (Verdict.DEADLINE, "The run was ended: it took longer than CLOSESPIDER_TIMEOUT."),
    "memusage_exceeded": (Verdict.FAULT, "The run was ended: it needed more memory than MEMUSAGE_LIMIT_MB."),
}
_FATAL = {
    "cannot_clean": (Verdict.FAULT, "The run was ended, no page could be cleaned"),
    "cannot_store": (Verdict.NOT_STORED, "The run was ended, nothing could be stored"),
}
_FEEDS_WRITTEN = "feedexport/success_count/"


def problems(values: Mapping[str, Any], feeds: int) -> list[Problem]:
    """Why the run was not good, the weightiest first; `feeds` is the number of files it was to write."""
    outcome = Outcome.of(values)
    found: list[Problem] = []
    reason = values.get("finish_reason", "")
    if bugs := outcome.rejected.get(Reason.INTERNAL_ERROR, 0):
        found.append((Verdict.FAULT, f"{bugs} pages met a bug in newsclean: see the traceback above."))
    elif values.get("spider_exceptions/count"):
        found.append((Verdict.FAULT, "The spider met a bug in newsclean: see the traceback above."))
    lost = values.get(stats.RECORDS_UNWRITTEN, 0)
    written = sum(number for key, number in values.items() if key.startswith(_FEEDS_WRITTEN))
    if lost or (outcome.records and feeds > written):
        text = f"{lost or outcome.records} records could not be written: see the error above."
        found.append((Verdict.FAULT, text))
    if unwritten := values.get(stats.REJECTS_UNWRITTEN, 0):
        found.append((Verdict.FAULT, f"{unwritten} rejects could not be written."))
    if fatal := values.get(stats.FATAL):
        verdict, text = _FATAL[reason] if reason in _FATAL else _FATAL["cannot_store"]
        found.append((verdict, f"{text}: {fatal}"))
    # A deadline that comes when all is done is none; a run that was to find its articles yet has all of them left.
    if reason in _STOPS and (reason != "deadline" or outcome.left or not outcome.discovered):
        found.append(_STOPS[reason])
    if reason == "finished" and not values.get(stats.LINKS) and not outcome.older:
        text = "Nothing was discovered: no feed, sitemap or page that was read links an article."
        found.append((Verdict.NOTHING_DISCOVERED, text))
    if outcome.asked and outcome.failed == outcome.asked:
        found.append((Verdict.NOTHING_FETCHED, "No page could be fetched."))
    return found


class Summary:
    """Ends the run when everything else has ended. `verdict` is then known."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.verdict: Verdict | None = None
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def engine_stopped(self) -> None:
        values = self.crawler.stats.get_stats()
        corpus: CorpusRun | None = getattr(self.crawler.spider, "corpus", None)
        outcome = Outcome.of(values)
        found = problems(values, feeds_of(self.crawler))
        figures = outcome.figures()
        if corpus is not None:
            found += self._compare(corpus, outcome, figures)
            found += self._keep(corpus, found, outcome, figures)
            corpus.close()
        for verdict, text in found:
            logger.log(logging.WARNING if verdict is Verdict.UNUSUAL else logging.ERROR, text)
        self.verdict = _weightiest(found)
        head = {"site": getattr(self.crawler.spider, "corpus_name", None), "run": corpus.run.name if corpus else None}
        told = {**head, "verdict": self.verdict.word, "exit_status": self.verdict.status, **figures}
        logger.info(outcome.sentence())
        logger.info(json.dumps(told))

    def _compare(self, corpus: CorpusRun, outcome: Outcome, figures: dict[str, Any]) -> list[Problem]:
        """Adds what a run is compared by to its figures; the figures that are far from usual, in sentences."""
        figures["is_partial"] = getattr(self.crawler.spider, "is_partial", False)
        try:
            figures |= figures_of_records(corpus, outcome.asked - outcome.left, outcome.rejects, outcome.failed)
            earlier = comparable(corpus)
        except CorpusError as error:
            return [(Verdict.NOT_STORED, str(error))]
        # What was cut short is not to be compared, nor is a run of which only a part was wanted.
        if figures["is_partial"] or self.crawler.stats.get_value("finish_reason") != "finished":
            return []
        return [(Verdict.UNUSUAL, text) for text in breaks(figures, earlier)]

    def _keep(
        self, corpus: CorpusRun, found: list[Problem], outcome: Outcome, figures: Mapping[str, Any]
    ) -> list[Problem]:
        verdict = _weightiest(found)
        try:
            corpus.end(Ending(verdict.word, verdict.status, outcome.sentence(), figures))
        except CorpusError as error:
            return [(Verdict.NOT_STORED, str(error))]
        return []


def _weightiest(found: list[Problem]) -> Verdict:
    return found[0][0] if found else Verdict.GOOD


def feeds_of(crawler: Crawler) -> int:
    """How many files the run has to write its records to."""
    return len(crawler.settings.getdict("FEEDS"))
