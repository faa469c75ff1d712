"""Pages in web archives: WARC in any compression, and WACZ, a ZIP with WARC files in it.

A file on disk is read in its place. What is packed otherwise, or comes through a pipe, is unpacked to TMPDIR first.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from newsclean.corpus.warc_pages import Tally, pages_of
from newsclean.errors import FileError
from newsclean.models import Page, Reject
from newsclean.page.compression import encoding_of, unpacking
from newsclean.page.limits import MAX_FILE_BYTES

from .kinds import WARC_DICTIONARY
from .source import Opened, on_disk

_LOCAL_HEADER = 30  # bytes, before the name of a member of a ZIP file
# Of a file that is broken, packed in a way that Python does not know, or encrypted.
_ZIP_ERRORS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError)
_MEMBERS = (".warc", ".warc.gz")


def warc_pages(opened: Opened, tally: Tally) -> Iterator[Page | Reject]:
    """The pages of a WARC file. Raises FileError when it cannot be read, or not to its end."""
    source = opened.source
    with ExitStack() as stack:
        is_zstd = encoding_of(_start(opened.stream)) == "zstd"
        if opened.is_file and source.path and not is_zstd:
            path = source.path
        else:
            stream = _unzstd(source.name, opened.stream) if is_zstd else opened.stream
            path = stack.enter_context(on_disk(source.name, stream))
            tally = Tally(tally.skipped)  # the position is that in another file
        try:
            yield from pages_of(path, tally, name=source.name)
        except FileError as error:  # it names the temporary file
            raise FileError(source.name, error.why) from None


def _start(stream: IO[bytes]) -> bytes:
    assert isinstance(stream, io.BufferedReader)
    return stream.peek(4)


def _unzstd(name: str, stream: IO[bytes]) -> IO[bytes]:
    """The content of zstd data that may begin with the dictionary of what follows. Raises FileError if it is none."""
    if not _start(stream).startswith(WARC_DICTIONARY):
        return unpacking(stream, "zstd")
    size = int.from_bytes(stream.read(8)[4:], "little")
    dictionary = stream.read(min(size, MAX_FILE_BYTES))
    if encoding_of(dictionary) == "zstd":
        dictionary = unpacking(io.BytesIO(dictionary), "zstd").read(MAX_FILE_BYTES)
    try:
        return unpacking(stream, "zstd", dictionary)
    except ValueError as error:
        raise FileError(name, f"its dictionary is broken: {error}") from None


def is_wacz(opened: Opened) -> bool:
    """Whether a ZIP file holds WARC files. Raises FileError for a WACZ by its name that does not."""
    if not opened.is_file:
        return opened.source.path is None  # standard input: what it is, `wacz_pages` finds out
    try:
        with zipfile.ZipFile(opened.stream) as archive:
            if any(_archives(archive)):
                return True
            why = "there are no WARC files in its folder archive/"
    except _ZIP_ERRORS as error:
        why = str(error)
    finally:
        opened.stream.seek(0)
    if opened.source.name.lower().endswith(".wacz"):
        raise FileError(opened.source.name, f"not a WACZ file: {why}")
    return False


def wacz_pages(opened: Opened, tally: Tally) -> Iterator[Page | Reject]:
    """The pages of all WARC files in a WACZ file. Raises FileError when it cannot be read, or not to its end."""
    name = opened.source.name
    with ExitStack() as stack:
        path = opened.source.path
        if not opened.is_file or path is None:
            path = stack.enter_context(on_disk(name, opened.stream))
            tally = Tally(tally.skipped)  # the position is that in another file
        try:
            archive = stack.enter_context(zipfile.ZipFile(path))
        except _ZIP_ERRORS as error:
            raise FileError(name, f"not a WACZ file: {error}") from None
        for member in _archives(archive):
            yield from _member_pages(path, archive, member, name, tally)


def _archives(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        member
        for member in archive.infolist()
        if member.filename.startswith("archive/") and member.filename.lower().endswith(_MEMBERS)
    ]


def _member_pages(
    path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, tally: Tally
) -> Iterator[Page | Reject]:
    inner = f"{name}/{member.filename}"
    try:
        start = _place(path, member)
        stream = archive.open(member)
    except _ZIP_ERRORS as error:
        raise FileError(inner, f"cannot be read: {error}") from None
    with stream:
        # As the specification wants them: not compressed again, so that each record can be read in its place.
        if member.compress_type == zipfile.ZIP_STORED and member.filename.lower().endswith(".gz"):
            yield from pages_of(path, tally, name=inner, start=start, stop=start + member.file_size)
            return
        with on_disk(inner, stream) as unpacked:
            yield from pages_of(unpacked, Tally(tally.skipped), name=inner)


def _place(path: Path, member: zipfile.ZipInfo) -> int:
    """Where the data of a member begin: its own header may be longer than the one in the list of members."""
    with path.open("rb") as stream:
        stream.seek(member.header_offset + _LOCAL_HEADER - 4)
        name, extra = stream.read(2), stream.read(2)
    lengths = (int.from_bytes(length, "little") for length in (name, extra))
    return member.header_offset + _LOCAL_HEADER + sum(lengths)
