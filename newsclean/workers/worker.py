"""A worker as its owner sees it: sends jobs to a process, and replaces the process when a page broke it."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe

from newsclean import errors
from newsclean.errors import NewscleanError, WorkerError
from newsclean.models import Article, Page, Reason, Reject
from newsclean.sites.site import declared_by_program

from .crashes import internal_error
from .job import Job, JobError
from .process import ARTICLE, MEMORY, MISTAKE, READY, REJECT, RESULT

logger = logging.getLogger(__name__)

MIB = 2**20
TRIES = 2
START_SECONDS = 300  # a busy machine may need a minute; a process that dies is noticed at once
MAX_ANSWER = 64 * MIB
# A page is too little work for several threads, each of which would take 40 MiB of address space.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may cost: `seconds` of wall-clock time and `memory` in MiB. `cleaner`: function, "module:name"."""

    seconds: float
    memory: int
    cleaner: str


class Worker:
    """Does one job at a time. Only one thread may use it, the process's parent to the kernel; `stop` is for any."""

    def __init__(self, limits: Limits, known_bugs: set[str]) -> None:
        self._limits = limits
        self._known_bugs = known_bugs
        self._process: _Process | None = None
        self._stopped = False

    def start(self) -> None:
        """Makes a process ready. Raises WorkerError, or the NewscleanError that it met, when none gets ready."""
        self._ready()

    def clean(self, page: Page) -> Article | Reject:
        """The outcome of the page. Raises NewscleanError for what every other page would meet too, CancelledError once
        the worker is stopped."""
        try:
            kind, outcome = self._done(Job(self._limits.cleaner, page, page.url, self._limits.seconds))
        except JobError as error:
            if error.reason is Reason.INTERNAL_ERROR:
                return internal_error(page.url, page.site, str(error), file=page.file)
            return Reject.of(page, error.reason, str(error))
        return (Article if kind == ARTICLE else Reject).model_validate_json(outcome)

    def do(self, job: Job) -> bytes:
        """What the job's function gives. Raises JobError, and what `clean` raises."""
        return self._done(job)[1]

    def stop(self) -> None:
        """Ends the process and starts no other. Any thread may call it."""
        self._stopped = True
        if self._process is not None:
            self._process.popen.kill()

    def end(self) -> None:
        """Ends the process; the next page gets another one."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def _done(self, job: Job) -> tuple[bytes, bytes]:
        """Kind and data of the result."""
        died = ""
        for _ in range(TRIES):
            process = self._ready()
            try:
                return self._result(job, *process.ask(job))
            except TimeoutError:
                text = f"took too long, more than {job.seconds:g} s"
                raise JobError(Reason.TOO_SLOW, text) from None
            except _Died as error:
                if self._stopped:
                    raise CancelledError from None
                died = str(error)
                logger.warning("%s: the worker that read it died (%s)", job.about, died)
        raise JobError(Reason.WORKER_DIED, f"{TRIES} workers died while they read it ({died})")

    def _result(self, job: Job, kind: bytes, data: bytes) -> tuple[bytes, bytes]:
        if kind in (ARTICLE, REJECT, RESULT):
            warnings, _, result = data.partition(b"\n")
            for text in json.loads(warnings):
                logger.warning("%s", text)
            return kind, result
        if kind == MISTAKE:
            raise _mistake(data)
        if kind == MEMORY:
            self.end()
            text = f"needed too much memory, more than {self._limits.memory} MiB"
            raise JobError(Reason.TOO_MUCH_MEMORY, text)
        crash, trace = json.loads(data)
        self._log(job.about, crash, trace)
        raise JobError(Reason.INTERNAL_ERROR, crash)

    def _ready(self) -> _Process:
        ended: _Died | TimeoutError | None = None
        for _ in range(TRIES):
            if self._process is None or self._process.ended:
                self._process = _Process(self._limits)
            if self._stopped:  # checked only now, when `stop` can find the process
                self.end()
                raise CancelledError
            if self._process.ready:
                return self._process
            try:
                kind, data = self._process.answer(START_SECONDS)
            except (_Died, TimeoutError) as error:
                ended = error
                continue
            if kind == READY:
                self._process.ready = True
                return self._process
            self.end()
            raise self._no_start(kind, data)
        raise WorkerError(f"the processes that clean pages end before their first page: {ended or 'no answer'}")

    def _no_start(self, kind: bytes, data: bytes) -> NewscleanError:
        if kind == MISTAKE:
            return _mistake(data)
        if kind == MEMORY:
            return WorkerError(
                f"newsclean itself needs more than the {self._limits.memory} MiB that NEWSCLEAN_PAGE_MEMORY allows "
                "per worker. 1024 is enough."
            )
        crash, trace = json.loads(data)
        self._log("the sample page", crash, trace)
        error = trace.strip().rpartition("\n")[2]
        return WorkerError(f"not even newsclean's own sample page can be cleaned ({error}). Reinstall newsclean.")

    def _log(self, page: str, crash: str, trace: str) -> None:
        """Logs each crash site with its traceback once, however many pages break there."""
        level = logging.DEBUG if crash in self._known_bugs else logging.ERROR
        self._known_bugs.add(crash)
        logger.log(level, "%s: %s\n%s", page, crash, trace)


class _Died(Exception):
    """Raised for a process that ended by itself; says of what."""


class _Process:
    """A running `process.serve`, and the pipe to it. Raises WorkerError when the system cannot start it."""

    def __init__(self, limits: Limits) -> None:
        self.ready = False
        self.ended = False
        self.pipe, theirs = Pipe()
        _limit_sending(self.pipe, limits.seconds)
        sites = [site.model_dump_json() for site in declared_by_program()]
        arguments = f"{theirs.fileno()}, {limits.cleaner!r}, {limits.memory * MIB!r}, {sites!r}"
        code = (
            f"from newsclean.workers.lifeline import hold; hold({os.getpid()})\n"
            f"from newsclean.workers.process import serve; serve({arguments})"
        )
        with theirs:
            try:
                self.popen = subprocess.Popen(
                    # -P: no module may be loaded from the current folder, which may be a folder of pages.
                    [sys.executable, "-P", "-c", code],
                    env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    process_group=0,  # Ctrl-C is for the owner
                )
            except OSError as error:
                raise WorkerError(f"no process to clean pages can be started: {error.strerror}") from error

    def ask(self, job: Job) -> tuple[bytes, bytes]:
        """Kind and data of the answer. Raises TimeoutError or _Died; the process has then ended."""
        try:
            self.pipe.send((job.function, job.argument, job.seconds))
        except BlockingIOError:
            self.end()
            raise TimeoutError("the process does not take the job") from None
        except OSError:
            raise self._died() from None
        return self.answer(job.seconds)

    def answer(self, seconds: float) -> tuple[bytes, bytes]:
        """The next answer, as `ask` returns it."""
        if not self.pipe.poll(seconds):
            self.end()
            raise TimeoutError(f"no answer within {seconds:g} s")
        try:
            kind, _, data = self.pipe.recv_bytes(MAX_ANSWER).partition(b"\n")
        except (EOFError, OSError):
            raise self._died() from None
        return kind, data

    def end(self) -> int:
        """Ends the process if it still runs. Returns the exit status, or minus the signal that ended it."""
        self.popen.kill()
        self.pipe.close()
        self.ended = True
        return self.popen.wait()

    def _died(self) -> _Died | TimeoutError:
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(1)  # the pipe breaks a moment before the process has ended
        status = self.end()
        if status == -signal.SIGALRM:
            return TimeoutError("ended by its own alarm")
        return _Died(signal.Signals(-status).name if status < 0 else f"exit status {status}")


def _limit_sending(pipe: Connection, seconds: float) -> None:
    """Lets a process that is frozen keep its owner for so long only; more than a buffer waits until it is read."""
    whole, rest = divmod(seconds, 1)
    with socket.socket(fileno=os.dup(pipe.fileno())) as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(whole), int(rest * 1e6) or 1))


def _mistake(data: bytes) -> NewscleanError:
    name, text = json.loads(data)
    error: NewscleanError = getattr(errors, name, NewscleanError)(text)
    return error
