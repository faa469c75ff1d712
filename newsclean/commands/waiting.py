"""What `newsclean corpus status` shows of the links of a site that wait or were given up."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from newsclean.corpus import SiteFolder, Waiting
from newsclean.corpus.status import Reason, Status, links_of

MAX_REASONS = 5  # that are shown of a site


def reasons(status: Status) -> Iterator[str]:
    """Why links wait, and why they were given up: a line for each of both, if there are any."""
    for title, is_given_up in (("waiting", False), ("given up", True)):
        if why := _told(status, is_given_up=is_given_up):
            yield f"  {title}: {why}"


def undelivered(status: Status) -> Iterator[str]:
    """How many records wait for pipelines and feeds, if any do."""
    for takers, number in status.undelivered.items():
        noun = "record waits" if number == 1 else "records wait"
        yield f"  {number:,} {noun} to be delivered to {' and '.join(takers.split())}"


def links(folder: SiteFolder, *, as_json: bool) -> Iterator[str]:
    """A line for each link that waits or was given up. Raises CorpusError when the corpus cannot be read."""
    for link in links_of(folder):
        if as_json:
            yield json.dumps(_fields(folder.site, link))
        else:
            yield "  ".join((folder.site, _when(link), _why(link), link.entry.url))


def _told(status: Status, *, is_given_up: bool) -> str:
    reasons = [reason for reason in status.reasons if reason.is_given_up == is_given_up]
    told = [_reason(reason) for reason in reasons[:MAX_REASONS]]
    if rest := sum(reason.number for reason in reasons[MAX_REASONS:]):
        told.append(f"{rest:,} for other reasons")
    return ", ".join(told)


def _reason(reason: Reason) -> str:
    if not reason.why:
        return f"{reason.number:,} not requested yet"
    next_try = f" (next try {_minute(reason.next_try)})" if reason.next_try else ""
    return f"{reason.number:,} {_printable(reason.why)}{next_try}"


def _when(link: Waiting) -> str:
    if link.given_up:
        return f"given up {_minute(link.given_up)}"
    return f"next try {_minute(link.next_try)}" if link.next_try else "in the next run"


def _why(link: Waiting) -> str:
    if not link.failure:
        return f"found {_minute(link.found)}, not requested yet"
    tries = f"{link.tries} {'try' if link.tries == 1 else 'tries'}"
    return f"found {_minute(link.found)}, {tries}: {_printable(link.why)}"


def _fields(site: str, link: Waiting) -> dict[str, object]:
    return {
        "site": site,
        "url": link.entry.url,
        "state": "given-up" if link.given_up else "waiting",
        "failure": link.failure,
        "why": link.why or None,
        "tries": link.tries,
        "found": link.found.isoformat(),
        "next_try": link.next_try.isoformat() if link.next_try else None,
        "given_up": link.given_up.isoformat() if link.given_up else None,
    }


def _minute(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _printable(text: str) -> str:
    """Without control characters, which a server may have sent."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
