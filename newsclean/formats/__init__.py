"""Records as files: JSON Lines, JSON, CSV, XML, Parquet. All commands and the feeds of a crawl (`-O`) share them.

To add a format, write a module with a class `Writer` (see the protocol here) and name it in FORMATS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from newsclean.errors import UsageError

from .compression import COMPRESSIONS, compressed

if TYPE_CHECKING:
    from pydantic import BaseModel

# A record by column: text, numbers, truth values, dates, sequences of text, None where a value is unknown.
Record = Mapping[str, object]
# The name of each column, with the field of `Article` that it holds; None: another value, of any type.
Columns = Mapping[str, str | None]


class Writer(Protocol):
    """Writes records to a binary stream, which stays open. `columns` are those to write, where a format has columns.

    Modules are loaded only when a file is written. One that needs a library that is not installed raises UsageError.
    """

    def __init__(self, stream: IO[bytes], columns: Columns) -> None: ...

    def write(self, record: Record) -> None:
        """Raises TypeError or ValueError for a record that holds what the format cannot."""

    def close(self) -> None:
        """Writes what is still held back, and the heading of a file without records."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `endings` have no dot; `module` is in this package.

    A file with an end (`has_end`) is complete only after its writer was closed, and cannot be appended to. One that
    `is_binary` is compressed by itself. `has_columns` says that all records have the same. `options` are arguments of
    the writer that a feed may give. `compression` is the ending of a compressed file.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    has_end: bool = False
    is_binary: bool = False
    has_columns: bool = False
    options: tuple[str, ...] = ()
    compression: str | None = None

    @property
    def writer(self) -> type[Writer]:
        """The class that writes it. Raises UsageError when a library is missing."""
        writer: type[Writer] = import_module(f"{__name__}.{self.module}").Writer
        return writer

    def stream(self, stream: IO[bytes]) -> IO[bytes]:
        """The stream for the writer, which compresses if need be; `flush` brings all that was written to the file."""
        return compressed(stream, self.compression)

    def variants(self) -> tuple[Format, ...]:
        """The format itself and compressed: jsonl, jsonl.gz, jsonl.zst."""
        endings = () if self.is_binary else COMPRESSIONS
        return (self, *(replace(self, name=f"{self.name}.{ending}", compression=ending) for ending in endings))


FORMATS = {
    format_.name: format_
    for format_ in (
        Format("jsonl", ("jsonl", "jsonlines", "jl", "ndjson"), "json_lines"),
        Format("json", ("json",), "json_array", has_end=True, options=("indent",)),
        Format("csv", ("csv",), "csv_table", has_columns=True),
        Format("parquet", ("parquet",), "parquet", has_end=True, is_binary=True, has_columns=True),
        Format("xml", ("xml",), "xml_document", has_end=True, options=("indent", "item_element", "root_element")),
    )
}
# Every format by every ending that a file of it may have: "jsonl", "jl", "jsonl.gz" and so on.
ENDINGS = {
    ".".join(filter(None, (ending, variant.compression))): variant
    for format_ in FORMATS.values()
    for variant in format_.variants()
    for ending in format_.endings
}
# What a feed of Scrapy's may call a format. "gz" and "zst" leave it to the name of the file.
FEED_NAMES = (*(name for name, format_ in ENDINGS.items() if name in (format_.name, *format_.endings)), *COMPRESSIONS)


def columns_of(model: type[BaseModel], *others: str) -> Columns:
    """The fields of a model as columns, and others behind them."""
    return {**{field: field for field in model.model_fields}, **dict.fromkeys(others)}


def format_of(path: Path) -> Format | None:
    """The format that a file's ending names; None for any other ending."""
    endings = [suffix.removeprefix(".").lower() for suffix in path.suffixes[-2:]]
    return ENDINGS.get(".".join(endings)) or ENDINGS.get(".".join(endings[-1:]))


def format_for(path: Path | None, name: str | None = None) -> Format:
    """The format to write a file in: by its ending; or by name, where the ending says none or the same.

    Standard output (`path` None), and a pipe or device without an ending, get JSON lines unless there is a name. Raises
    UsageError for any other ending.
    """
    known = format_of(path) if path else None
    if name and known and name != known.name.partition(".")[0]:
        raise UsageError(f"{path} would be {known.name} by its ending, and {name} by --format. Leave out one of them.")
    if known:
        return known
    if path is None and name and FORMATS[name].is_binary:
        raise UsageError(f"{name} is not text: name a file for it with -o")
    if path and name:
        compression = path.suffix.removeprefix(".")
        return next((each for each in FORMATS[name].variants() if each.compression == compression), FORMATS[name])
    if name or path is None or (path.exists() and not path.is_file()):
        return FORMATS[name or "jsonl"]
    raise UsageError(f"{path} does not end in the name of a format. {listed()}")


def as_lines(path: Path) -> Path:
    """The path with the ending .jsonl in place of its own: articles.jsonl for articles.json.gz."""
    return (path.with_suffix("") if path.suffix.removeprefix(".") in COMPRESSIONS else path).with_suffix(".jsonl")


def listed() -> str:
    """The endings there are, in a sentence."""
    plain = [f".{name}" for name, format_ in FORMATS.items() if not format_.is_binary]
    binary = [f".{name}" for name, format_ in FORMATS.items() if format_.is_binary]
    packed = " or ".join(f".{ending}" for ending in COMPRESSIONS)
    return f"Use {', '.join(plain)}, each also with {packed} behind it, or {', '.join(binary)}."
