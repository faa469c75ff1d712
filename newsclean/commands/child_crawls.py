"""Crawls of several sites, each a process of its own: so many at a time, and never two on one registered domain."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

from newsclean.corpus.verdicts import KILLED
from newsclean.spiders.run.status import RunStatus

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_MAX_LINE = 1 << 24  # bytes; no line of a log is nearly as long
# The `newsclean` command, but for the warnings of broken site files: this process has given them.
_PROGRAM = """
import logging
logging.getLogger("newsclean.sites").setLevel(logging.ERROR)
from newsclean.commands.cli import main
main(prog_name="newsclean")
"""
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
    """How a crawl ended: a word, an exit status, why it is not 0 in a sentence or more, and the figures of the run."""

    label: str
    word: str
    exit_status: int
    reason: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    log: Path | None = None

    @classmethod
    def of(cls, child: Child, code: int, figures: Mapping[str, Any], last_line: str, *, is_stopped: bool) -> Ended:
        """By the exit status of the process, or the signal that killed it.

        Without figures the run has not begun, or not come to its end, and its last line says why.
        """
        status = RunStatus.STOPPED if is_stopped and -code in _SIGNALS else _STATUSES.get(code)
        word = status.word if status else KILLED if code < 0 else RunStatus.FAULT.word
        reason = " ".join(figures.get("problems", ())) or last_line.removeprefix(f"{child.label}: ").removeprefix(
            "newsclean: "
        )
        if code < 0:
            reason = f"Signal {-code} ended the process."
        exit_status = status.exit_status if status else abs(code)
        return cls(child.label, word, exit_status, reason if exit_status else "", figures, child.log)


class Progress(Protocol):
    """Is told of each crawl that begins or ends."""

    def began(self, label: str) -> None: ...

    def ended(self, one: Ended) -> None: ...


@dataclass
class ChildCrawls:
    """Runs the crawls, `jobs` at a time. SIGINT, SIGTERM and SIGHUP go to those that run, and no other one starts.

    What they write to standard error is handed to `show`, each line with the label in front; that of a child with a log
    file goes there.
    """

    jobs: int
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
        with _Figures() as figures:
            process = await self._start(child, figures)
            self._running.add(process)
            if self._is_stopping:
                _terminate(process)
            last_line = await self._pass_on(process, child)
            code = await process.wait()
            self._running.discard(process)
            return Ended.of(child, code, figures.read(), last_line, is_stopped=self._is_stopping)

    @staticmethod
    async def _start(child: Child, figures: _Figures) -> Process:
        # A session of its own: Ctrl-C in the terminal reaches it once, through this process.
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _PROGRAM, "crawl", *child.arguments),
            *("-s", f"NEWSCLEAN_FIGURES=/dev/fd/{figures.to_write}"),
            stdin=DEVNULL, stderr=PIPE, start_new_session=True, limit=_MAX_LINE, pass_fds=(figures.to_write,),
        )  # fmt: skip

    async def _pass_on(self, process: Process, child: Child) -> str:
        """Passes on what the child writes; gives its last line."""
        line = ""
        assert process.stderr is not None
        with child.log.open("a", encoding="utf-8") if child.log else nullcontext() as log:
            async for data in process.stderr:
                line = data.decode("utf-8", "replace").rstrip("\n")
                if log is not None:
                    print(line, file=log, flush=True)
                else:
                    self.show(line if line.startswith(f"{child.label}: ") else f"{child.label}: {line}")
        return line


class _Figures:
    """A pipe by which a crawl tells its figures, whatever its log is like and wherever it goes."""

    def __init__(self) -> None:
        self._to_read, self.to_write = os.pipe()
        os.set_blocking(self._to_read, False)  # something that the crawl has left behind may hold the other end

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._to_read)
        os.close(self.to_write)

    def read(self) -> dict[str, Any]:
        """The figures; none of a crawl that ended without, or within the line."""
        try:
            return json.loads(os.read(self._to_read, _MAX_LINE))  # type: ignore[no-any-return]
        except (BlockingIOError, ValueError):
            return {}


def _terminate(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
