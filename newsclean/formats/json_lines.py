"""JSON Lines: one record per line, each a JSON object in UTF-8. The only place that writes such a line."""

from __future__ import annotations

from typing import IO

from pydantic import BaseModel

from . import Columns, Record
from .values import to_json


def to_line(record: BaseModel | Record) -> bytes:
    """The record as one line of JSON in UTF-8, line feed included."""
    fields = record.model_dump() if isinstance(record, BaseModel) else dict(record)
    return to_json(fields).encode("utf-8") + b"\n"


class Writer:
    """Each record as its line, with all of its fields."""

    def __init__(self, stream: IO[bytes], columns: Columns) -> None:  # noqa: ARG002 - as the other formats
        self._stream = stream

    def write(self, record: Record) -> None:
        self._stream.write(to_line(record))

    def close(self) -> None:
        """Nothing is held back."""
