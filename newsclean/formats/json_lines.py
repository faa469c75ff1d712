"""JSON Lines: one record a line, in files that are whole or not there at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import BaseModel

_SURROGATE = re.compile("[\ud800-\udfff]")
# JSON leaves these signs as they are, but `str.splitlines` and other readers end a line at them.
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def to_line(record: BaseModel) -> bytes:
    """The record as one line of JSON in UTF-8, line feed included: the same line that a crawl's `-O` file holds."""
    text = json.dumps(record.model_dump(), ensure_ascii=False, default=_iso).translate(_LINE_BREAKS)
    # Only a reject's URL can hold a lone surrogate; most readers of JSON refuse a line with one, escaped or not.
    return _SURROGATE.sub("\ufffd", text).encode("utf-8") + b"\n"


def _iso(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"a record holds {type(value).__name__}, for which JSON has no form")


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` when the block ends well; when it fails, the old one stays."""
    if path.exists() and not path.is_file():  # a named pipe or a device: there is nothing to replace
        with path.open("wb") as stream:
            yield stream
        return
    target = path.resolve()  # a symbolic link stays one
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
