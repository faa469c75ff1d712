"""Pages from the web, each fetched once by a crawl that stores nothing: robots.txt, pauses, limits, address guard.

The crawl has a process of its own, which ends with this one: Scrapy's reactor starts once in a process, and cleaning
loads nothing of Scrapy.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, Pipe
from typing import IO

from w3lib.url import safe_url_string

from newsclean.errors import WorkerError
from newsclean.models import Page, Reason, Reject

_PATIENCE = 1  # seconds for the crawl to end itself; a request in progress would keep it for longer
_READ_BEFORE = "address of a page that was read"


def fetched(urls: Sequence[str], skipped: Counter[str], settings: Sequence[str] = ()) -> Iterator[Page | Reject]:
    """The pages of the addresses, as they come; a Reject where none came. Each is asked for once.

    Addresses that lead to a page that another has led to are counted in `skipped`. `settings` are of the crawl, as
    "NAME=VALUE". Raises WorkerError when no crawl can be started.
    """
    waiting = dict.fromkeys(map(safe_url_string, urls))
    with tempfile.TemporaryFile() as log, _crawl(settings, log) as (pipe, crawl):
        pipe.send(list(waiting))  # pickled, in both directions: the crawl is a part of this program, and runs no page
        while waiting:
            try:
                url, found = pipe.recv()
            except (EOFError, OSError):
                break
            waiting.pop(url, None)
            if found is None:
                skipped[_READ_BEFORE] += 1
            else:
                yield found
        if waiting:
            yield from _not_fetched(list(waiting), crawl.wait(), log)


@contextmanager
def _crawl(settings: Sequence[str], log: IO[bytes]) -> Iterator[tuple[Connection, subprocess.Popen[bytes]]]:
    ours, theirs = Pipe()
    options = [part for setting in settings for part in ("-s", setting)]
    code = (
        f"from newsclean.workers.lifeline import hold; hold({os.getpid()})\n"
        f"from newsclean.spiders.fetch.spider import serve; raise SystemExit(serve({theirs.fileno()}, {options!r}))"
    )
    with ours:
        with theirs:
            try:
                crawl = subprocess.Popen(
                    [sys.executable, "-P", "-c", code],  # -P: no module is loaded from a folder of pages
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    pass_fds=[theirs.fileno()],
                    process_group=0,  # Ctrl-C is for this process
                )
            except OSError as error:
                raise WorkerError(f"no process to fetch pages can be started: {error.strerror}") from error
        try:
            yield ours, crawl
        finally:
            _end(crawl)


def _end(crawl: subprocess.Popen[bytes]) -> None:
    """Ends the crawl, which may hold a browser that it is to end first."""
    crawl.terminate()
    try:
        crawl.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        crawl.kill()
        crawl.wait()


def _not_fetched(urls: Sequence[str], status: int, log: IO[bytes]) -> Iterator[Reject]:
    """Rejects for what a crawl has left that ended too early, with what it said last."""
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    why = f"the crawl ended early, with status {status}{f': {lines[-1]}' if lines else ''}"
    now = dt.datetime.now(dt.UTC)
    for url in urls:
        yield Reject(url=url, reason=Reason.FETCH_FAILED, detail=why, fetched_at=now)
