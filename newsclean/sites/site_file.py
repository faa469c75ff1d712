"""One site file as a Site, or all that is wrong with it: file, line, key, and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from newsclean.errors import suggestion

from .declaration import Site
from .folders import SHIPPED, shown

# Spiders with code of their own; no other site can have their names.
WITH_CODE = {"news", "demo"}
_DEMO = SHIPPED / "demo.toml"
# What pydantic says of values of a wrong kind, in the words of a site file.
_KINDS = {
    "missing": 'is missing; write domains = ["news.example"]',
    "tuple_type": "is not a list; write it in brackets: [...]",
    "string_type": "is not text; write it in quotes",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "int_type": "is not a whole number",
    "int_parsing": "is not a whole number",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a site file, and where."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{shown(self.path)}:{self.line}: {self.text}"


def read_site(path: Path) -> tuple[Site | None, list[Fault]]:
    """The site that a file declares, None if a fault is in the way."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Fault(path, 1, f"cannot be read: {error.strerror}")]
    return parse_site_file(data, path)


def parse_site_file(data: bytes, path: Path) -> tuple[Site | None, list[Fault]]:
    """The same of a file's content. Its name is that of the site."""
    try:
        text = data.decode("utf-8-sig")
        values: dict[str, Any] = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Fault(path, line, f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else max(1, len(text.splitlines()))
        return None, [Fault(path, line, f"not TOML: {error}")]
    lines = text.splitlines()
    name = values.setdefault("name", path.stem)
    faults = [Fault(path, line_of(lines, "name"), fault) for fault in _name_faults(name, path)]
    try:
        return (Site.model_validate(values) if not faults else None), faults
    except ValidationError as error:
        return None, sorted(
            faults + [_fault(path, lines, each) for each in error.errors()], key=lambda fault: fault.line
        )


def line_of(lines: list[str], key: str, value: object = None) -> int:
    """The line, from 1, on which a key of the file stands; of a list that goes over several, that of the value."""
    start = next((n for n, line in enumerate(lines) if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line)), None)
    if start is None:
        return 1
    if isinstance(value, str) and value:
        quoted = (f'"{value}"', f"'{value}'")
        return next((n for n in range(start, len(lines)) if any(q in lines[n] for q in quoted)), start) + 1
    return start + 1


def _name_faults(name: object, path: Path) -> Iterator[str]:
    if name != path.stem:
        yield f"name: {name!r} is not the name of the file; write {path.stem!r}, or leave the line out"
    elif name in WITH_CODE and path != _DEMO:
        yield f"name: {name!r} is the name of a spider with code of its own; give the file another name"


def _fault(path: Path, lines: list[str], error: Mapping[str, Any]) -> Fault:
    key, value = str(error["loc"][0]), error["input"]
    line = line_of(lines, key, value)
    if error["type"] == "extra_forbidden":
        known = [name for name in Site.model_fields if name != "name"]
        return Fault(path, line, f"unknown key {key!r}. {suggestion(key, known, 'Known keys')}")
    said = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        said = _KINDS["missing"]
    elif error["type"] != "value_error":
        said = f"{value!r} {_KINDS[error['type']]}" if error["type"] in _KINDS else f"{value!r}: {said}"
    return Fault(path, line, f"{key}: {said}")
