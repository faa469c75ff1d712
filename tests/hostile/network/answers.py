"""Answers that never begin, never end, lie about their length, or unpack to more than memory holds."""

from __future__ import annotations

import gzip
import zlib

import brotli
from backports import zstd

from tests.hostile.network.case import SILENCE, Case, body, forever, head, page, raw
from tests.hostile.server import Wire

PAGE = page("A sound article")
MEBIBYTE = bytes(1024 * 1024)
TIMEOUT = f"fetch-failed: {SILENCE} within DOWNLOAD_TIMEOUT"
CUT = "fetch-failed: the body is cut off"
TOO_LARGE = "fetch-failed: the body has more than 8388608 bytes when it is decoded"
HEADERS = "fetch-failed: the headers are larger than 262144 bytes"


def _encoded(name: str, expected: str, data: bytes, encoding: str) -> Case:
    return Case(name, expected, body(data, f"Content-Encoding: {encoding}"))


def _raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def _zstd_with_window(data: bytes, log: int) -> bytes:
    return zstd.compress(data, options={zstd.CompressionParameter.window_log: log})


GZIP, BROTLI, ZSTD = gzip.compress(PAGE), brotli.compress(PAGE), zstd.compress(PAGE)
BOMB = gzip.compress(MEBIBYTE) * 1000

