"""The end of a command by a signal: files are closed and workers ended first."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Interrupted(BaseException):
    """Raised in the main thread by SIGTERM or SIGINT; no `except Exception` stops it on its way."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within the block a signal raises Interrupted; behind it the process ends by that signal, as the shell expects.

    The shell then reports 143 or 130, and a loop in a script ends at Ctrl-C. A second signal ends the process at once.
    A signal that is ignored, as SIGINT is for jobs that a script starts in the background, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heeded = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, _interrupt)
    try:
        yield
    except Interrupted as interrupted:
        _end_by(interrupted.number)
    finally:
        for number in heeded:
            signal.signal(number, before[number])


def _interrupt(number: int, frame: object) -> None:  # noqa: ARG001 - a signal handler's signature
    for each in _SIGNALS:
        signal.signal(each, _end_at_once)
    raise Interrupted(number)


def _end_at_once(number: int, frame: object) -> None:  # noqa: ARG001
    os._exit(128 + number)


def _end_by(number: int) -> None:
    with suppress(OSError, ValueError):  # nobody reads any more
        sys.stdout.flush()  # or the last line would be torn
    with suppress(OSError, ValueError):
        print(f"newsclean: ended by {signal.Signals(number).name}", file=sys.stderr, flush=True)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)  # process 1 of a container does not die of a signal
