"""Ending a run early, by a signal or the deadline: soon, and without losing what was fetched.

Scrapy waits for every request that it has queued; with a delay between requests that can take minutes. Here queued
requests are given up at once and those under way a little later. The next run makes both.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
import time
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from newsclean.errors import UsageError
from newsclean.spiders.download.failures import FetchError

logger = logging.getLogger(__name__)

# For responses under way. What came is then cleaned and stored, so that the run ends within 30 s.
PATIENCE = 10  # seconds
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class RunStoppedError(FetchError):
    """Raised for a request that is given up because the run ends: not a failure of the page."""


class StoppingExtension:
    """Ends the run at NEWSCLEAN_DEADLINE, and makes any early end come soon.

    `_slot` is Scrapy's own, which is why pyproject.toml bounds its version.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Raises UsageError when the deadline is not a time."""
        self.crawler = crawler
        self.ends_in = seconds_until(crawler.settings["NEWSCLEAN_DEADLINE"], dt.datetime.now().astimezone())
        self.given_up: asyncio.Future[None] | None = None  # done when responses are no longer waited for
        self._began = time.monotonic()
        self._stopped: float | None = None
        self._closing: asyncio.Task[None] | None = None
        self._loop = create_looping_call(self.look)
        crawler.signals.connect(self.engine_started, signals.engine_started)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def is_stopping(self) -> bool:
        """Whether no request may be made any more: Scrapy breaks at one made after it began to close."""
        engine = self.crawler.engine
        return not engine.running or (engine._slot is not None and engine._slot.closing is not None)

    def engine_started(self) -> None:
        self.given_up = asyncio.get_running_loop().create_future()
        self._loop.start(0.2, now=False)

    def engine_stopped(self) -> None:
        if self._loop.running:
            self._loop.stop()

    def look(self) -> None:
        """Checks whether the run must stop; called several times a second, as Scrapy has no signal for it."""
        engine, now = self.crawler.engine, time.monotonic()
        assert self.given_up is not None
        if engine.spider is None:  # it came to its end by itself
            return
        if self._stopped is None:
            is_late = self.ends_in is not None and now - self._began >= self.ends_in
            if is_late:
                logger.info("the deadline is reached")
                self._closing = asyncio.ensure_future(engine.close_spider_async(reason="deadline"))
            if is_late or self.is_stopping:
                self._stopped = now
                self._drop_queued()
        elif now - self._stopped >= PATIENCE and not self.given_up.done():
            self.given_up.set_result(None)

    def _drop_queued(self) -> None:
        for slot in self.crawler.engine.downloader.slots.values():
            slot.close()  # its timer for the next request
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(RunStoppedError("the run ended before its turn came"))


def seconds_until(deadline: str | float | None, now: dt.datetime) -> float | None:
    """How long a run that begins `now` may take, in seconds; None: no limit.

    `deadline` is a number of seconds, or HH:MM, the next time that the clock of `now` shows it. Raises UsageError for
    anything else.
    """
    text = str(deadline or "").strip()
    if not text:
        return None
    if found := _CLOCK.fullmatch(text):
        end = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
        return ((end if end > now else end + dt.timedelta(days=1)) - now).total_seconds()
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise UsageError(f"NEWSCLEAN_DEADLINE={text} is not a time. Use 05:30, or a number of seconds: 5400.")
    return seconds
