"""The inside of a worker: a process that receives pages and answers with plain data. See pool.py.

A page arrives pickled from the process that fetched it. The answer is text (a kind and lines of JSON), never a pickle:
a page that took over a worker could not get any further.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module, resources
from multiprocessing.connection import Connection

from lxml.etree import ErrorTypes, XMLSyntaxError

from newsclean.errors import NewscleanError
from newsclean.formats.json_lines import to_line
from newsclean.models import Article, Page, Reject

from .crashes import crash_site

READY, ARTICLE, REJECT, MISTAKE, MEMORY, BUG = b"ready", b"article", b"reject", b"mistake", b"memory", b"bug"
# Seconds after which an orphan that hangs in a page ends by its own alarm, counted from when its parent would end it.
GRACE = 2

Cleaner = Callable[[Page], Article | Reject]


def serve(fd: int, function: str, seconds: float, memory: int) -> None:
    """The life of a worker: gets ready, then answers page after page until the other end of the pipe `fd` is closed.

    `function` is the cleaner, as "module:name"; a page may take `seconds`, the process `memory` bytes of address space.
    """
    with Connection(fd) as pipe:
        cleaner = _prepared(pipe, function, memory)
        # lxml writes a line for each object that it finds no memory for, a million per page. Warnings and errors of
        # newsclean go through the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        warnings = _Warnings()
        logging.getLogger("newsclean").addHandler(warnings)
        while cleaner is not None:
            try:
                page = pipe.recv_bytes()
            except (EOFError, ConnectionResetError):
                return
            signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)  # nobody handles SIGALRM: it ends the process
            warnings.texts.clear()
            answer = _answer(cleaner, page, warnings.texts)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send_bytes(answer)


def sample() -> Page:
    """A page that is certainly an article."""
    html = resources.files("newsclean.workers").joinpath("sample.html").read_bytes()
    return Page(url="https://news.example/ferry-stays", html=html, fetched_at=dt.datetime.now(dt.UTC))


def _prepared(pipe: Connection, function: str, memory: int) -> Cleaner | None:
    """The cleaner, imported, warm and tried under the limit; None when that failed, which was reported to the owner."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        module, _, name = function.partition(":")
        cleaner: Cleaner = getattr(import_module(module), name)
        if sys.platform != "darwin":  # which accepts the limit and does not enforce it
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        outcome = cleaner(sample())
        if isinstance(outcome, Reject):
            raise AssertionError(f"the sample page yields no record: {outcome.reason}: {outcome.detail}")
    except Exception as error:  # noqa: BLE001 - reported to the owner, which ends the run
        pipe.send_bytes(_failure(error))
        return None
    pipe.send_bytes(READY)
    return cleaner


class _Warnings(logging.Handler):
    """Keeps the warnings about a page, for the log of the owner."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _answer(cleaner: Cleaner, page: bytes, warnings: list[str]) -> bytes:
    """Kind, line feed, the warnings as a line of JSON, the outcome as another."""
    try:
        outcome = cleaner(pickle.loads(page))
        kind = ARTICLE if isinstance(outcome, Article) else REJECT
        return _message(kind, *warnings) + b"\n" + to_line(outcome)
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
