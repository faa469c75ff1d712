"""Parquet: typed columns, compressed, the same in all files whatever is unknown.

A day or time (`date`) becomes four columns: the day in the outlet's zone under the name of the field; the moment in
UTC; the time on the outlet's clock; and the outlet's offset from UTC in minutes. What the page does not tell is null.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from newsclean.errors import UsageError
from newsclean.models import Article

from . import Columns, Record
from .values import as_text

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    raise UsageError("parquet needs a library that is not installed: pip install 'newsclean[parquet]'") from None

_GROUP = 1000  # rows held back until they are written together
_MOMENT = pa.timestamp("us", tz="UTC")
_FIELDS = Article.model_json_schema(mode="serialization")["properties"]
_TIMES = {"date": "published"}  # how the columns with the time of a field begin, where not with its name


class Writer:
    """A row per record, with the values of `columns`. Until `close`, the file cannot be read."""

    def __init__(self, stream: IO[bytes], columns: Columns) -> None:
        self._columns = {column.name: column for column in _all_columns(columns)}
        self._schema = pa.schema([(column.name, column.type) for column in self._columns.values()])
        self._rows: list[dict[str, object]] = []
        self._file = pq.ParquetWriter(stream, self._schema, compression="zstd")

    def write(self, record: Record) -> None:
        self._rows.append({name: column.value_in(record) for name, column in self._columns.items()})
        if len(self._rows) == _GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        if rows:
            self._file.write_table(pa.Table.from_pylist(rows, schema=self._schema))


@dataclass(frozen=True)
class _Column:
    """A column, and how its value is made of the one that the records have under `key`."""

    name: str
    key: str
    type: Any
    read: Callable[[Any], object]

    def value_in(self, record: Record) -> object:
        value = record.get(self.key)
        return None if value is None else self.read(value)


def _all_columns(columns: Columns) -> Iterator[_Column]:
    for name, field in columns.items():
        kinds = _kinds(field)
        if "date" not in kinds:
            yield _Column(name, name, *_PLAIN[next(iter(kinds & _PLAIN.keys()), "text")])
            continue
        yield _Column(name, name, pa.date32(), _day)
        for part, plain in _PARTS.items():
            if (own := f"{_TIMES.get(str(field), name)}_{part}") not in columns:
                yield _Column(own, name, *plain)


def _kinds(field: str | None) -> set[str]:
    """What a field may hold, in the words of its JSON Schema; a list of anything but text is "lists"."""
    schema = _FIELDS.get(field, {})
    return {_kind(either) for either in schema.get("anyOf", [schema])}


def _kind(schema: dict[str, Any]) -> str:
    kind = str(schema.get("format", schema.get("type")))
    return "lists" if kind == "array" and schema["items"].get("type") != "string" else kind


def _read(value: dt.date | str) -> dt.date:
    """A day or a time, which records read from JSON have as text."""
    if isinstance(value, str):
        return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    return value


def _day(value: dt.date | str) -> dt.date:
    read = _read(value)
    return read.date() if isinstance(read, dt.datetime) else read


def _moment(value: dt.date | str) -> dt.datetime | None:
    read = _read(value)
    return read if isinstance(read, dt.datetime) and read.tzinfo else None


def _local(value: dt.date | str) -> dt.datetime | None:
    read = _read(value)
    return read.replace(tzinfo=None) if isinstance(read, dt.datetime) else None


def _offset(value: dt.date | str) -> int | None:
    read = _read(value)
    offset = read.utcoffset() if isinstance(read, dt.datetime) else None
    return None if offset is None else round(offset / dt.timedelta(minutes=1))


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _list(value: Any) -> list[str]:
    return [as_text(value)] if isinstance(value, str) else [as_text(part) for part in value]


_PARTS = {
    "at": (_MOMENT, _moment),
    "local": (pa.timestamp("us"), _local),
    "offset": (pa.int16(), _offset),
}
_PLAIN: dict[str, tuple[Any, Callable[[Any], object]]] = {
    "date-time": (_MOMENT, _moment),
    "integer": (pa.int64(), operator.index),
    "number": (pa.float64(), float),
    "boolean": (pa.bool_(), _truth),
    "array": (pa.list_(pa.string()), _list),
    "text": (pa.string(), as_text),
}
