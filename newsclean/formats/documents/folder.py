"""A folder of documents: each is complete or as it was before, and what else is in the folder stays."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from newsclean.errors import NewscleanError, UsageError
from newsclean.formats import Record
from newsclean.models import Article

from . import DOCUMENTS
from .names import Names


class DocumentFolder:
    """Writes each record as a document of its own. One that is ended early holds those that were done: `is_kept`."""

    def __init__(self, folder: Path | None, name: str, roots: tuple[Path, ...] = ()) -> None:
        """`name` is one of DOCUMENTS; pages in the folders `roots` keep their place.

        Raises UsageError for a path that is no folder, and for one where texts would be taken for pages.
        """
        if folder is None or folder == Path("-") or (folder.exists() and not folder.is_dir()):
            raise UsageError(f"--format {name} writes a file for each article: name a folder for them with -o")
        self.path = folder
        self.written = 0
        self.is_kept = False
        self._document = DOCUMENTS[name]
        self._names = Names(roots)
        inside = next((root for root in roots if folder.resolve().is_relative_to(root.resolve())), None)
        if inside and self._document.ending == "txt":
            raise UsageError(f"{folder} is in {inside}, where its texts would be taken for pages: name another folder")

    def write(self, record: Record) -> None:
        """Writes the document of a record. Its `file`, if it has one, is the page that it was read from.

        Raises NewscleanError when the document cannot be written, or is behind a link that leads out of the folder.
        """
        article = Article.model_validate(record, extra="ignore")
        file = record.get("file")
        place = self._names.of(article, file if isinstance(file, str) else None)
        path = self.path / place.with_name(f"{place.name}.{self._document.ending}")
        if not path.parent.resolve().is_relative_to(self.path.resolve()):
            raise NewscleanError(f"{path} is not written: a link leads out of {self.path}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, self._document.of(article))
        except OSError as error:
            raise NewscleanError(f"{path} cannot be written: {error.strerror}") from None
        self.written += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_kept = error is not None and self.written > 0


def _replace(path: Path, content: bytes) -> None:
    """Puts a file in the place of an older one. Its name may be as long as names can be, so it goes into none."""
    part = path.with_name(f".newsclean-{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
