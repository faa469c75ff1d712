"""Compressed files: gzip and Zstandard, in parts that follow each other, as both formats allow.

Each part can be read by itself. So a file of whole parts is complete, whatever ended the run that wrote it, and another
run, even one at the same time, can add to it.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP = zlib.MAX_WBITS | 16  # with gzip's heading and checksum
_PIECE = 1024 * 1024
# Bytes held back in a part that goes on: more than any one record has, so that each is written in one piece.
_MAX_HELD = 16 * 1024 * 1024


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


# By the ending of a file.
_COMPRESSORS: dict[str, tuple[Callable[[], _Compressor], Callable[[], _Decompressor]]] = {
    "gz": (lambda: zlib.compressobj(wbits=_GZIP), lambda: zlib.decompressobj(_GZIP)),
    "zst": (zstd.ZstdCompressor, zstd.ZstdDecompressor),
}
COMPRESSIONS = tuple(_COMPRESSORS)
_READERS: dict[str, Callable[[IO[bytes]], Iterable[bytes]]] = {"gz": gzip.open, "zst": zstd.open}


class Compressed:
    """A stream that compresses what is written to it; `flush` ends a part. The other stream stays open."""

    def __init__(self, stream: IO[bytes], ending: str) -> None:
        self._stream = stream
        self._new, _ = _COMPRESSORS[ending]
        self._error: OSError | None = None
        self._begin()

    def seekable(self) -> bool:
        return self._stream.seekable()

    def tell(self) -> int:
        """0 in a file that holds nothing yet."""
        return self._stream.tell()

    def write(self, data: bytes) -> int:
        self._held += self._compressor.compress(data)
        self._is_begun = True
        if len(self._held) > _MAX_HELD:
            self._put(bytes(self._held))
            self._held.clear()
        return len(data)

    def flush(self) -> None:
        """Writes the part to its end. Raises OSError; the part is then given up, and all later ones with it."""
        if self._is_begun:
            part = bytes(self._held) + self._compressor.flush()
            self._begin()
            self._put(part)
            self._stream.flush()

    def _put(self, data: bytes) -> None:
        if self._error:  # what was lost may have been a heading
            raise self._error
        try:
            self._stream.write(data)
        except OSError as error:
            self._error = error
            raise

    def _begin(self) -> None:
        self._compressor = self._new()
        self._held = bytearray()
        self._is_begun = False


def compressed(stream: IO[bytes], ending: str | None) -> IO[bytes]:
    """The stream, which compresses where an ending asks for it."""
    return cast("IO[bytes]", Compressed(stream, ending)) if ending else stream


def lines_of(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines of a file, decompressed if its name says so. Raises ValueError where it is damaged or cut off."""
    ending = name.rpartition(".")[2].lower()
    try:
        yield from _READERS[ending](stream) if ending in _READERS else stream
    except (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError):
        raise ValueError(f"{name} is cut off, or not a whole .{ending} file") from None


def whole_parts(path: Path, ending: str) -> int:
    """The number of bytes up to where the last whole part of a compressed file ends.

    Raises ValueError where the file has another form.
    """
    _, new = _COMPRESSORS[ending]
    part, whole, position, is_begun = new(), 0, 0, False
    with path.open("rb") as file:
        while data := file.read(_PIECE):
            position += len(data)
            while data:
                is_begun = True
                try:
                    part.decompress(data)
                except (zlib.error, zstd.ZstdError):
                    raise ValueError(f"from byte {whole} on it is not a .{ending} file") from None
                data = part.unused_data
                if part.eof:
                    part, whole, is_begun = new(), position - len(data), False
    return whole if is_begun else position


def without_cut_part(path: Path, ending: str) -> int:
    """Takes from the end of a compressed file a part that was cut off: by a power cut, or by another program.

    Nothing could be read that is written behind it. Returns the number of bytes taken. Raises ValueError where the file
    has another form, OSError where it cannot be read or written.
    """
    size = path.stat().st_size
    whole = whole_parts(path, ending)
    if whole < size == path.stat().st_size:  # else another run is writing to it
        os.truncate(path, whole)
        return size - whole
    return 0
