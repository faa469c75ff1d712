"""The inside of a worker: a process that receives jobs and answers with plain data. See pool.py.

A job arrives pickled from the process that fetched the page or source. The answer is text (a kind, lines of JSON, and
what the job's function gives), never a pickle: a page that took over a worker could not get any further.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import logging
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module, resources
from multiprocessing.connection import Connection
from typing import Any

from lxml.etree import ErrorTypes, XMLSyntaxError

from newsclean.errors import NewscleanError, WorkerError
from newsclean.formats.json_lines import to_line
from newsclean.models import Article, Page, Reject
from newsclean.record import record_of
from newsclean.sites.site import Site, declare

from .crashes import crash_site

READY, ARTICLE, REJECT, RESULT = b"ready", b"article", b"reject", b"result"
MISTAKE, MEMORY, BUG = b"mistake", b"memory", b"bug"
# Seconds after which an orphan that hangs in a job ends by its own alarm, counted from when its parent would end it.
GRACE = 2
# How many objects are made before the collector looks for garbage among the new ones, and how often among older ones.
_GARBAGE = (20_000, 20, 100)


def serve(fd: int, cleaner: str, memory: int, sites: Sequence[str] = ()) -> None:
    """The life of a worker: gets ready, then answers job after job until the other end of the pipe `fd` is closed.

    `cleaner` is the function that cleans, as "module:name"; the process may take `memory` bytes of address space.
    `sites` are those that the owner has declared without a file, as JSON.
    """
    logging.getLogger("newsclean.sites").setLevel(logging.ERROR)  # the owner warns of broken site files
    for site in sites:
        declare(Site.model_validate_json(site))
    with Connection(fd) as pipe:
        if not _is_ready(pipe, cleaner, memory):
            return
        # lxml writes a line for each object that it finds no memory for, a million per page. Warnings and errors of
        # newsclean go through the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        warnings = _Warnings()
        logging.getLogger("newsclean").addHandler(warnings)
        while True:
            try:
                job = pipe.recv_bytes()
            except (EOFError, ConnectionResetError):
                return
            warnings.texts.clear()
            answer = _answer(job, warnings.texts)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send_bytes(answer)


def sample() -> Page:
    """A page that is certainly an article."""
    html = resources.files("newsclean.workers").joinpath("sample.html").read_bytes()
    return Page(url="https://news.example/ferry-stays", html=html, fetched_at=dt.datetime.now(dt.UTC))


def _is_ready(pipe: Connection, cleaner: str, memory: int) -> bool:
    """Imports the cleaner and tries it under the limit; False when that failed. The owner is told in any case."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        clean = _function(cleaner)
        if sys.platform != "darwin":  # which accepts the limit and does not enforce it
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        outcome = clean(sample())
        if isinstance(outcome, Reject):
            raise AssertionError(f"the sample page yields no record: {outcome.reason}: {outcome.detail}")
    except OSError as error:
        text = f"the processes that clean pages cannot start: {error}. Is the disk full, or the one of TMPDIR?"
        pipe.send_bytes(_message(MISTAKE, WorkerError.__name__, text))
        return False
    except Exception as error:  # noqa: BLE001 - reported to the owner, which ends the run
        pipe.send_bytes(_failure(error))
        return False
    # What is loaded now stays; and a page makes so many objects that the collector would look through all of them again
    # and again. Next to no cycle is among them (docs/performance.md).
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    pipe.send_bytes(READY)
    return True


@cache
def _function(name: str) -> Callable[[Any], Article | Reject | bytes]:
    module, _, attribute = name.partition(":")
    function: Callable[[Any], Article | Reject | bytes] = getattr(import_module(module), attribute)
    return function


class _Warnings(logging.Handler):
    """Keeps the warnings of a job, for the log of the owner."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _answer(job: bytes, warnings: list[str]) -> bytes:
    """Kind, line feed, the warnings as a line of JSON, line feed, the result."""
    try:
        function, argument, seconds = pickle.loads(job)
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)  # nobody handles SIGALRM: it ends the process
        result = _function(function)(argument)
        if isinstance(result, bytes):
            return _message(RESULT, *warnings) + b"\n" + result
        if isinstance(result, Article):
            return _message(ARTICLE, *warnings) + b"\n" + to_line(record_of(result, blocks=True))
        return _message(REJECT, *warnings) + b"\n" + to_line(result)
    except Exception as error:  # noqa: BLE001 - a bug costs its page, and is logged by the owner
        return _failure(error)


def _failure(error: Exception) -> bytes:
    if _out_of_memory(error):
        return MEMORY  # a constant: while the error holds the page's objects, there is no memory for another
    if isinstance(error, NewscleanError):
        return _message(MISTAKE, type(error).__name__, str(error))
    return _message(BUG, crash_site(error), "".join(traceback.format_exception(error)))


def _out_of_memory(error: BaseException | None) -> bool:
    """Whether the error goes back to memory that could not be allocated."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        if isinstance(error, XMLSyntaxError) and getattr(error, "code", None) == ErrorTypes.ERR_NO_MEMORY:
            return True
        error = error.__cause__ or error.__context__
    return False


def _message(kind: bytes, *texts: str) -> bytes:
    return kind + b"\n" + json.dumps(texts).encode()
