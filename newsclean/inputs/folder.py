"""The files of a folder that may hold pages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from newsclean.errors import FileError
from newsclean.page.files import unreadable

from .kinds import HEAD, ending_of, looks_like_pages, may_hold_pages

_LINKED, _SPECIAL, _NAMELESS = "linked folder", "special file", "without an ending"


def files_in(folder: Path, skipped: Counter[str], without: Collection[str]) -> Iterator[Path | FileError]:
    """The files of a folder and its subfolders, in the order of their names; FileError for what cannot be read.

    Hidden ones are left out, and so are those `without`, given as real paths. All others are counted in `skipped`
    by their endings. Links to folders are not followed: they may lead in a circle.
    """
    closed: list[OSError] = []
    for here, below, names in os.walk(folder, onerror=closed.append):
        below[:] = sorted(name for name in below if not name.startswith("."))
        skipped.update(_LINKED for name in below if Path(here, name).is_symlink())
        for name in sorted(names):
            path = Path(here, name)
            if name.startswith(".") or os.path.realpath(path) in without:
                continue
            try:
                why = _why_skipped(path)
            except OSError as error:
                yield unreadable(path, error)
                continue
            if why is None:
                yield path
            else:
                skipped[why] += 1
    yield from (unreadable(Path(error.filename), error) for error in closed)


def _why_skipped(path: Path) -> str | None:
    """What a file is that holds no page, for counting; None for one that may hold some."""
    ending = ending_of(path.name)
    if not path.is_file() and path.exists():
        return _SPECIAL  # a pipe would be waited for
    if ending:
        return None if may_hold_pages(ending) else ending
    with path.open("rb") as stream:
        return None if looks_like_pages(stream.read(HEAD), path.name) else _NAMELESS
