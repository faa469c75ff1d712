"""A dry run: what a crawl would fetch and what it would leave out, as lines for people and programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set

from newsclean.spiders.discovery.collection import Findings
from newsclean.spiders.discovery.links import Moment


def preview(findings: Findings, known: Set[str]) -> Iterator[str]:
    """A line per link: what becomes of it, its date or why it is left out, how it was found, its address, its source.

    The columns are separated by tabs. `known` are addresses that earlier runs have found; a `probe` is a link in
    doubt, of which a run reads as many as NEWSCLEAN_PROBE, and fetches those of the same form if they are articles.
    """
    for link in findings.links:
        entry = link.entry
        what = "known" if entry.url in known else "probe" if entry.url in findings.doubtful else "fetch"
        yield "\t".join((what, _day(link.latest), entry.source, entry.url, findings.sources.get(entry.url, "")))
    for left in findings.skipped:
        yield "\t".join(("skip", left.why, "", left.url, left.source))


def _day(value: Moment | None) -> str:
    if value is None:
        return "-"
    return value.isoformat(timespec="minutes") if isinstance(value, dt.datetime) else value.isoformat()
