"""A pool of killable workers, so that no page can block a run, fill the memory or take other pages with it.

A page that takes too long or needs too much memory is a reject, and its worker is replaced. When a worker dies (of a
crash, of `kill -9`), its page gets a second try in another worker; if that dies too, only this page is lost. Workers
start when there is work for them, and each first cleans a sample page: an installation that cannot clean ends the run.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

from newsclean import settings
from newsclean.errors import UsageError
from newsclean.models import Article, Page, Reject
from newsclean.sites.site import sites

from .job import Job
from .worker import Limits, Worker

CLEANER = "newsclean.cleaning:clean"
AHEAD = 16  # pages: enough that no worker waits, few enough to hold in memory

PATIENCE = 1.0  # seconds for killed processes to be gone; one that waits for a broken disk is not gone for longer

_Job = tuple[Future[Any], Callable[[Worker], Any]]


class Workers:
    """Up to `number` workers (0: one per processor). As a context manager, it ends their processes on exit.

    A page may take `seconds` of wall-clock time, and its worker `memory` MiB of address space, of which newsclean
    itself takes about 260. macOS does not enforce such a limit; there only the time counts. `cleaner` is the function
    that cleans, as "module:name". Raises UsageError for limits under which nothing can be cleaned.
    """

    def __init__(
        self,
        number: int = settings.NEWSCLEAN_WORKERS,
        *,
        seconds: float = settings.NEWSCLEAN_PAGE_TIMEOUT,
        memory: int = settings.NEWSCLEAN_PAGE_MEMORY,
        cleaner: str = CLEANER,
    ) -> None:
        if number < 0 or seconds <= 0 or memory <= 0:
            raise UsageError(
                f"{number} workers with {seconds} s and {memory} MiB per page cannot clean anything. "
                "NEWSCLEAN_WORKERS, NEWSCLEAN_PAGE_TIMEOUT and NEWSCLEAN_PAGE_MEMORY must be more than 0."
            )
        self.number = number or processors()
        self._limits = Limits(seconds=seconds, memory=memory, cleaner=cleaner)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads: dict[threading.Thread, Worker] = {}
        self._known_bugs: set[str] = set()
        _POOLS.add(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> Future[None]:
        """Starts a worker before the first page comes. The future raises WorkerError when it cannot clean."""
        return self._run(Worker.start)

    def submit(self, page: Page) -> Future[Article | Reject]:
        """The page's article or reject; also a Reject when the worker that cleaned it failed.

        The future raises NewscleanError for what every other page would meet too: a broken site or phrase file, or
        workers that cannot start (WorkerError).
        """
        return self._run(partial(Worker.clean, page=page))

    def do(self, job: Job) -> Future[bytes]:
        """What the job's function gives. The future raises JobError when the job breaks a limit, or its worker."""
        return self._run(partial(Worker.do, job=job))

    def map(self, pages: Iterable[Page | Reject]) -> Iterator[Article | Reject]:
        """The outcome of each page, in the order of the pages; about AHEAD pages are held in memory at a time.

        A Reject among them is passed through. Raises NewscleanError as `submit` does. What `pages` raise, or a signal
        while they are waited for, comes after the outcomes that are there.
        """
        ahead = max(AHEAD, 2 * self.number)
        waiting: deque[Future[Article | Reject]] = deque()
        try:
            for page in pages:
                waiting.append(_settled(page) if isinstance(page, Reject) else self.submit(page))
                while waiting and (len(waiting) >= ahead or waiting[0].done()):
                    yield waiting.popleft().result()
        except (Exception, SystemExit):
            while waiting and waiting[0].done():
                yield waiting.popleft().result()
            raise
        while waiting:
            yield waiting.popleft().result()

    def close(self) -> None:
        """Ends all workers at once, also those that are stopped (SIGSTOP). Unfinished pages are cancelled."""
        self.kill()
        for _ in self._threads:
            self._jobs.put(None)
        until = time.monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._threads.clear()

    def kill(self) -> None:
        """Ends the workers' processes without waiting for anything. Any thread may call it."""
        for worker in list(self._threads.values()):
            worker.stop()

    def _run(self, task: Callable[[Worker], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._jobs.put((future, task))
        if not self._idle.acquire(blocking=False) and len(self._threads) < self.number:
            worker = Worker(self._limits, self._known_bugs)
            # A daemon: a program that ends does not wait for a page.
            # It logs in the name of the crawl, which is in the context.
            serve = partial(copy_context().run, self._serve, worker)
            thread = threading.Thread(target=serve, name="newsclean-worker", daemon=True)
            self._threads[thread] = worker
            thread.start()
            sites()  # warns of broken site files; the workers leave that to their owner
        return future

    def _serve(self, worker: Worker) -> None:
        """The loop of a thread: one job after the other, done by its worker."""
        while (job := self._next()) is not None:
            future, task = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(task(worker))
                except Exception as error:  # noqa: BLE001 - raised again where the outcome is awaited
                    future.set_exception(error)
            del job, future, task  # or a page would stay in memory until the next one comes
        worker.end()

    def _next(self) -> _Job | None:
        try:
            return self._jobs.get_nowait()
        except queue.Empty:
            self._idle.release()
            return self._jobs.get()


_POOLS: WeakSet[Workers] = WeakSet()


def kill_all() -> None:
    """Ends the workers of every pool: for a process that ends at once, without closing anything."""
    for pool in list(_POOLS):
        pool.kill()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _settled(reject: Reject) -> Future[Article | Reject]:
    future: Future[Article | Reject] = Future()
    future.set_result(reject)
    return future