ENCODINGS = (
    _encoded("gzip", "record", GZIP, "gzip"),
    _encoded("gzip-by-its-old-name", "record", GZIP, "x-gzip"),
    _encoded("gzip-twice", "record", gzip.compress(GZIP), "gzip, gzip"),
    _encoded("gzip-in-two-members", "record", gzip.compress(PAGE[:300]) + gzip.compress(PAGE[300:]), "gzip"),
    _encoded("gzip-with-junk-after-it", "record", GZIP + b"\x00\x00junk", "gzip"),
    _encoded("deflate", "record", zlib.compress(PAGE), "deflate"),
    _encoded("deflate-without-header", "record", _raw_deflate(PAGE), "deflate"),
    _encoded("brotli", "record", BROTLI, "br"),
    _encoded("zstd", "record", ZSTD, "zstd"),
    _encoded("identity", "record", PAGE, "identity"),
    _encoded("gzip-cut", CUT, GZIP[: len(GZIP) // 2], "gzip"),
    _encoded("gzip-without-its-last-byte", CUT, GZIP[:-1], "gzip"),
    _encoded("deflate-cut", CUT, zlib.compress(PAGE)[:-200], "deflate"),
    _encoded("brotli-cut", CUT, BROTLI[: len(BROTLI) // 2], "br"),
    _encoded("zstd-cut", CUT, ZSTD[: len(ZSTD) // 2], "zstd"),
    _encoded("gzip-that-is-none", "fetch-failed: the body is not valid gzip", PAGE, "gzip"),
    _encoded("gzip-with-a-wrong-checksum", "fetch-failed: the body is not valid gzip", GZIP[:-8] + bytes(8), "gzip"),
    _encoded("brotli-that-is-none", "fetch-failed: the body is not valid br", b"\xff" * 2000, "br"),
    _encoded("zstd-that-is-none", "fetch-failed: the body is not valid zstd", PAGE, "zstd"),
    _encoded("gzip-bomb-of-1-GB", TOO_LARGE, BOMB, "gzip"),
    _encoded("gzip-bomb-twice", TOO_LARGE, gzip.compress(BOMB), "gzip, gzip"),
    _encoded("deflate-bomb", TOO_LARGE, zlib.compress(MEBIBYTE * 64), "deflate"),
    _encoded("brotli-bomb", TOO_LARGE, brotli.compress(MEBIBYTE * 64, quality=2), "br"),
    _encoded("zstd-bomb", TOO_LARGE, zstd.compress(MEBIBYTE * 256), "zstd"),
    _encoded(
        "zstd-window-of-128-MB",
        "fetch-failed: the body is not valid zstd",
        _zstd_with_window(MEBIBYTE * 200, 27),
        "zstd",
    ),
    _encoded(
        "gzip-of-many-members",
        "fetch-failed: the body has more than 1000 parts",
        gzip.compress(b"") * 20_000,
        "gzip",
    ),
    _encoded("encoded-six-times", "fetch-failed: the body is encoded 6 times over", PAGE, ", ".join(["gzip"] * 6)),
    _encoded("unknown-encoding", "fetch-failed: the body is encoded as 'compress'", PAGE, "compress"),
)


def _hang(wire: Wire) -> None:
    wire.closing.wait()


def _interim_then_page(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 3)
    wire.answer(PAGE)


HEADS = (
    Case("connection-closed", "fetch-failed: the connection broke", raw(b"")),
    Case("connection-reset", "fetch-failed: the connection broke", Wire.reset),
    Case("answer-never-begins", TIMEOUT, _hang),
    Case("headers-drip", TIMEOUT, forever(b"X-Header: 1\r\n", first=b"HTTP/1.1 200 OK\r\n", pause=0.05)),
    Case("headers-without-end", HEADERS, forever(b"X-Header: " + b"1" * 8000 + b"\r\n", first=b"HTTP/1.1 200 OK\r\n")),
    Case(
        "header-folded-without-end",
        HEADERS,
        forever(b" " + b"1" * 8000 + b"\r\n", first=b"HTTP/1.1 200 OK\r\nX-Header: 1\r\n"),
    ),
    Case(
        "header-line-without-end",
        HEADERS,
        forever(b"1" * 65536, first=b"HTTP/1.1 200 OK\r\nX: "),
    ),
    Case("status-line-without-end", HEADERS, forever(b"1" * 65536, first=b"HTTP/1.1 200 ")),
    Case("100-continue-without-end", HEADERS, forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)),
    Case("early-hints", "record", _interim_then_page),
    Case(
        "headers-of-200-kB",
        "record",
        raw(head(f"Content-Length: {len(PAGE)}", *(f"X-{n}: " + "1" * 2000 for n in range(100))) + PAGE),
    ),
    Case("header-without-colon", "record", raw(head("no colon here", f"Content-Length: {len(PAGE)}") + PAGE)),
    Case("status-line-that-is-none", "fetch-failed: the connection broke", raw(b"hello\r\n\r\n" + PAGE)),
    Case("page-without-headers", "fetch-failed: the connection broke", raw(PAGE)),
    Case("version-of-http-that-is-none", "fetch-failed: the connection broke", raw(b"HTTP/x 200 OK\r\n\r\n" + PAGE)),
    Case("length-below-zero", "fetch-failed: the connection broke", raw(head("Content-Length: -1") + PAGE)),
    Case("length-that-is-no-number", "fetch-failed: the connection broke", raw(head("Content-Length: many") + PAGE)),
    Case(
        "lengths-that-differ",
        "fetch-failed: the connection broke",
        raw(head("Content-Length: 10", "Content-Length: 20") + PAGE),
    ),
    Case(
        "unknown-transfer-encoding", "fetch-failed: the connection broke", raw(head("Transfer-Encoding: sticks") + PAGE)
    ),
    Case("status-418", "fetch-failed: HTTP status 418", lambda wire: wire.answer(PAGE, status="418 Teapot")),
    Case("status-999", "fetch-failed: HTTP status 999", lambda wire: wire.answer(PAGE, status="999 Denied")),
    Case("status-503", "fetch-failed: HTTP status 503", lambda wire: wire.answer(PAGE, status="503 Busy")),
    Case("status-204", "empty-page", raw(head(status="204 No Content"))),
    Case("status-304-unasked", "fetch-failed: HTTP status 304", raw(head(status="304 Not Modified"))),
)

CHUNKED = head("Transfer-Encoding: chunked")
CHUNK = f"{len(PAGE):x}\r\n".encode() + PAGE + b"\r\n"

BODIES = (
    Case("body-empty", "empty-page", body(b"")),
    Case("body-drips", TIMEOUT, forever(b"<p>", first=head("Content-Length: 100000"), pause=0.05)),
    Case(
        "body-stops", TIMEOUT, lambda wire: (wire.send(head("Content-Length: 100000") + PAGE), wire.closing.wait())[0]
    ),
    Case(
        "body-shorter-than-it-says", "fetch-failed: the response is cut off", raw(head("Content-Length: 100000") + PAGE)
    ),
    Case("body-longer-than-it-says", "no-main-content", raw(head("Content-Length: 200") + PAGE)),
    Case("body-without-length", "record", raw(head() + PAGE)),
    Case(
        "body-announced-too-large",
        "fetch-failed: the response is larger",
        raw(head("Content-Length: 9000000") + MEBIBYTE),
    ),
    Case("body-without-end", "fetch-failed: the response is larger", forever(MEBIBYTE, first=head())),
    Case("chunks", "record", raw(CHUNKED + CHUNK + b"0\r\n\r\n")),
    Case(
        "chunks-without-end",
        "fetch-failed: the response is larger",
        forever(b"10000\r\n" + bytes(65536) + b"\r\n", first=CHUNKED),
    ),
    Case("chunks-cut", "fetch-failed: the response is cut off", raw(CHUNKED + CHUNK)),
    Case("chunk-size-that-is-none", "fetch-failed: the response is cut off", raw(CHUNKED + b"many\r\n" + PAGE)),
    Case("chunk-size-without-end", "fetch-failed: the response is cut off", forever(b"1" * 65536, first=CHUNKED)),
    Case(
        "trailers-without-end",
        "fetch-failed: the response is cut off",
        forever(b"X: 1\r\n" * 1000, first=CHUNKED + CHUNK + b"0\r\n"),
    ),
)

CASES = (*ENCODINGS, *HEADS, *BODIES)
