"""Records on their way to a file. Whatever ends the run, the file holds complete records."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from newsclean.errors import NewscleanError
from newsclean.models import Article

from . import Columns, Record, columns_of, format_for
from .replacing import Replacement
from .whole import whole


class RecordFile:
    """Writes records to a file, in the format of its ending, or to standard output as JSON lines (`path` None or "-").

    `format_name` is one of FORMATS, for a file whose ending says none. `columns` are those of a table, by default all
    fields of an article.

    The file replaces an older one at the end. A run that ends early, by an error or a signal, leaves in it the records
    that were done: `is_kept`; before the first one it leaves the older file.
    """

    def __init__(
        self,
        path: Path | None,
        format_name: str | None = None,
        *,
        columns: Columns | None = None,
        may_be_empty: bool = True,
    ) -> None:
        """`may_be_empty`: whether a run without a record replaces the older file, too.

        Raises OSError when the file cannot be made; UsageError when its ending names no format, or a library for its
        format is missing.
        """
        self.path = path if path != Path("-") else None
        self.may_be_empty = may_be_empty
        self.written = 0
        self.is_kept = False
        format_ = format_for(self.path, format_name)
        writer = format_.writer
        self._new = Replacement(self.path) if self.path else None
        self._stream = format_.stream(whole(self._new.stream if self._new else sys.stdout.buffer))
        self._writer = writer(self._stream, columns or columns_of(Article))

    def write(self, record: Record) -> None:
        """Writes a record completely. Raises NewscleanError when the file cannot be written; it is then as before."""
        with self._clear_errors():
            self._writer.write(record)
        self.written += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None or (self.written and self._new):
                self._end()
                self.is_kept = error is not None
        finally:
            if self._new:
                self._new.close()

    def _end(self) -> None:
        with self._clear_errors():
            self._writer.close()
            self._stream.flush()  # not at exit, where a reader that has gone (`| head`) would cause a warning
            if self._new and (self.written or self.may_be_empty):
                self._new.commit()

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if self.path is None:
                raise
            raise NewscleanError(f"{self.path} cannot be written: {error.strerror}") from None
