"""JSON: one array of all records, a record per line; or with line breaks, indented by `indent` spaces."""

from __future__ import annotations

from typing import IO

from . import Columns, Record
from .values import to_json


class Writer:
    """Each record with all of its fields. Until `close`, the array has no end."""

    def __init__(self, stream: IO[bytes], columns: Columns, indent: int | None = None) -> None:  # noqa: ARG002
        self._stream = stream
        self._indent = indent or None
        self._before = b"[\n"

    def write(self, record: Record) -> None:
        self._stream.write(self._before + to_json(dict(record), self._indent).encode("utf-8"))
        self._before = b",\n"

    def close(self) -> None:
        self._stream.write(b"\n]\n" if self._before == b",\n" else b"[]\n")
