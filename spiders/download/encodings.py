"""Content encodings, undone within a limit: what is too large, cut off or damaged is no page.

Scrapy's own middleware takes a body that was cut off for a whole one, and leaves one that it cannot decode as it is.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol, Self

import brotli
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from .failures import FetchError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PIECE = 16 * 1024
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
# How many encodings may lie on top of each other: as in curl (MAX_ENCODE_STACK), against a body that never ends.
_MAX_LAYERS = 5
# gzip and zstd data may go on with a further member. bgzip, the writer of most, makes one of each 64 KiB: 512 for the
# largest sitemap. A million empty ones would fit into a page.
_MAX_MEMBERS = 1000
# RFC 9659: a zstd frame for the web needs a window of 8 MiB at most.
_ZSTD_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


class Undecodable(FetchError):
    """Raised for a body that cannot be decoded, or not within its limit. Says why."""


class _Decoder(Protocol):
    """What zlib and zstd have in common. `unused_data` is what follows a stream that has ended."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class ContentEncodingMiddleware:
    """Downloader middleware in place of Scrapy's HttpCompressionMiddleware."""

    def __init__(self, crawler: Crawler) -> None:
        self.limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ", ".join(DECODERS))

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body decoded. Raises Undecodable."""
        named = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        layers = [name.strip().lower().removeprefix("x-") for name in named.split(",") if name.strip()]
        layers = [name for name in layers if name != "identity"]
        if not layers or not response.body:
            return response
        body = decoded(response.body, layers, request.meta.get("download_maxsize") or self.limit)
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        if issubclass(kind, TextResponse):
            return response.replace(cls=kind, headers=headers, body=body, encoding=None)
        return response.replace(cls=kind, headers=headers, body=body)


def decoded(data: bytes, layers: list[str], limit: int) -> bytes:
    """The bytes without their encodings, the last named of which was put on last. Raises Undecodable.

    None of the steps may give more than `limit` bytes.
    """
    if len(layers) > _MAX_LAYERS:
        raise Undecodable(f"the body is encoded {len(layers)} times over")
    for name in reversed(layers):
        if name not in DECODERS:
            raise Undecodable(f"the body is encoded as {name[:20]!r}, which is not asked for")
        try:
            data = DECODERS[name](data, limit)
        except (zlib.error, brotli.error, zstd.ZstdError):
            raise Undecodable(f"the body is no valid {name}") from None
    return data


def gunzipped(data: bytes, limit: int) -> Iterator[bytes]:
    """The content of gzip data, which may have several members, in pieces. Raises Undecodable, zlib.error."""
    return _pieces(data, limit, lambda: zlib.decompressobj(wbits=31), _GZIP)


def _gunzip(data: bytes, limit: int) -> bytes:
    return b"".join(gunzipped(data, limit))


def _inflate(data: bytes, limit: int) -> bytes:
    """RFC 9110, 8.4.1.2: "deflate" is zlib's format, but some servers send it without zlib's header."""
    try:
        return b"".join(_pieces(data, limit, zlib.decompressobj))
    except zlib.error:
        return b"".join(_pieces(data, limit, lambda: zlib.decompressobj(wbits=-15)))


def _unzstd(data: bytes, limit: int) -> bytes:
    return b"".join(_pieces(data, limit, lambda: zstd.ZstdDecompressor(options=_ZSTD_WINDOW), _ZSTD))


def _unbrotli(data: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    content = bytearray(decoder.process(data, output_buffer_limit=_PIECE))
    while not decoder.is_finished():
        piece = decoder.process(b"", output_buffer_limit=_PIECE)
        content += piece
        if len(content) > limit:
            raise _too_large(limit)
        if not piece and decoder.can_accept_more_data():
            raise Undecodable("the body is cut off")
    return bytes(content)


def _pieces(data: bytes, limit: int, decoder: Callable[[], _Decoder], magic: bytes | None = None) -> Iterator[bytes]:
    """Decodes step by step. A stream that begins with `magic` may follow another; what else follows is left out."""
    stream, position, members, left = decoder(), 0, 1, limit
    while not stream.eof:
        piece = data[position : position + _PIECE]
        position += len(piece)
        if not piece:
            raise Undecodable("the body is cut off")
        while piece and not stream.eof:
            content = stream.decompress(piece, left + 1)
            left -= len(content)
            if left < 0:
                raise _too_large(limit)
            yield content
            piece = getattr(stream, "unconsumed_tail", b"")
        if stream.eof:
            position -= len(stream.unused_data)
            if magic and data.startswith(magic, position):
                stream, members = decoder(), members + 1
            if members > _MAX_MEMBERS:
                raise Undecodable(f"the body has more than {_MAX_MEMBERS} parts")


def _too_large(limit: int) -> Undecodable:
    return Undecodable(f"the body has more than {limit} bytes when it is decoded")


# In the order in which they are asked for.
DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
