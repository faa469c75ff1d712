"""CSV: a table with a heading, in UTF-8. Lists are joined with "; "; unknown values are empty cells."""

from __future__ import annotations

import codecs
import csv
from typing import IO

from . import Columns, Record
from .values import as_text


class Writer:
    """A row per record, with the cells of `columns`. In a file that is appended to, the heading stays the first row."""

    def __init__(self, stream: IO[bytes], columns: Columns) -> None:
        self._rows = csv.writer(codecs.getwriter("utf-8")(stream), lineterminator="\n")
        self._columns = list(columns)
        self._has_heading = stream.seekable() and stream.tell() > 0

    def write(self, record: Record) -> None:
        self._head()
        self._rows.writerow([_cell(record.get(name)) for name in self._columns])

    def close(self) -> None:
        self._head()

    def _head(self) -> None:
        if not self._has_heading:
            self._rows.writerow(self._columns)
            self._has_heading = True


def _cell(value: object) -> str:
    if isinstance(value, list | tuple) and not any(isinstance(part, list | tuple | dict) for part in value):
        return "; ".join(map(as_text, value))
    return as_text(value)
