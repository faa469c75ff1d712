"""A file as a `Page`: compressed in any way, or saved by a browser."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path, PurePath

from newsclean.errors import FileError
from newsclean.models import Entry, Page

from .compression import MAX_LAYERS, CompressionError, DecompressedTooLargeError, decoded, encoding_of
from .limits import MAX_FILE_BYTES
from .mhtml import SavedPage, is_mhtml, saved_page
from .urls import is_web_url

# The endings of pages.
PAGES = frozenset((
    ".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx", ".jsp", ".mhtml", ".mht", ".txt",
))  # fmt: skip
# The first two are known by their first bytes, whatever the file is called.
COMPRESSED = {".gz": "gzip", ".zst": "zstd", ".br": "br", ".deflate": "deflate"}


def uri_of(path: Path) -> str:
    """The file's address, without `..`; a symbolic link stays one."""
    return Path(os.path.abspath(path)).as_uri()


def read_page(path: Path, *, url: str | None = None, site: str | None = None) -> Page:
    """The file as a page fetched now. Without `url` it gets the one it was saved with, or the file's URI.

    Raises FileError saying what is wrong.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error) from None
    return page_of(data, path, uri_of(path), url=url, site=site)


def page_of(data: bytes, path: PurePath, uri: str, *, url: str | None = None, site: str | None = None) -> Page:
    """The content of a file, or of what is called `path`, as a page fetched now. Raises FileError."""
    data = unpacked(path, data)
    saved = SavedPage(data, "", None)
    if is_mhtml(data):
        saved = saved_page(data) or saved
    address = url or (saved.url if saved.url and is_web_url(saved.url) else uri)
    return Page(
        url=address,
        html=saved.html,
        content_type=saved.content_type or None,
        site=site,
        entry=Entry(url=address, source="file"),
        file=str(path),
        fetched_at=dt.datetime.now(dt.UTC),
    )


def unpacked(path: PurePath, data: bytes) -> bytes:
    """The content of a file, or of what is called `path`, up to a limit. Raises FileError saying what is wrong."""
    name = PurePath(path.name.lower())
    for _ in range(MAX_LAYERS):
        by_name = COMPRESSED.get(name.suffix)
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
            raise FileError(path, f"the {encoding} data is broken or cut off") from None
    return data


def unreadable(path: PurePath, error: OSError) -> FileError:
    """What to say of a file that cannot be opened or read."""
    if isinstance(error, FileNotFoundError):
        return FileError(path, "there is no such file")
    return FileError(path, f"cannot be read: {error.strerror}")


def _too_large(path: PurePath) -> FileError:
    return FileError(path, f"larger than {MAX_FILE_BYTES // 2**20} MiB, too large for a news page")
