"""Undoing gzip, deflate, br and zstd within a limit: of HTTP bodies, archived pages, sitemaps and files.

Data that is cut off, damaged or larger than its limit raises an error. It is never returned in part, but by
`unpacking`, for files of many pages.
"""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_Magic = re.Pattern[bytes]
_PIECE = 16 * 1024
_GZIP = re.compile(rb"\x1f\x8b")
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")  # a frame, or one to be skipped: RFC 8878, 3.1.2
# What may stand between two members: tapes and some tools fill up with zeros.
_PADDING = re.compile(rb"\0*+")
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32  # some servers call zlib's format gzip
# How many encodings may be stacked: as in curl (MAX_ENCODE_STACK), against a body that never ends.
MAX_LAYERS = 5
# gzip and zstd data may consist of several members. bgzip, the writer of most, makes one per 64 KiB: 512 for the
# largest sitemap. A million empty ones would fit into a page.
_MAX_MEMBERS = 1000
# RFC 9659: a zstd frame for the web needs a window of 8 MiB at most.
_ZSTD_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


# What reading from `unpacking` raises where the data is cut off or broken.
UNPACKING_ERRORS = (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError)


class CompressionError(ValueError):
    """Raised for data that cannot be decompressed, or not within its limit. Says why, of "the body"."""


class DecompressedTooLargeError(CompressionError):
    """Raised for data that decompresses to more bytes than its limit."""


class _Decoder(Protocol):
    """What zlib and zstd have in common. `unused_data` is what follows a stream that has ended."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def encodings_in(header: str) -> list[str]:
    """The encodings that a Content-Encoding header names, in the order they were applied, without `identity`."""
    names = [name.strip().lower().removeprefix("x-") for name in header.split(",")]
    return [name for name in names if name not in ("", "identity")]


def encoding_of(data: bytes) -> str | None:
    """`gzip` or `zstd` by the first bytes of the data; None for all else (deflate and br cannot be recognized)."""
    if _GZIP.match(data):
        return "gzip"
    return "zstd" if _ZSTD.match(data) else None


def decoded(data: bytes, encodings: list[str], limit: int) -> bytes:
    """The bytes without their encodings, the last of which was applied last. Raises CompressionError.

    No step may produce more than `limit` bytes.
    """
    if len(encodings) > MAX_LAYERS:
        raise CompressionError(f"the body is encoded {len(encodings)} times over")
    for name in reversed(encodings):
        if name not in DECODERS:
            raise CompressionError(f"the body is encoded as {name[:20]!r}, which is not supported")
        data = b"".join(_checked(name, DECODERS[name](data, limit)))
    return data


def unpacking(stream: IO[bytes], encoding: str, dictionary: bytes | None = None) -> IO[bytes]:
    """The content of a `gzip` or `zstd` stream, read as it is asked for: see UNPACKING_ERRORS.

    `dictionary` is that of zstd.
    """
    if encoding == "gzip":
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]  # which is no IO to typeshed
    known = zstd.ZstdDict(dictionary) if dictionary else None
    return zstd.ZstdFile(stream, zstd_dict=known)  # type: ignore[return-value]  # nor is this


def start_of(data: bytes, limit: int) -> bytes:
    """The first `limit` bytes at most of what a file holds, by its own first bytes, without gzip and zstd."""
    for _ in range(MAX_LAYERS):
        encoding = encoding_of(data)
        if encoding is None:
            break
        unpacker: _Decoder = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding == "gzip" else zstd.ZstdDecompressor()
        try:
            data = unpacker.decompress(data, limit)
        except (zlib.error, zstd.ZstdError):
            return b""
    return data


def gunzipped(data: bytes, limit: int) -> Iterator[bytes]:
    """The content of gzip data in pieces: a caller can keep those before a fault. Raises CompressionError."""
    return _checked("gzip", _gunzip(data, limit))


def _checked(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except (zlib.error, brotli.error, zstd.ZstdError):
        raise CompressionError(f"the body is not valid {name}") from None


def _gunzip(data: bytes, limit: int) -> Iterator[bytes]:
    return _pieces(data, limit, lambda: zlib.decompressobj(_GZIP_OR_ZLIB), _GZIP)


def _inflate(data: bytes, limit: int) -> Iterator[bytes]:
    """RFC 9110, 8.4.1.2: "deflate" is zlib's format, but some servers send it without zlib's header."""
    try:
        yield b"".join(_pieces(data, limit, zlib.decompressobj))
    except zlib.error:
        yield from _pieces(data, limit, lambda: zlib.decompressobj(-zlib.MAX_WBITS))


def _unzstd(data: bytes, limit: int) -> Iterator[bytes]:
    return _pieces(data, limit, lambda: zstd.ZstdDecompressor(options=_ZSTD_WINDOW), _ZSTD)


def _unbrotli(data: bytes, limit: int) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    piece, size = decoder.process(data, output_buffer_limit=_PIECE), 0
    while True:
        size += len(piece)
        if size > limit:
            raise _too_large(limit)
        yield piece
        if decoder.is_finished():
            return
        if not piece and decoder.can_accept_more_data():
            raise CompressionError("the body is cut off")
        piece = decoder.process(b"", output_buffer_limit=_PIECE)


def _pieces(
    data: bytes, limit: int, decoder: Callable[[], _Decoder], magic: re.Pattern[bytes] | None = None
) -> Iterator[bytes]:
    """Decodes step by step. A stream that begins with `magic` may follow another; anything else after it is ignored."""
    stream, position, members, left = decoder(), 0, 1, limit
    while not stream.eof:
        piece = data[position : position + _PIECE]
        position += len(piece)
        if not piece:
            raise CompressionError("the body is cut off")
        while piece and not stream.eof:
            content = stream.decompress(piece, left + 1)
            left -= len(content)
            if left < 0:
                raise _too_large(limit)
            yield content
            piece = getattr(stream, "unconsumed_tail", b"")
        if stream.eof:
            padding = _PADDING.match(data, position - len(stream.unused_data))
            if magic and padding and magic.match(data, padding.end()):
                stream, members, position = decoder(), members + 1, padding.end()
            if members > _MAX_MEMBERS:
                raise CompressionError(f"the body has more than {_MAX_MEMBERS} parts")


def _too_large(limit: int) -> DecompressedTooLargeError:
    return DecompressedTooLargeError(f"the body has more than {limit} bytes when it is decoded")


# In the order in which a crawl requests them.
DECODERS: dict[str, Callable[[bytes, int], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
