"""Crawls of several sites, each a process of its own: so many at a time, and never two on one registered domain."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from newsclean.spiders.run.status import RunStatus

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How a line of Scrapy's log begins; what follows without that (a traceback) belongs to it.
_LOG_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[[^\]]*\] ([A-Z]+): ")
_MAX_LINE = 1 << 24  # bytes; no line of a log is nearly as long
# The `newsclean` command, but for the warnings of broken site files: this process has given them.
_PROGRAM = """
import logging
logging.getLogger("newsclean.sites").setLevel(logging.ERROR)
from newsclean.commands.cli import main
main(prog_name="newsclean")
"""
_KILLED = "killed"
_NOT_STARTED = "not-started"
_STATUSES = {status.exit_status: status for status in RunStatus}


@dataclass(frozen=True)
class Child:
    """One of the crawls: its label in the table, its command line, and the domains that it alone may ask meanwhile."""

    label: str
    arguments: Sequence[str]
    domains: frozenset[str]
    log: Path | None = None


@dataclass(frozen=True)
class Ended:
    """How a crawl ended."""

    label: str
    word: str
    exit_status: int
    new: int | None = None
    seconds: float | None = None

    @classmethod
    def of(cls, label: str, code: int, figures: dict[str, Any], seconds: float, *, is_stopped: bool) -> Ended:
        """By the exit status of the process, or the signal that killed it."""
        status = RunStatus.STOPPED if is_stopped and -code in _SIGNALS else _STATUSES.get(code)
        word = status.word if status else _KILLED if code < 0 else RunStatus.FAULT.word
        return cls(label, word, status.exit_status if status else abs(code), figures.get("new"), seconds)


class Progress(Protocol):
    """Is told of each crawl that begins or ends."""

    def began(self, label: str) -> None: ...

    def ended(self, one: Ended) -> None: ...


@dataclass
class ChildCrawls:
    """Runs the crawls, `jobs` at a time. SIGINT, SIGTERM and SIGHUP go to those that run, and no other one starts.

    Lines of their logs from `level` on are handed to `show`, with the label in front; those of a child with a log file
    go there.
    """

    jobs: int
    level: int
    show: Callable[[str], None]
    progress: Progress | None = None
    _running: set[Process] = field(default_factory=set)
    _is_stopping: bool = False

    def run(self, children: Sequence[Child]) -> list[Ended]:
        """How each ended, in the order given."""
        return asyncio.run(self._all(children))

    async def _all(self, children: Sequence[Child]) -> list[Ended]:
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
                loop.add_signal_handler(number, self._stop)
        slots = asyncio.Semaphore(self.jobs)
        locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        try:
            return await asyncio.gather(*(self._one(child, slots, locks) for child in children))
        finally:
            self._stop()  # nothing is left running when the log of one cannot be written

    def _stop(self) -> None:
        self._is_stopping = True
        for process in self._running:
            _terminate(process)

    async def _one(self, child: Child, slots: asyncio.Semaphore, locks: defaultdict[str, asyncio.Lock]) -> Ended:
        async with AsyncExitStack() as held:
            for domain in sorted(child.domains):  # in one order, or two crawls could wait for each other
                await held.enter_async_context(locks[domain])
            await held.enter_async_context(slots)
            if self._is_stopping:
                return Ended(child.label, _NOT_STARTED, RunStatus.STOPPED.exit_status)
            if self.progress:
                self.progress.began(child.label)
            ended = await self._crawl(child)
            if self.progress:
                self.progress.ended(ended)
            return ended

    async def _crawl(self, child: Child) -> Ended:
        loop = asyncio.get_running_loop()
        start = loop.time()
        # A session of its own: Ctrl-C in the terminal reaches it once, through this process.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _PROGRAM, "crawl", *child.arguments),
            stdin=DEVNULL, stderr=PIPE, start_new_session=True, limit=_MAX_LINE,
        )  # fmt: skip
        self._running.add(process)
        if self._is_stopping:
            _terminate(process)
        figures = await self._read(process, child)
        code = await process.wait()
        self._running.discard(process)
        seconds = loop.time() - start
        return Ended.of(child.label, code, figures, seconds, is_stopped=self._is_stopping)

    async def _read(self, process: Process, child: Child) -> dict[str, Any]:
        """Passes the log on; gives the figures in its last line."""
        figures: dict[str, Any] = {}
        is_shown = True
        assert process.stderr is not None
        with child.log.open("a", encoding="utf-8") if child.log else nullcontext() as log:
            async for data in process.stderr:
                line = data.decode("utf-8", "replace").rstrip("\n")
                if found := _LOG_LINE.match(line):
                    is_shown = logging.getLevelNamesMapping().get(found[1], 0) >= self.level
                    figures = _figures(line[found.end() :]) or figures
                self._pass_on(line, child, log, is_shown=is_shown)
        return figures

    def _pass_on(self, line: str, child: Child, log: IO[str] | None, *, is_shown: bool) -> None:
        if log is not None:
            print(line, file=log, flush=True)
        elif is_shown:
            self.show(f"{child.label}: {line}")


def _figures(text: str) -> dict[str, Any]:
    """The figures of a run, where this is the line with them."""
    if not text.startswith('{"site":'):
        return {}
    figures: dict[str, Any] = json.loads(text)
    return figures


def _terminate(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
