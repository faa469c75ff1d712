"""One file or standard input, open for reading, with its first bytes known."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from newsclean.errors import FileError
from newsclean.page.compression import MAX_LAYERS, UNPACKING_ERRORS, encoding_of, unpacking
from newsclean.page.files import unreadable, uri_of

from .kinds import HEAD, Kind, kind_of

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or standard input: `name` is what records and messages call it, `uri` its address."""

    name: str
    uri: str
    path: Path | None

    @classmethod
    def of(cls, given: str | Path) -> Source:
        """The file of that name; standard input for "-"."""
        if str(given) == STDIN:
            return cls("standard input", "file:///dev/stdin", None)
        return cls(str(given), uri_of(Path(given)), Path(given))

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """Raises FileError when it cannot be opened."""
        try:
            stream: IO[bytes] = self.path.open("rb") if self.path else sys.stdin.buffer
        except OSError as error:
            raise unreadable(Path(self.name), error) from None
        try:
            yield Opened.of(self, stream)
        except UNPACKING_ERRORS as error:
            raise broken_data(self.name, error) from None
        finally:
            if self.path:
                stream.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """An open source. `stream` is at its beginning; it is the file itself where `is_file`, so that `tell` counts."""

    source: Source
    kind: Kind
    stream: IO[bytes]
    is_file: bool

    @classmethod
    def of(cls, source: Source, stream: IO[bytes]) -> Opened:
        """Raises FileError when it cannot be read."""
        try:
            head = stream.read(HEAD)
            is_file = source.path is not None and source.path.is_file()
            if is_file:
                stream.seek(0)
        except OSError as error:
            raise unreadable(Path(source.name), error) from None
        joined = stream if is_file else io.BufferedReader(_Rejoined(head, stream))
        return cls(source, kind_of(head, source.name), joined, is_file)

    def unpacked(self) -> IO[bytes]:
        """The content without gzip and zstd, as many as there are. Raises FileError."""
        stream = self.stream
        for _ in range(MAX_LAYERS):
            buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]  # each has readinto
            encoding = encoding_of(buffered.peek(4))
            if encoding is None:
                return buffered
            stream = unpacking(buffered, encoding)
        raise FileError(self.source.name, f"compressed more than {MAX_LAYERS} times over")


class _Rejoined(io.RawIOBase):
    """A stream of which the first bytes were read."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer is one
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def on_disk(name: str, stream: IO[bytes]) -> Iterator[Path]:
    """A temporary file with the content of a stream, for what cannot be read from one.

    Raises FileError; where compressed data is broken or cut off only at the end, when what there is was read.
    """
    broken: Exception | None = None
    with tempfile.NamedTemporaryFile(prefix="newsclean-") as file:
        try:
            shutil.copyfileobj(stream, file)
        except (*UNPACKING_ERRORS, zipfile.BadZipFile) as error:
            broken = error
        except OSError as error:
            raise FileError(name, f"cannot be copied to the folder of TMPDIR: {error.strerror}") from None
        file.flush()
        yield Path(file.name)
    if broken is not None:
        raise broken_data(name, broken)


def broken_data(name: str, error: Exception) -> FileError:
    """What to say of compressed data that cannot be unpacked to its end."""
    why = "cut off" if isinstance(error, EOFError) else f"broken ({error})"
    return FileError(name, f"the compressed data is {why}")
