"""The errors a user can meet. A page that is not an article is not among them: it is a `Reject`.

NewscleanError          what is wrong, where, and what to do; ends the command with its exit status
├── UsageError          a wrong option, argument or URL
│   └── MarkupError     an address or the name of a file in place of markup; also a ValueError
├── SiteError           an unknown site, or a site file that cannot be read
├── DataError           a data file of the package (phrases, weights) that cannot be used
├── WorkerError         the processes that clean pages cannot work
├── CorpusError         a corpus that cannot be read or written; exit status 4
│   ├── CorpusChanged   a database that a run has written to while it was read
│   ├── RecordBroken    one record of a corpus that cannot be read, while the others can
│   └── CorpusInUse     another run holds the corpus of that site; exit status 5
└── InputError          input that is missing or cannot be used
    └── FileError       an input file, or a place in it, and what is wrong there

`suggestion`, `first_fault` and `count` word what messages share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError

_MAX_LISTED = 30  # names in a message


class NewscleanError(Exception):
    """Raised for what a person can fix; the message says how."""

    exit_status = 1


class UsageError(NewscleanError):
    """Raised for a wrong option, spider argument or URL."""

    exit_status = 2


class MarkupError(UsageError, ValueError):
    """Raised by the functions of `newsclean` for an address or the name of a file where they take markup."""


class SiteError(NewscleanError):
    """Raised when a site is unknown or its file is incomplete or wrong."""

    exit_status = 2


class DataError(NewscleanError):
    """Raised when a data file of the package is wrong."""


class InputError(NewscleanError):
    """Raised when input is missing or cannot be used."""


class FileError(InputError):
    """Raised for a `file`, or a line or byte of one, that is missing or cannot be used, and says `why`."""

    def __init__(self, file: str | PurePath, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file = str(file)
        self.why = why


class WorkerError(NewscleanError):
    """Raised when the processes that clean pages do not start, or fail on the sample page."""


class CorpusError(NewscleanError):
    """Raised when a corpus is damaged, was made by a newer newsclean, or cannot be written (full disk)."""

    exit_status = 4


class CorpusChanged(CorpusError):
    """Raised when a run has written to a database that was read as if it did not change; reading again helps."""


class RecordBroken(CorpusError):
    """Raised for a record of a corpus that is missing or can no longer be read, and names it; the others are sound."""


class CorpusInUse(CorpusError):
    """Raised when another run holds the corpus of a site; names that run."""

    exit_status = 5


def suggestion(name: str, known: Iterable[str], listed: str, quoted: Callable[[str], str] = repr) -> str:
    """What to do about an unknown name: the most similar known one, else all (the first of many) behind `listed`."""
    import difflib  # slow to import, and only for a message

    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {quoted(near[0])}?"
    others = f" and {len(known) - _MAX_LISTED} more" if len(known) > _MAX_LISTED else ""
    return f"{listed}: {', '.join(known[:_MAX_LISTED])}{others}."


def count(number: int, noun: str) -> str:
    """A number with its noun, like "1 page" or "20 pages"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def first_fault(error: ValidationError) -> str:
    """Where a value breaks its model first, and how: "date: Input should be a valid date"; no place for the whole."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    return ": ".join(filter(None, (where, first["msg"].removeprefix("Value error, "))))
