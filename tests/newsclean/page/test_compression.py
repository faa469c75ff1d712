"""Decompression within a limit. What servers send is in tests/hostile, archived pages in corpus/test_reclean.py."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from newsclean.page.compression import DECODERS, CompressionError, decoded, encodings_in

PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
TEXT = b"The old ferry steps stay open. " * 2000


@pytest.mark.parametrize("name", PACKERS)
def test_what_is_packed_is_unpacked_up_to_exactly_the_limit(name: str) -> None:
    data = PACKERS[name](TEXT)
    assert decoded(data, [name], len(TEXT)) == TEXT
    with pytest.raises(CompressionError, match=f"more than {len(TEXT) - 1} bytes"):
        decoded(data, [name], len(TEXT) - 1)


@pytest.mark.parametrize("name", PACKERS)
def test_a_body_that_is_cut_anywhere_is_refused(name: str) -> None:
    data = PACKERS[name](TEXT)
    for length in (*range(1, min(len(data), 60)), len(data) // 2, len(data) - 1):
        with pytest.raises(CompressionError):
            decoded(data[:length], [name], 1_000_000)


def test_encodings_are_undone_from_the_last_to_the_first() -> None:
    data = brotli.compress(gzip.compress(TEXT))
    assert decoded(data, ["gzip", "br"], 1_000_000) == TEXT


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@given(cut=st.integers(min_value=0, max_value=len(TEXT)))
def test_members_that_follow_each_other_are_one_text(name: str, cut: int) -> None:
    data = PACKERS[name](TEXT[:cut]) + PACKERS[name](TEXT[cut:])
    assert decoded(data, [name], len(TEXT)) == TEXT


SKIPPED = b"\x5a\x2a\x4d\x18\x04\x00\x00\x00size"  # as pzstd writes them


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("gzip", gzip.compress(TEXT) + bytes(512)),
        ("gzip", gzip.compress(TEXT[:9]) + bytes(512) + gzip.compress(TEXT[9:])),
        ("gzip", gzip.compress(TEXT) + b"<!-- served in 0.1 s -->"),
        ("zstd", SKIPPED + zstd.compress(TEXT[:9]) + SKIPPED + zstd.compress(TEXT[9:]) + SKIPPED),
        ("zstd", zstd.compress(TEXT) + b"<!-- served in 0.1 s -->"),
        ("deflate", zlib.compress(TEXT) + b"<!-- served in 0.1 s -->"),
    ],
)
def test_what_stands_between_members_or_behind_them_is_skipped(name: str, data: bytes) -> None:
    assert decoded(data, [name], len(TEXT)) == TEXT


@given(st.binary(max_size=200), st.lists(st.sampled_from([*DECODERS, "compress", ""]), max_size=7))
def test_any_bytes_are_decoded_or_refused(data: bytes, layers: list[str]) -> None:
    with suppress(CompressionError):
        assert len(decoded(data, layers, 10_000)) <= 10_000


def test_gzip_may_be_zlib_and_deflate_may_lack_its_header() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert decoded(zlib.compress(TEXT), ["gzip"], len(TEXT)) == TEXT
    assert decoded(raw.compress(TEXT) + raw.flush(), ["deflate"], len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("", []),
        ("identity", []),
        ("gzip", ["gzip"]),
        (" X-GZIP , br", ["gzip", "br"]),
        ("identity, deflate,", ["deflate"]),
    ],
)
def test_a_content_encoding_header_is_read_as_servers_write_it(header: str, names: list[str]) -> None:
    assert encodings_in(header) == names
