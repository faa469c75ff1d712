"""Files that are complete or not there at all."""

from __future__ import annotations

import fcntl
import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


class Replacement:
    """A new file that takes the place of `path` once it is complete. A named pipe or a device is written itself."""

    def __init__(self, path: Path) -> None:
        """Raises OSError when the file cannot be made. What killed writers of the same file have left is removed."""
        self._target = path.resolve()  # a symbolic link stays one
        self._part: Path | None = None
        if path.is_file() or not path.exists():
            _remove_parts(self._target)
            self._part = self._target.with_name(f".{self._target.name}.{os.getpid()}.part")
        self.stream: IO[bytes] = (self._part or path).open("wb")
        with suppress(OSError):  # some file systems have no locks
            fcntl.flock(self.stream, fcntl.LOCK_EX | fcntl.LOCK_NB)  # says that its writer is alive

    def commit(self) -> None:
        """Replaces the older file; what was written is on disk then. Raises OSError; the older file then stays."""
        self.stream.flush()
        if self._part:
            os.fsync(self.stream.fileno())
            self._part.replace(self._target)

    def close(self) -> None:
        """Removes what was not committed."""
        try:
            self.stream.close()
        finally:
            if self._part:
                self._part.unlink(missing_ok=True)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that replaces `path` when the block succeeds; when the block fails, the old file stays."""
    new = Replacement(path)
    try:
        yield new.stream
        new.commit()
    finally:
        new.close()


def _remove_parts(target: Path) -> None:
    for part in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        with suppress(OSError), part.open("rb") as stream:  # another's file, or one that is being written
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
