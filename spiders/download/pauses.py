"""Hosts that ask for time get it: Retry-After holds the whole host, 429 and 503 without it slow it down."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from scrapy.http import Response

from .failures import FetchError

logger = logging.getLogger(__name__)

_BUSY = frozenset((429, 503))
_SECONDS = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)


class HostRestsError(FetchError):
    """Raised for a request to a host that asked for a longer pause than a run makes; the next run makes the request."""


@dataclass(slots=True)
class _Host:
    """`free` is when the next request may be made; `gap` are the seconds from one to the next, beside Scrapy's own."""

    free: float = 0.0
    gap: float = 0.0
    rests: str | None = None


class Pauses:
    """The pauses that hosts have asked for in this run.

    `longest` is the longest Retry-After that is waited for, `slowest` the longest gap, both in seconds. `clock` gives
    seconds.
    """

    def __init__(self, longest: float, slowest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest = longest
        self._slowest = slowest
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    def turn(self, host: str) -> float:
        """Seconds until it is time to ask again; 0: the request may be made. Raises HostRestsError."""
        if (known := self._hosts.get(host)) is None:
            return 0.0
        if known.rests:
            raise HostRestsError(known.rests)
        now = self._clock()
        if now < known.free:
            return known.free - now
        known.free = now + known.gap
        return 0.0

    def heard(self, host: str, response: Response, delay: float) -> None:
        """Takes in a response of the host, which is asked every `delay` seconds."""
        known = self._hosts.setdefault(host, _Host())
        asked = retry_after(response, dt.datetime.now(dt.UTC)) if response.status >= 400 else None
        if asked and asked > self._longest:
            self._rest(known, host, asked)
        elif asked:
            logger.info("%s asks for a pause of %d s", host, asked)
            known.free = max(known.free, self._clock() + asked)
        elif response.status in _BUSY and delay:
            known.gap = min(2 * max(known.gap, delay), self._slowest)
            known.free = max(known.free, self._clock() + known.gap)
            logger.info("%s answers with status %d: one request every %g s", host, response.status, known.gap)
        elif response.status < 400:
            known.gap = known.gap / 2 if known.gap > delay else 0.0

    def _rest(self, known: _Host, host: str, seconds: float) -> None:
        if known.rests is None:
            logger.warning(
                "%s asks for a pause of %d s, more than NEWSCLEAN_RETRY_AFTER_MAX; its other pages are left to the "
                "next run",
                host,
                seconds,
            )
        known.rests = f"its host asks for a pause of {seconds:.0f} s, more than a run makes"


def retry_after(response: Response, now: dt.datetime) -> float | None:
    """The pause that a response asks for (RFC 9110, 10.2.3), in seconds; None where it asks for none.

    A date is taken by the server's own clock, where it tells that.
    """
    text = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
    if found := _SECONDS.fullmatch(text):
        return float(found[1]) or None
    until, at = _date(text), _date((response.headers.get(b"Date") or b"").decode("latin-1"))
    return max(0.0, (until - (at or now)).total_seconds()) or None if until else None


def _date(text: str) -> dt.datetime | None:
    try:
        value = parsedate_to_datetime(text[:100])
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, IndexError):
        return None
