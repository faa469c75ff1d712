"""Only one run per site at a time: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsclean.errors import CorpusError, CorpusInUse


@contextmanager
def locked(path: Path, purpose: str) -> Iterator[None]:
    """Holds the lock file of a site. Raises CorpusInUse naming who holds it, CorpusError when it cannot be opened.

    The kernel releases the lock when the holder ends, even by kill -9, so a file left behind never blocks the next run;
    its content is only for people to read.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)  # not inherited by programs that the holder starts
    except OSError as error:
        raise CorpusError(f"{path} cannot be written: {error.strerror}") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CorpusInUse(f"{path.parent} is in use: {_holder(path)}. Wait for its end, or end it.") from None
        started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        who = {"pid": os.getpid(), "host": socket.gethostname(), "started": started, "purpose": purpose}
        with suppress(OSError):  # the disk is full: the lock holds all the same
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(who).encode() + b"\n", 0)
        yield
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether the process that wrote the lock file lives, as far as this machine can tell. Takes no lock itself: that
    might keep a run from its start.
    """
    try:
        who = json.loads(path.read_text("utf-8"))
        if who["host"] == socket.gethostname():
            os.kill(who["pid"], 0)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return isinstance(error, PermissionError) and error.filename is None  # it is another user's process
    return True


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text("utf-8"))
        return f"{who['purpose']}, process {who['pid']} on {who['host']}, since {who['started']}"
    except (OSError, ValueError, KeyError):  # it has the lock and has not yet written who it is
        return "by another process that has only just started"
