"""The end of a process whose crawl is to stop and does not: by the clock, or by a second signal.

A run stops by itself within NEWSCLEAN_STOP_SECONDS (stopping.py), unless something does not answer that cannot be given
up: a thread that waits for a disk or a name server, a feed, a blocked event loop. So a thread counts the seconds, and
then ends the process without closing anything. That is as safe as any other end: a corpus survives kill -9.

The thread learns of signals from the C side of Python's signal handling (signal.set_wakeup_fd), as the main thread may
be waiting in a system call. It can do nothing while other code keeps Python's lock. Nor can anybody end a thread in
which the kernel itself waits for a disk (state D): such a process ends when the disk comes back.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
import time
from contextlib import suppress
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler, CrawlerProcessBase
from scrapy.exceptions import NotConfigured

from newsclean.workers.pool import kill_all

from .crawl_run import CrawlRun
from .problems import status_of_stop
from .status import RunStatus
from .stopping import StoppingExtension, stop_seconds

logger = logging.getLogger(__name__)

# Seconds within which a second signal is the first one again: GNU timeout signals the process, and then its group.
ECHO = 0.3
POLL = 0.25  # seconds between two looks at the runs, which begin to stop at their deadline, say
MARGIN = 0.9  # of NEWSCLEAN_STOP_SECONDS; the rest is for the end of the process itself
LOG_SECONDS = 0.5  # a log may not answer either


class GuardExtension:
    """Puts a crawl under the guard of its process where that is Scrapy's own (`scrapy crawl`, AsyncCrawlerProcess).

    In the process of another program (AsyncCrawlerRunner) a stop ends the crawl, but never the process.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Raises NotConfigured where Scrapy does not handle the signals of the process."""
        process = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        if not isinstance(process, CrawlerProcessBase) or threading.current_thread() is not threading.main_thread():
            raise NotConfigured
        self.crawler = crawler
        self.seconds = stop_seconds(crawler.settings)
        self.crawl_run: CrawlRun | None = None  # as long as the crawl has not started
        self._stopping: StoppingExtension | None = None
        crawler.signals.connect(self.engine_started, signals.engine_started)
        Guard.of(process).add(self)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def engine_started(self) -> None:
        self.crawl_run = CrawlRun.of(self.crawler)
        self._stopping = self.crawler.get_extension(StoppingExtension)

    def must_end(self, signalled: float | None) -> float | None:
        """When the run must have ended, by time.monotonic, with a signal at that moment; None: not yet known."""
        began = self._stopping.began if self._stopping else None
        deadline = self._stopping.deadline if self._stopping else None
        known = [moment for moment in (signalled, began, deadline) if moment is not None]
        return min(known) + MARGIN * self.seconds if known else None

    def status(self, *, is_signalled: bool) -> RunStatus:
        """The status of the run if its process ends now."""
        if self.crawl_run and self.crawl_run.status:
            return self.crawl_run.status
        reason = self._stopping.reason if self._stopping else None
        return status_of_stop(reason or ("shutdown" if is_signalled else "deadline"))


class Guard(threading.Thread):
    """The thread, one per process. `signalled` is when the first signal came, by time.monotonic."""

    _only: Guard | None = None

    def __init__(self, process: CrawlerProcessBase) -> None:
        from twisted.internet import reactor  # installed by Scrapy; must not be imported before

        super().__init__(name="newsclean-guard", daemon=True)
        self.signalled: float | None = None
        self._runs: list[GuardExtension] = []
        # The guard takes a second signal; Scrapy offers no other way to be told.
        process._signal_kill = _ignore  # type: ignore[method-assign, assignment]
        self._pipe, told = os.pipe()
        os.set_blocking(told, False)
        self._told_before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        reactor.addSystemEventTrigger("after", "shutdown", self.stand_down)  # type: ignore[arg-type]  # by zope

    @classmethod
    def of(cls, process: CrawlerProcessBase) -> Guard:
        """The guard of this process, from its first crawl on. For the main thread only."""
        if cls._only is None:
            cls._only = cls(process)
            cls._only.start()
        return cls._only

    @classmethod
    def has_signal(cls) -> bool:
        """Whether a signal to stop has come."""
        return cls._only is not None and cls._only.signalled is not None

    def add(self, run: GuardExtension) -> None:
        self._runs = [*(other for other in self._runs if other.crawler.crawling), run]

    def stand_down(self) -> None:
        """The crawls have ended: what the program does next is its own, unless it would wait for a stuck thread."""
        self._runs = [run for run in self._runs if run.crawl_run and run.crawl_run.is_stuck]

    def run(self) -> None:
        while True:
            if select.select([self._pipe], [], [], POLL)[0]:
                self._take(os.read(self._pipe, 4096))
            must_end = [run.must_end(self.signalled) for run in self._runs]
            known = [moment for moment in must_end if moment is not None]
            if known and len(known) == len(must_end) and time.monotonic() >= max(known):
                self._end("The run did not stop within NEWSCLEAN_STOP_SECONDS, so its process is ended now.")

    def _take(self, numbers: bytes) -> None:
        if self._told_before >= 0:
            with suppress(OSError):  # it is full, which tells enough, or closed
                os.write(self._told_before, numbers)  # Twisted's, which looks after processes that have ended
        for _ in filter((signal.SIGTERM, signal.SIGINT).__contains__, numbers):
            now = time.monotonic()
            if self.signalled is None:
                self.signalled = now
            elif now - self.signalled > ECHO and self._runs:
                self._end("A second signal ends the process at once.")

    def _end(self, why: str) -> None:
        """Ends the process with the status of its runs, after a line in the log and the usual summary."""
        found = [(run, run.status(is_signalled=self.signalled is not None)) for run in self._runs]
        log = threading.Thread(target=self._report, args=(why, found), daemon=True)
        log.start()
        kill_all()
        log.join(LOG_SECONDS)
        os._exit(max(status.exit_status for _, status in found))

    @staticmethod
    def _report(why: str, found: list[tuple[GuardExtension, RunStatus]]) -> None:
        why = f"{why} What was not finished is left to the next run."
        began = [(run.crawl_run, status) for run, status in found if run.crawl_run]
        for crawl_run, status in began:
            crawl_run.report_hard_end(status, why)
        if not began:
            logger.error(why)


def _ignore(number: int, frame: object) -> None:
    """Takes the place of Scrapy's handler of a second signal."""
