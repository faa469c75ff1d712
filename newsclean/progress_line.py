"""The progress line of a terminal: everything else that is written there stands above it."""

from __future__ import annotations

import logging
import os
import sys
from threading import RLock
from types import TracebackType
from typing import Any, Self, TextIO, cast

_WIPE = "\r\x1b[K"


class ProgressLine:
    """A line at the bottom of the terminal that standard error is, to be rewritten; a context manager.

    While it is there, it takes the place of standard error, and of standard output on the same terminal, also for
    handlers of the log: no message ever shares a line with it. It hides no cursor, so a process that is killed leaves
    the terminal as it was. Bytes written to `sys.stdout.buffer` go past it.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr
        self._streams: dict[str, TextIO] = {}
        self._lock = RLock()  # a signal handler may log
        self._is_within_a_line = False

    @classmethod
    def is_shown(cls) -> bool:
        """Whether standard error has such a line."""
        return isinstance(sys.stderr, _Above)

    def __enter__(self) -> Self:
        for name in ("stderr", "stdout"):
            stream = getattr(sys, name)
            if stream.isatty():
                self._streams[name] = stream
                self._replace(name, stream, cast("TextIO", _Above(stream, self)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, stream in self._streams.items():
            self._replace(name, getattr(sys, name), stream)
        if not self._is_within_a_line:
            self._wipe()

    def show(self, text: str) -> None:
        """Replaces the line, cut to the width of the terminal; waits for the end of a line that others have begun."""
        with self._lock:
            if not self._is_within_a_line:
                columns = os.get_terminal_size(self._terminal.fileno()).columns or 80
                self._terminal.write(f"{_WIPE}{text[: columns - 1]}")
                self._terminal.flush()

    def write_above(self, stream: TextIO, text: str) -> int:
        """Writes to a stream of the same terminal; the line comes back when it is shown again."""
        with self._lock:
            if text and not self._is_within_a_line:
                self._wipe()
            if text:
                self._is_within_a_line = not text.endswith("\n")
            return stream.write(text)

    def _wipe(self) -> None:
        self._terminal.write(_WIPE)
        self._terminal.flush()

    @staticmethod
    def _replace(name: str, old: TextIO, new: TextIO) -> None:
        setattr(sys, name, new)
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is old:
                handler.setStream(new)


class _Above:
    """A stream of the terminal, as others use it."""

    def __init__(self, stream: TextIO, line: ProgressLine) -> None:
        self._stream = stream
        self._line = line

    def write(self, text: str) -> int:
        return self._line.write_above(self._stream, text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
