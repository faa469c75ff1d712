"""Pages on disk, plain and compressed. How a bad file is reported by the command is in commands/."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from backports import zstd

from newsclean.errors import InputError
from newsclean.page.files import read_page

HTML = b"<html><body><p>The old ferry steps stay open.</p></body></html>" * 100


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("page.html", bytes),
        ("page.html.gz", gzip.compress),
        ("page.html.zst", zstd.compress),
        ("page.html.br", brotli.compress),
        ("gzip without its ending", gzip.compress),
        ("page.html.deflate", zlib.compress),
        ("PAGE.HTML.BR.GZ", lambda data: gzip.compress(brotli.compress(data))),
        ("page.html.gz.br", lambda data: brotli.compress(gzip.compress(data))),
        ("page.html.zst", lambda data: zstd.compress(gzip.compress(data))),
        ("page.html.gz", bytes),  # unpacked, and not renamed
        ("two members.gz", lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:])),
    ],
)
def test_a_compressed_page_is_read_like_a_plain_one(name: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(pack(HTML))
    assert read_page(tmp_path / name).html == HTML


@pytest.mark.parametrize(
    ("name", "pack", "encoding"),
    [
        ("x.gz", gzip.compress, "gzip"),
        ("x.zst", zstd.compress, "zstd"),
        ("x.br", brotli.compress, "br"),
        ("x.deflate", zlib.compress, "deflate"),
    ],
)
def test_a_file_that_is_cut_off_is_not_read_in_part(
    name: str, pack: Callable[[bytes], bytes], encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(HTML)[:-5])
    with pytest.raises(InputError) as error:
        read_page(path)
    assert str(error.value) == f"{path}: the {encoding} data is broken or cut off"
