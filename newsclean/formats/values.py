"""Values of records in JSON and in text. Every format takes them from here, so that all say the same."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from pydantic import BaseModel

from newsclean.page.characters import without_surrogates

# JSON leaves these characters as they are, but `str.splitlines` and other readers end a line at some of them, and
# terminals obey others.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def to_json(value: object, indent: int | None = None) -> str:
    """A value as JSON, on one line unless `indent` spaces are asked for. Dates are ISO 8601 with a numeric UTC offset.

    Numbers that JSON does not have (NaN, infinity) become null, lone surrogates U+FFFD. Raises TypeError for a value
    that has no form in JSON.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=as_json, indent=indent)
    except ValueError:  # a number; or a value that holds itself, which raises again
        known = json.loads(json.dumps(value, default=as_json), parse_constant=_null)
        text = json.dumps(known, ensure_ascii=False, indent=indent)
    # Most JSON readers refuse a text with a lone surrogate, escaped or not.
    return without_surrogates(text.translate(_ESCAPED))


def _null(name: str) -> None:
    """For NaN, Infinity and -Infinity."""


def as_json(value: object) -> object:
    """What JSON has no type for, as Scrapy's exporters write it: times as ISO 8601, decimals as text, sets as lists.

    Our records hold dates only; items that other pipelines made hold more. Raises TypeError for anything else.
    """
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset):
        return list(value)
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise TypeError(f"a record holds a {type(value).__name__}, which has no form in JSON")


def as_text(value: object) -> str:
    """A value where there is only text: as in JSON, but without quotation marks; "" where it is unknown.

    Lists and mappings are JSON.
    """
    if isinstance(value, str):
        return without_surrogates(value)
    text = "" if value is None else to_json(value)
    return json.loads(text) if text.startswith('"') else text.removeprefix("null")
