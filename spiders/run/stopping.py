"""Ending a run early, by a signal, the deadline or a limit of Scrapy's: within NEWSCLEAN_STOP_SECONDS.

Scrapy waits for every request that it has queued and for every page that it has fetched; with a delay between requests
or slow pages that can take hours. Here queued requests are given up at once, and each further step when its share of
the time is over (`Step`). The next run does what was given up. What cannot be given up, such as a write to a disk that
does not answer, is ended with the process: see guard.py.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import math
import re
import time
from collections.abc import Awaitable
from enum import Enum
from typing import Any, Self, TypeVar

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import create_looping_call

from newsclean import settings as defaults
from newsclean.errors import UsageError
from newsclean.spiders.download.failures import FetchError

logger = logging.getLogger(__name__)

FINISHED = "finished"  # Scrapy's word for a run that came to its end by itself: that is no stop
ENOUGH = "closespider_itemcount"  # Scrapy's word for a run that has as many records as were wanted
_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_T = TypeVar("_T")


class Step(Enum):
    """What is waited for while a run stops, each until a share of NEWSCLEAN_STOP_SECONDS is over.

    What is left when storing is given up is for closing the feeds and the summary, and for the end of the process.
    """

    FETCHING = 1 / 3
    CLEANING = 3 / 4
    STORING = 4 / 5


class RunStoppedError(FetchError):
    """Raised for what is given up because the run ends: not a failure of the page."""


class StoppingExtension:
    """Ends the run at NEWSCLEAN_DEADLINE, and makes any early end come soon.

    `seconds` is what a stop may take; `reason`, Scrapy's word for why the run stops, and `began`, when it began to (by
    time.monotonic), are None until then. `_slot` and `_stopping` are Scrapy's own, which is why pyproject.toml bounds
    its version.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Raises UsageError when the deadline is not a time, or a stop may take none, or the reactor is another."""
        check_reactor(crawler.settings)
        self.crawler = crawler
        self.seconds = stop_seconds(crawler.settings)
        seconds = seconds_until(crawler.settings["NEWSCLEAN_DEADLINE"], dt.datetime.now().astimezone())
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.reason: str | None = None
        self.began: float | None = None
        self._given_up: dict[Step, asyncio.Future[None]] = {}
        self._closing: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None  # the event loop itself does not keep its tasks
        self._timer: asyncio.TimerHandle | None = None
        self._loop = create_looping_call(self._drop_queued)
        self._stop, crawler.stop_async = crawler.stop_async, self._stop_once_started  # type: ignore[method-assign]
        crawler.signals.connect(self.engine_started, signals.engine_started)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def is_stopping(self) -> bool:
        """Whether no request may be made any more: Scrapy breaks at one made after it began to close."""
        engine = self.crawler.engine
        return (
            self.reason is not None
            or not engine.running
            or (engine._slot is not None and engine._slot.closing is not None)
        )

    def given_up(self, step: Step) -> asyncio.Future[None] | None:
        """Done once the step is no longer waited for; None before the crawl has started."""
        return self._given_up.get(step)

    def engine_started(self) -> None:
        loop, engine = asyncio.get_running_loop(), self.crawler.engine
        self._given_up = {step: loop.create_future() for step in Step}
        self._close, engine.close_spider_async = engine.close_spider_async, self._close_once  # type: ignore[method-assign]
        if self.deadline is not None:
            self._timer = loop.call_later(self.deadline - time.monotonic(), self._reach_deadline)

    def engine_stopped(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._loop.running:
            self._loop.stop()

    def _reach_deadline(self) -> None:
        if self.crawler.engine.spider is not None and self.reason is None:
            logger.info("the deadline is reached")
            self._ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="deadline"))

    async def _stop_once_started(self) -> None:
        """Stops the crawl, once it has started: a signal before that would end Scrapy's reactor under it."""
        while (engine := self.crawler._engine) and engine.spider and not (engine.running or engine._stopping):
            await asyncio.sleep(0.05)
        await self._stop()

    async def _close_once(self, *, reason: str = "cancelled") -> None:
        """Scrapy's engine.close_spider_async, whose call is the one sign that a run stops, and says why.

        Of two calls Scrapy's own lets the second return, and the engine stop, while the first is still closing.
        """
        if reason != FINISHED:
            self._begin(reason)
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close(reason=reason))
        await asyncio.shield(self._closing)

    def _begin(self, reason: str) -> None:
        if self.reason is None:
            self.reason, self.began = reason, time.monotonic()
            loop = asyncio.get_running_loop()
            for step, given_up in self._given_up.items():
                # Pages that wait to be cleaned would become records that nobody wants; what is being stored is wanted.
                is_unwanted = reason == ENOUGH and step is not Step.STORING
                loop.call_later(0 if is_unwanted else step.value * self.seconds, given_up.set_result, None)
            # Again and again: requests that wait for robots.txt, say, are queued after it.
            self._loop.start(min(0.2, self.seconds / 20), now=False)

    def _drop_queued(self) -> None:
        for slot in self.crawler.engine.downloader.slots.values():
            slot.close()  # its timer for the next request
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(RunStoppedError("the run ended before its turn came"))
        self._end_idle_scraper()

    def _end_idle_scraper(self) -> None:
        """Scrapy looks whether its scraper is done when a response is; items of `start` may come through after it."""
        scraper = self.crawler.engine.scraper
        slot = scraper.slot
        if slot is not None and slot.closing is not None and not slot.closing.called:
            scraper._check_if_closing()


async def in_time(crawler: Crawler, step: Step, work: Awaitable[_T]) -> _T:
    """The result of work that belongs to a step; cancels the work and raises RunStoppedError once that is given up."""
    future: asyncio.Future[Any] = asyncio.ensure_future(work)
    stopping = crawler.get_extension(StoppingExtension)
    given_up = stopping.given_up(step) if stopping is not None else None
    if given_up is None:
        given_up = asyncio.get_running_loop().create_future()  # never
    try:
        await asyncio.wait([future, given_up], return_when=asyncio.FIRST_COMPLETED)
    finally:
        if is_late := not future.done():
            future.cancel()
    if is_late:
        raise RunStoppedError("the run ended before it was done")
    result: _T = await future
    return result


def is_ending_early(crawler: Crawler) -> bool:
    """Whether the run has begun to stop."""
    stopping = crawler.get_extension(StoppingExtension)
    return stopping is not None and stopping.reason is not None


def check_reactor(settings: BaseSettings) -> None:
    """Raises UsageError for settings by which Scrapy runs without asyncio, or without Twisted's reactor."""
    wrong = [] if settings.getbool("TWISTED_REACTOR_ENABLED", True) else ["TWISTED_REACTOR_ENABLED"]
    if (settings["TWISTED_REACTOR"] or _REACTOR) != _REACTOR:
        wrong.append("TWISTED_REACTOR")
    if wrong:
        raise UsageError(
            f"{wrong[0]}={settings[wrong[0]]}: newsclean needs Scrapy's default, {_REACTOR}. Leave it out."
        )


def stop_seconds(settings: BaseSettings) -> float:
    """What a stop may take. Raises UsageError when that is no number of seconds."""
    value = settings.get("NEWSCLEAN_STOP_SECONDS", defaults.NEWSCLEAN_STOP_SECONDS)
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise UsageError(f"NEWSCLEAN_STOP_SECONDS={value} is not a number of seconds over 0. Use 30.")
    return seconds


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
