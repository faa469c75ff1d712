"""Pages that lie on disk: which files of a folder are pages, and a file as a `Page`."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from newsclean.errors import InputError
from newsclean.models import Entry, Page

PAGE_ENDINGS = (".html", ".htm", ".txt", ".html.gz", ".htm.gz", ".txt.gz")
# The largest news page in the Common Crawl has 1 MiB (its cut-off); what is far beyond is another kind of file.
MAX_BYTES = 64 * 2**20


def uri_of(path: Path) -> str:
    """The file's address, without `..`; a symbolic link stays one."""
    return Path(os.path.abspath(path)).as_uri()


def find_pages(path: Path) -> Iterator[Path]:
    """The pages of a folder and the folders below it, sorted, without hidden ones; any other path as it is.

    A folder that holds no page, or cannot be read, comes as itself: `read_page` then says what is wrong with it.
    """
    if not path.is_dir():
        yield path
        return
    found = False
    closed: list[Path] = []
    for folder, below, names in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(PAGE_ENDINGS) and not name.startswith("."):
                found = True
                yield Path(folder, name)
    yield from closed
    if not found and not closed:
        yield path


def read_page(path: Path, *, url: str | None = None, site: str | None = None) -> Page:
    """The file as a page fetched now. Without `url` it gets the file's URI. Raises InputError saying what is wrong."""
    try:
        with path.open("rb") as stream:
            data = _unpacked(stream.read(MAX_BYTES + 1))
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: no page in this folder; looked for *{', *'.join(PAGE_ENDINGS)}") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError(f"{path}: the gzip data is broken or cut off") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES // 2**20} MiB, which is no news page")
    return page_of(data, uri_of(path), url=url, site=site)


def page_of(data: bytes, uri: str, *, url: str | None = None, site: str | None = None) -> Page:
    """Bytes that were read from `uri` as a page fetched now, at the address `url` if that is known."""
    address = url or uri
    return Page(
        url=address,
        html=data,
        site=site,
        entry=Entry(url=address, source="file"),
        fetched_at=dt.datetime.now(dt.UTC),
    )


def _unpacked(data: bytes) -> bytes:
    """Gzip data unpacked, up to one byte over the limit, so that a small file cannot fill the memory."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    unpacked = unpacker.decompress(data, MAX_BYTES + 1)
    if len(unpacked) <= MAX_BYTES and not unpacker.eof:
        raise EOFError
    return unpacked
