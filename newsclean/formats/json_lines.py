"""JSON Lines: one record per line, each a JSON object in UTF-8. The only place that writes such a line."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import IO

from pydantic import BaseModel

from . import Record

_SURROGATE = re.compile("[\ud800-\udfff]")
# JSON leaves these characters as they are, but `str.splitlines` and other readers end a line at them.
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def to_line(record: BaseModel | Record) -> bytes:
    """The record as one line of JSON in UTF-8, line feed included. Dates are ISO 8601 with a numeric UTC offset."""
    fields = record.model_dump() if isinstance(record, BaseModel) else dict(record)
    text = json.dumps(fields, ensure_ascii=False, default=as_json).translate(_LINE_BREAKS)
    # Only a reject's URL can hold a lone surrogate; most JSON readers refuse a line with one, escaped or not.
    return _SURROGATE.sub("\ufffd", text).encode("utf-8") + b"\n"


def as_json(value: object) -> object:
    """What JSON has no type for, as Scrapy's exporters write it: times as ISO 8601, decimals as text, sets as lists.

    Our records hold dates only; items that other pipelines made hold more. Raises TypeError for anything else.
    """
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset):
        return list(value)
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise TypeError(f"a record holds a {type(value).__name__}, which has no form in JSON")


class Writer:
    """Each record as its line, with all of its fields."""

    def __init__(self, stream: IO[bytes], columns: Sequence[str]) -> None:  # noqa: ARG002 - as the other formats
        self._stream = stream

    def write(self, record: Record) -> None:
        self._stream.write(to_line(record))

    def close(self) -> None:
        """Nothing is held back."""
