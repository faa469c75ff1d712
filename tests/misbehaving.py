"""A cleaner for tests that misbehaves on pages whose address says how, `.../fault-loop` say.

All others give the same article, whatever they hold: a worker with newsclean's own cleaner takes twice as long to
start.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from newsclean import Article, Page, Reject
from newsclean.errors import SiteError
from newsclean.page.urls import record_id

FIFO = "NEWSCLEAN_TEST_FIFO"  # in the environment: the name of the FIFO


def clean(page: Page) -> Article | Reject:
    fault = re.search(r"fault-([a-z_]+)", page.url)
    return FAULTS[fault[1]](page) if fault else _article(page)


def without_space(_: Page) -> Article:
    raise OSError(errno.ENOSPC, "No space left on device", "/tmp/model")


def spell(text: str) -> bytes:
    """Another job than cleaning."""
    return text.encode()


def _article(page: Page) -> Article:
    return Article(
        url=page.url, site="news.example", title="Ferry stays", body="It stays.", fetched_at=page.fetched_at,
        id=record_id(page.url), content_hash="0" * 64, extractor="none",
    )  # fmt: skip


def _here(_: Page) -> None:
    """Writes its process id to the FIFO that a test listens to, and keeps that open: it ends when the process does."""
    if name := os.environ.get(FIFO):
        os.write(os.open(name, os.O_WRONLY), f"{os.getpid()}\n".encode())


def _loop(page: Page) -> NoReturn:
    _here(page)
    while True:
        pass


def _stuck(_: Page) -> NoReturn:
    """In C, where Python handles no signal."""
    re.match(r"(a+)+$", "a" * 60 + "b")
    raise AssertionError("that was quick")


def _tell(page: Page) -> Article | Reject:
    _here(page)
    return _article(page)


def _memory(_: Page) -> NoReturn:
    taken = []
    while True:
        taken.append(bytearray(16 * 2**20))


def _hidden_memory(_: Page) -> NoReturn:
    try:
        bytearray(2**40)
    except MemoryError:
        raise ValueError("cannot be parsed") from None
    raise AssertionError("there is no such memory")


def _exit(_: Page) -> NoReturn:
    os._exit(9)


def _segfault(_: Page) -> NoReturn:
    ctypes.string_at(0)
    raise AssertionError("still alive")


def _dies_once(page: Page) -> Article | Reject:
    """Dies on a file, and not again when that is tried once more."""
    mark = Path(urlsplit(page.url).path).with_suffix(".mark")
    if mark.exists():
        return _article(page)
    mark.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def _bug(_: Page) -> NoReturn:
    raise KeyError("a bug")


def _site(_: Page) -> NoReturn:
    raise SiteError("sites/x.toml: not TOML")


def _nothing(_: Page) -> None:
    """A cleaner must not do that."""


FAULTS: dict[str, Callable[[Page], Article | Reject]] = {
    "loop": _loop,
    "stuck": _stuck,
    "memory": _memory,
    "hidden_memory": _hidden_memory,
    "exit": _exit,
    "segfault": _segfault,
    "tell": _tell,
    "dies_once": _dies_once,
    "bug": _bug,
    "site": _site,
    "nothing": _nothing,  # type: ignore[dict-item]  # which is the fault
}
