"""Pages on disk: which files of a folder are pages, and a file as a `Page`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from newsclean.errors import InputError
from newsclean.models import Entry, Page

from .compression import MAX_LAYERS, CompressionError, DecompressedTooLargeError, decoded, encoding_of
from .limits import MAX_FILE_BYTES

_PAGES = (".html", ".htm", ".txt")
# The first two are known by their first bytes, whatever the file is called.
_COMPRESSED = {".gz": "gzip", ".zst": "zstd", ".br": "br", ".deflate": "deflate"}


def uri_of(path: Path) -> str:
    """The file's address, without `..`; a symbolic link stays one."""
    return Path(os.path.abspath(path)).as_uri()


def find_pages(path: Path) -> Iterator[Path]:
    """The pages of a folder and its subfolders, sorted, without hidden ones; any other path as it is.

    A folder that holds no page, or cannot be read, is returned itself: `read_page` then says what is wrong with it.
    """
    if not path.is_dir():
        yield path
        return
    found = False
    closed: list[Path] = []
    for folder, below, names in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if is_page_name(name):
                found = True
                yield Path(folder, name)
    yield from closed
    if not found and not closed:
        yield path


def is_page_name(name: str) -> bool:
    """Whether a file of this name is a page, packed any number of times, and not a hidden file."""
    path = PurePath(name.lower())
    while path.suffix in _COMPRESSED:
        path = path.with_suffix("")
    return path.suffix in _PAGES and not name.startswith(".")


def read_page(path: Path, *, url: str | None = None, site: str | None = None) -> Page:
    """The file as a page fetched now. Without `url` it gets the file's URI. Raises InputError saying what is wrong."""
    try:
        with path.open("rb") as stream:
            data = unpacked(path, stream.read(MAX_FILE_BYTES + 1))
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: no page in this folder; looked for {_looked_for()}") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
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


def _looked_for() -> str:
    return f"{', '.join(f'*{ending}' for ending in _PAGES)}, also with {', '.join(_COMPRESSED)}"


def unpacked(path: PurePath, data: bytes) -> bytes:
    """The content of a file, or of what is called `path`, up to a limit. Raises InputError saying what is wrong."""
    name = PurePath(path.name.lower())
    for _ in range(MAX_LAYERS):
        by_name = _COMPRESSED.get(name.suffix)
        encoding = encoding_of(data) or (by_name if by_name in ("br", "deflate") else None)
        if len(data) > MAX_FILE_BYTES:
            raise _too_large(path)
        if encoding is None:
            break
        name = name.with_suffix("") if by_name else name
        try:
            data = decoded(data, [encoding], MAX_FILE_BYTES)
        except DecompressedTooLargeError:
            raise _too_large(path) from None
        except CompressionError:
            raise InputError(f"{path}: the {encoding} data is broken or cut off") from None
    return data


def _too_large(path: PurePath) -> InputError:
    return InputError(f"{path}: larger than {MAX_FILE_BYTES // 2**20} MiB, too large for a news page")
