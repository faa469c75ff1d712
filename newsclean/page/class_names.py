"""What the parts of a page are called in class and id attributes: reviewed data in class_names.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

# What must stand before and after a name, by table of the file.
_EDGES = {
    "anywhere": ("", ""),
    "words": (r"(?:^|[\s_-])", r"(?:$|[\s_-])"),
    "endings": (r"(?:^|[\s_-])", r"(?:$|\s)"),
    "classes": (r"(?:^|\s)", r"(?:$|\s)"),
}


@lru_cache(maxsize=4096)  # a page has few different attributes, each looked up for many blocks
def class_name(kind: str, attribute: str) -> str | None:
    """The first name of that kind in an attribute, as written; None without one. KeyError for an unknown kind."""
    found = _patterns()[kind].search(attribute.replace("İ", "i").lower())  # re is slow where it ignores case
    return attribute[slice(*found.span("name"))] if found else None


@cache
def token_groups() -> dict[str, frozenset[str]]:
    """The words by group that the classifier has columns for, in the order of the file."""
    return {group: frozenset(words) for group, words in _tables()["tokens"].items()}


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("newsclean.page").joinpath("class_names.toml").read_text("utf-8"))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(f"{before}(?P<name>{'|'.join(names)}){after}")
        for table, (before, after) in _EDGES.items()
        for kind, names in _tables()[table].items()
    }
