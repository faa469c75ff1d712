"""Parquet: typed columns, compressed. Dates are text, because some have a time and some do not."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Sequence
from typing import IO, Any, get_args, get_origin

from newsclean.errors import UsageError
from newsclean.models import Article

from . import Record

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    raise UsageError("parquet needs a library that is not installed: pip install 'newsclean[parquet]'") from None

_GROUP = 1000  # rows held back until they are written together


class Writer:
    """A row per record, with the values of `columns`. Until `close`, the file cannot be read."""

    def __init__(self, stream: IO[bytes], columns: Sequence[str]) -> None:
        self._schema = pa.schema([(name, _type(name)) for name in columns])
        self._rows: list[dict[str, object]] = []
        self._file = pq.ParquetWriter(stream, self._schema, compression="zstd")

    def write(self, record: Record) -> None:
        self._rows.append({name: _value(record.get(name)) for name in self._schema.names})
        if len(self._rows) == _GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        if rows:
            self._file.write_table(pa.Table.from_pylist(rows, schema=self._schema))


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _type(name: str) -> Any:
    """The column type of a record's field; text for any other name."""
    if name not in Article.model_fields:
        return pa.string()
    annotation: Any = Article.model_fields[name].annotation
    if get_origin(annotation) is types.UnionType:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is tuple:
        return pa.list_(pa.string())
    return {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}.get(annotation, pa.string())
