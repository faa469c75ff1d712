"""Problems that were accepted: what is lost for good is reported once. They are lines of `accepted.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from newsclean.errors import CorpusError
from newsclean.formats.replacing import replacing

from .check import CorpusProblem
from .folder import SiteFolder
from .lock import locked

Key = tuple[str, str | None, str]


def accepted(folder: SiteFolder) -> set[Key]:
    """The problems that were accepted so far. Raises CorpusError when their file cannot be read."""
    path = _path(folder)
    try:
        rows = [json.loads(line) for line in path.read_bytes().splitlines()]
        return {(row["file"], row["position"], row["message"]) for row in rows}
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path} cannot be read: {error}. Without it, accepted problems are reported again."
        ) from None


def key_of(folder: SiteFolder, problem: CorpusProblem) -> Key:
    """What a problem is known by, wherever the corpus is moved to."""
    return (
        problem.file.relative_to(folder.path).as_posix(),
        problem.position,
        problem.message.replace(str(folder.path), ""),
    )


def can_be_accepted(folder: SiteFolder, problem: CorpusProblem) -> bool:
    """Whether a rebuild cannot mend it: lost pages, and exports that are not of this corpus."""
    return problem.file.parent == folder.pages or problem.message == "the database has no such run"


def accept(folder: SiteFolder, problems: Iterable[CorpusProblem]) -> None:
    """Adds problems to them. Raises CorpusInUse while a run holds the site, CorpusError if it cannot write."""
    with locked(folder.lock, "newsclean corpus check --accept"):
        keys = accepted(folder) | {key_of(folder, problem) for problem in problems}
        try:
            with replacing(_path(folder)) as stream:
                for file, position, message in sorted(keys, key=str):
                    row = {"file": file, "position": position, "message": message}
                    stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            raise CorpusError(f"{_path(folder)} cannot be written: {error.strerror}") from None


def _path(folder: SiteFolder) -> Path:
    return folder.path / "accepted.jsonl"
