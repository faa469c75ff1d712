"""JSON Lines: one record per line, each a JSON object in UTF-8. The only place that writes such a line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import IO

from pydantic import BaseModel

from newsclean.page.characters import without_surrogates

from . import Record

# JSON leaves these characters as they are, but `str.splitlines` and other readers end a line at some of them, and
# terminals obey others.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def to_line(record: BaseModel | Record) -> bytes:
    """The record as one line of JSON in UTF-8, line feed included. Dates are ISO 8601 with a numeric UTC offset.

    Numbers that JSON does not have (NaN, infinity) become null, lone surrogates U+FFFD.
    """
    fields = record.model_dump() if isinstance(record, BaseModel) else dict(record)
    try:
        text = json.dumps(fields, ensure_ascii=False, allow_nan=False, default=as_json)
    except ValueError:  # a number; or a value that holds itself, which raises again
        text = json.dumps(json.loads(json.dumps(fields, default=as_json), parse_constant=_null), ensure_ascii=False)
    # Most JSON readers refuse a line with a lone surrogate, escaped or not.
    return without_surrogates(text.translate(_ESCAPED)).encode("utf-8") + b"\n"


def _null(name: str) -> None:
    """For NaN, Infinity and -Infinity."""


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
