"""Records as files: JSON Lines, CSV, Parquet. `newsclean export` and the feeds of a crawl (`-O`) share them.

To add a format, write a module with a class `Writer` (see the protocol here) and name it in FORMATS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Protocol

# A record by field: text, numbers, truth values, dates, sequences of text, None where a value is unknown.
Record = Mapping[str, object]


class Writer(Protocol):
    """Writes records to a binary stream, which stays open. `columns` are the fields to write, where a format has them.

    Modules are loaded only when a file is written. One that needs a library that is not installed raises UsageError.
    """

    def __init__(self, stream: IO[bytes], columns: Sequence[str]) -> None: ...

    def write(self, record: Record) -> None: ...

    def close(self) -> None:
        """Writes what is still held back, and the heading of a file without records."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `endings` have no dot; `module` is in this package.

    A file that `is_binary` is complete only after its writer was closed, and cannot be appended to.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    is_binary: bool = False

    @property
    def writer(self) -> type[Writer]:
        """The class that writes it. Raises UsageError when a library is missing."""
        writer: type[Writer] = import_module(f"{__name__}.{self.module}").Writer
        return writer


FORMATS = {
    format_.name: format_
    for format_ in (
        Format("jsonl", ("jsonl", "jsonlines", "jl"), "json_lines"),
        Format("csv", ("csv",), "csv_table"),
        Format("parquet", ("parquet",), "parquet", is_binary=True),
    )
}


def format_of(path: Path) -> Format | None:
    """The format that a file's ending names; None for any other ending."""
    ending = path.suffix.removeprefix(".").lower()
    return next((format_ for format_ in FORMATS.values() if ending in format_.endings), None)
