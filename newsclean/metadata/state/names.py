"""What the parts of an article are called in the data of scripts: reviewed data in names.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_NOT_NAME = re.compile(r"[_\-:/.\s]")
# A longer key or kind is data, not a name (characters).
MAX_NAME = 40


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """The name as names.toml writes it; "" for what is too long for one."""
    return _NOT_NAME.sub("", name).lower() if len(name) <= MAX_NAME else ""


@cache
def fields() -> dict[str, str]:
    """The field of an article that each name stands for."""
    return {name: field for field, names in _tables()["fields"].items() for name in names if field != "name"}


@cache
def names(table: str, key: str) -> tuple[str, ...]:
    """The names of one list of the file, in its order."""
    return tuple(_tables()[table][key])


@cache
def elements() -> dict[str, str]:
    """The HTML element that each kind of node stands for; "nothing" for those that are no text."""
    return {name: tag for tag, kinds in _tables()["nodes"].items() for name in kinds}


def values_of(node: dict[str, Any], field: str) -> Iterator[Any]:
    """The values under all names of a field, in the order of the file."""
    known = {fold_name(key): value for key, value in node.items()}
    yield from (known[name] for name in names("fields", field) if name in known)


def strings_in(value: Any) -> Iterator[str]:
    """The strings of a value that is one, or that holds several forms of one ({"rendered": ...}, {"basic": ...})."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (one for one in list(value.values())[:10] if isinstance(one, str))


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("newsclean.metadata.state").joinpath("names.toml").read_text("utf-8"))
