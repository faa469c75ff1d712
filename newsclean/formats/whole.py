"""Writes that succeed completely or leave the file as it was: neither a full disk nor a signal leaves half a record."""

from __future__ import annotations

import io
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast


def write_whole(handle: int, data: bytes) -> None:
    """Writes all of the data to an open file, at its end.

    When that fails, what was written of it is cut off again; a pipe or a terminal cannot be cut. Raises OSError.
    """
    before = os.fstat(handle)
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(handle, rest) :]
    except BaseException:
        if stat.S_ISREG(before.st_mode):
            os.ftruncate(handle, before.st_size)
            os.lseek(handle, before.st_size, os.SEEK_SET)
        raise


class WholeWrites(io.RawIOBase):
    """A binary stream whose every write is whole. Closing it leaves the file open."""

    def __init__(self, handle: int) -> None:
        super().__init__()
        self._handle = handle

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return stat.S_ISREG(os.fstat(self._handle).st_mode)

    def tell(self) -> int:
        return os.lseek(self._handle, 0, os.SEEK_CUR)

    def write(self, data: Any) -> int:
        write_whole(self._handle, data)
        return len(data)


def whole(stream: IO[bytes]) -> IO[bytes]:
    """The file behind a stream, to be written without its buffer; a stream that is no file as it is."""
    with suppress(OSError, AttributeError):
        stream.flush()
        return cast("IO[bytes]", WholeWrites(stream.fileno()))
    return stream


def ends_within_a_line(path: Path) -> bool:
    """Whether a file that is to be appended to lacks its last line feed: a power cut, or another program, cut it."""
    with suppress(OSError):  # one that may be written and not read
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as stream:
                stream.seek(-1, os.SEEK_END)
                return stream.read() != b"\n"
    return False
