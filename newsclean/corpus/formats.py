"""Records as one file: JSON lines, CSV or Parquet. A writer takes records as lines of JSON."""

from __future__ import annotations

import csv
import types
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from typing import IO, Any, get_args, get_origin

import orjson

from newsclean.errors import UsageError
from newsclean.models import Article

MARK = "duplicate_of"
_ROWS = 1000  # of a group in Parquet


def marked(lines: Iterable[bytes], duplicates: dict[str, str], *, drop: bool) -> Iterator[bytes]:
    """The records with the field `duplicate_of` (null: none), or without the duplicates."""
    for line in lines:
        original = duplicates.get(orjson.loads(line)["id"])
        if not drop:
            yield line.rstrip(b"}\n") + b', "' + MARK.encode() + b'": ' + orjson.dumps(original) + b"}\n"
        elif original is None:
            yield line


def write_jsonl(lines: Iterable[bytes], stream: IO[bytes], columns: list[str]) -> int:  # noqa: ARG001 - as the others
    """The lines as they are. Gives their number."""
    count = 0
    for line in lines:
        stream.write(line)
        count += 1
    return count


def write_csv(lines: Iterable[bytes], stream: IO[bytes], columns: list[str]) -> int:
    """A table with a heading, UTF-8; authors and tags separated by "; ", unknown as an empty field."""
    text = TextIOWrapper(stream, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for record in map(orjson.loads, lines):
        cells = (record.get(name) for name in columns)
        writer.writerow("; ".join(cell) if isinstance(cell, list) else cell for cell in cells)
        count += 1
    text.detach()  # flushes; the stream is closed by whoever opened it
    return count


def write_parquet(lines: Iterable[bytes], stream: IO[bytes], columns: list[str]) -> int:
    """A Parquet file; dates as text, for some have a time and some have not. Raises UsageError without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("parquet needs a library that is not installed: pip install 'newsclean[parquet]'") from None
    kinds = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), list: pa.list_(pa.string())}
    schema = pa.schema([(name, kinds[_kind(name)]) for name in columns])
    count = 0
    rows = map(orjson.loads, lines)
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := list(islice(rows, _ROWS)):
            table = pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in group], schema=schema)
            writer.write_table(table)
            count += len(group)
    return count


Writer = Callable[[Iterable[bytes], IO[bytes], list[str]], int]
WRITERS: dict[str, Writer] = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}


def _kind(name: str) -> type:
    """What a field of the record is in JSON: int, bool, list or text."""
    if name == MARK:
        return str
    annotation: Any = Article.model_fields[name].annotation
    if get_origin(annotation) is types.UnionType:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is tuple:
        return list
    return annotation if annotation in (int, bool) else str
