"""The end of a run before its work is done, by a signal or by the deadline: soon, and without losing what is fetched.

Scrapy waits for every request that it has begun, and with a pause between two of them that can take minutes. Here what
waits for its turn is given up at once, and what is under way a little later; both stay in the frontier.
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
from newsclean.spiders.download.failures import NotFetched

logger = logging.getLogger(__name__)

# Answers that are under way may still come; then there is time left to clean and store what came, within 30 s in all.
PATIENCE = 10  # seconds
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Stopped(NotFetched):
    """Raised for a request that is given up because the run ends: it is no failure of the page."""


class Stopping:
    """Notices that the run is to end, ends it at NEWSCLEAN_DEADLINE, and sees to it that the end comes soon.

    The name with an underscore is Scrapy's own; its version is bounded in pyproject.toml for its sake.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Raises UsageError when the deadline is no time."""
        self.crawler = crawler
        self.ends_in = seconds_until(crawler.settings["NEWSCLEAN_DEADLINE"], dt.datetime.now().astimezone())
        self.given_up: asyncio.Future[None] | None = None  # done when nothing more is waited for
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
        """Whether nothing more may be asked for: Scrapy waits for the last request, and breaks at one after that."""
        engine = self.crawler.engine
        return not engine.running or (engine._slot is not None and engine._slot.closing is not None)

    def engine_started(self) -> None:
        self.given_up = asyncio.get_running_loop().create_future()
        self._loop.start(0.2, now=False)

    def engine_stopped(self) -> None:
        if self._loop.running:
            self._loop.stop()

    def look(self) -> None:
        """Is it time? Called several times a second; Scrapy tells nobody that it was asked to stop."""
        engine, now = self.crawler.engine, time.monotonic()
        assert self.given_up is not None
        if engine.spider is None:  # it has come to its end by itself
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
                waiting.errback(Stopped("the run ended before its turn came"))


def seconds_until(deadline: str | float | None, now: dt.datetime) -> float | None:
    """How long a run that begins `now` may take, in seconds; None for as long as it wants.

    `deadline` is a number of seconds, or the next time that the clock of `now` shows HH:MM. Raises UsageError for
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
        raise UsageError(f"NEWSCLEAN_DEADLINE={text} is no time. Write 05:30, or a number of seconds: 5400.")
    return seconds
