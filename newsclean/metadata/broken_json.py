"""JSON that parsers refuse: small faults are mended, the rest is repaired by json-repair, within a budget for the page.

json-repair guesses as a reader would: a quotation mark inside a headline, a missing brace, a script that was cut off.
It takes quadratic time on some input (20 kB of `a" a" a"` in a list take 7 seconds), so only the first characters of a
script are repaired, and the characters that it reads are counted; it reads 1 to 4 times those of a real script.
"""

from __future__ import annotations

import json
import re
from typing import Any, SupportsIndex

# A longer script is repaired as far as this: headline and dates come before the article's text. This much of the worst
# known input takes a second, twice as much four; only some of that work shows in what it reads.
MAX_REPAIRED = 10_000
MAX_READ = 400_000
MAX_SCRIPTS = 3  # that are repaired per page

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|)')
_TOLERANT = json.JSONDecoder(strict=False)


class _TooMuchWorkError(Exception):
    """Raised when the repair of a page's scripts has read MAX_READ characters."""


class BrokenJson:
    """Reads the broken scripts of one page, which share a budget."""

    def __init__(self) -> None:
        self.left = MAX_READ
        self.scripts = MAX_SCRIPTS

    def read(self, text: str) -> Any:
        """The value in a script that is not valid JSON; None when there is none, or it takes too long to find it."""
        mended = _TRAILING_COMMA.sub("", _CONTROL.sub(" ", text))
        mended = _BAD_ESCAPE.sub(lambda found: found[0] if found[1] else "", mended)
        try:
            return _TOLERANT.raw_decode(mended.strip())[0]  # what follows (the end of a wrapper, code) is ignored
        except (ValueError, RecursionError):
            return self._repaired(text)  # with its line feeds, which end comments

    def _repaired(self, text: str) -> Any:
        if not self.scripts:
            return None
        self.scripts -= 1
        from json_repair import repair_json  # few pages need it

        try:
            return repair_json(_Metered(text[:MAX_REPAIRED], self), return_objects=True, skip_json_loads=True)
        except (ValueError, RecursionError, _TooMuchWorkError):
            return None


class _Metered(str):
    """A script whose every read is charged to its page's budget."""

    budget: BrokenJson

    def __new__(cls, text: str, budget: BrokenJson) -> _Metered:
        metered = super().__new__(cls, text)
        metered.budget = budget
        return metered

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        found = super().__getitem__(key)
        self.budget.left -= len(found)
        if self.budget.left < 0:
            raise _TooMuchWorkError
        return found
