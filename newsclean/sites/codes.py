"""Codes of countries (ISO 3166-1) and of languages (ISO 639), and the names that people write in their place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

LANGUAGES = Path(__file__).with_name("languages.json")
Codes = Mapping[str, tuple[str, ...]]


def check_country(value: str) -> str:
    """The code as it is. Raises ValueError, with the right one where a name was written."""
    return _check(value, countries(), "a country", "ID")


def check_language(value: str) -> str:
    """The code as it is. Raises ValueError, with the right one where a name or a locale was written."""
    return _check(value, languages(), "a language", "id")


@cache
def countries() -> Codes:
    """The names of countries by code, from the time zone data."""
    lines = resources.files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {code: (name,) for code, _, name in rows} | {"GB": ("United Kingdom", "Great Britain", "UK")}


@cache
def languages() -> Codes:
    """The names of languages by code: in English, and in the language itself where CLDR has it."""
    data = json.loads(LANGUAGES.read_text("utf-8"))
    return {code: tuple(names) for code, names in data.items() if isinstance(names, list)}


def _check(value: str, codes: Codes, what: str, example: str) -> str:
    if value not in codes:
        given = {value.casefold(), re.split("[-_]", value.casefold())[0]}
        right = next(
            (code for code, names in codes.items() if given & {name.casefold() for name in (code, *names)}), ""
        )
        hint = repr(right) if right else f"one like {example!r}"
        raise ValueError(f"{value!r} is not the code of {what}; write {hint}")
    return value
