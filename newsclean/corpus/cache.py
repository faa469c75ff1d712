"""Files that a run can do without: what sources held when they last changed, and the texts of their entries.

A file that is missing or damaged costs a request. So nothing here is brought to disk before the run goes on, and no
backup has it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

from .outcomes import Validators

# Since a file was last of use: longer than articles are visited again, and than links that fail are tried.
KEPT = dt.timedelta(days=30)
_NONE = Validators()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept, and the validators that came with it."""

    data: bytes
    validators: Validators = _NONE


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder with a file for each key. Its methods use the disk: call them in a thread."""

    folder: Path

    def get(self, key: str) -> Kept | None:
        """What is kept under the key; None where nothing is, or nothing that can be read."""
        path = self._path(key)
        try:
            head, _, data = gzip.decompress(path.read_bytes()).partition(b"\n")
            os.utime(path)
            return Kept(data, Validators(*json.loads(head)))
        except (OSError, EOFError, zlib.error, ValueError, TypeError):
            return None

    def put(self, key: str, kept: Kept | None) -> None:
        """Keeps it under the key, None: nothing. Raises OSError where that cannot be."""
        path = self._path(key)
        if kept is None:
            path.unlink(missing_ok=True)
            return
        validators = kept.validators
        head = json.dumps((validators.etag, validators.last_modified)).encode()
        data = gzip.compress(head + b"\n" + kept.data, compresslevel=6, mtime=0)
        with contextlib.suppress(FileNotFoundError):
            if path.read_bytes() == data:
                os.utime(path)
                return
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(path)

    def prune(self, now: dt.datetime) -> None:
        """Removes what has been of no use for KEPT."""
        oldest = (now - KEPT).timestamp()
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}.gz"
