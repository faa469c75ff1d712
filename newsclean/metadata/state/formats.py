"""The forms in which frameworks write data with references: rows of React, flat lists of devalue and turbo-stream."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import orjson

_ROW = re.compile(rb"([0-9a-f]*):(?:T([0-9a-f]{1,7}),|[A-Z]*(?=[\[{\"]))?")
_REFERENCE = re.compile(r"\$[L@QWF]?([0-9a-f]{1,6})(?::[\w:]*)?")
_INDEX = re.compile(r"_(\d{1,7})")


def read_flight(stream: str) -> dict[str, Any]:
    """The rows of React's flight format by id, as Next.js writes them: JSON, one a line, or text of a given length."""
    data = stream.encode("utf-8", "replace")
    rows: dict[str, Any] = {}
    at = 0
    while 0 <= at < len(data):
        row = _ROW.match(data, at)
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if row and row[2]:
            end = row.end() + int(row[2], 16)
            rows[row[1].decode()] = data[row.end() : end].decode("utf-8", "replace")
            at = end
            continue
        if row:
            with suppress(orjson.JSONDecodeError):  # a row of another kind: a module, a hint
                rows[row[1].decode()] = orjson.loads(data[row.end() : end])
        at = end + 1
    return rows


def referred(value: Any, rows: dict[str, Any]) -> Any:
    """What a value refers to: a row ("$1a"), an entity of Apollo's ({"__ref": ...}); else the value itself."""
    if isinstance(value, str):
        found = _REFERENCE.fullmatch(value) if value[:1] == "$" else None
        return rows.get(found[1], value) if found else value
    if isinstance(value, dict) and len(value) <= 4:
        key = value.get("__ref") or (value.get("id") if value.get("type") == "id" else None)
        return rows.get(key, value) if isinstance(key, str) else value
    return value


def from_flat(flat: list[Any]) -> Any:
    """The value of a list whose members refer to each other by position (devalue in Nuxt, turbo-stream in Remix)."""
    made: list[Any] = [{} if isinstance(one, dict) else [] if isinstance(one, list) else one for one in flat]

    def at(index: Any) -> Any:
        return made[index] if type(index) is int and 0 <= index < len(made) else index

    for one, empty in zip(flat, made, strict=True):
        if isinstance(one, dict):
            for key, index in one.items():
                named = _INDEX.fullmatch(key)
                empty[str(at(int(named[1]))) if named else key] = at(index)
        elif isinstance(one, list):
            empty.extend(at(index) for index in (one[1:] if one and isinstance(one[0], str) else one))
    return made[0] if made else None
