"""The end of a command by a signal: its files are closed and its workers ended first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def signals_end_the_command() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP end the command as an error does, so that its files are closed: exit status 128 + n.

    A second signal ends it at once.
    """
    handled = {number: signal.getsignal(number) for number in _SIGNALS if _is_default(number)}
    try:
        for number in handled:
            signal.signal(number, _end)
        yield
    finally:
        for number, before in handled.items():
            signal.signal(number, before)


def ignore_signals() -> None:
    """From here on a signal would only keep files from being closed."""
    for number in _SIGNALS:
        if signal.getsignal(number) is _end:
            signal.signal(number, signal.SIG_IGN)


def _is_default(number: int) -> bool:
    """Whether nobody else handles or ignores the signal (as nohup does), and a handler can be set."""
    usual = signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler)
    return usual and threading.current_thread() is threading.main_thread()


def _end(number: int, _: object) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)
    raise SystemExit(128 + number)
