"""The text of a site file: a line for each key that has a value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

# Regular expressions, full of backslashes.
_LITERAL = ("article_url",)


def file_lines(values: Mapping[str, str | Sequence[str] | None]) -> Iterator[str]:
    """The lines of a site file with these values, in their order; keys without a value are left out."""
    for key, value in values.items():
        if value and key in _LITERAL:
            yield f"{key} = '{value}'"
        elif value:
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
