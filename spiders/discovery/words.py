"""The words that discovery knows links and addresses by: reviewed data in the .toml files of this folder."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from newsclean.errors import DataError


@cache
def words_of(file: str) -> dict[str, frozenset[str]]:
    """The groups of words in a file of this folder, by name. Raises DataError when the file is wrong."""
    text = resources.files(__package__).joinpath(file).read_text("utf-8")
    try:
        groups = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{file}: {error}") from None
    for name, words in groups.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word == word.lower() for word in words):
            raise DataError(f"{file}: {name} is not a list of words in small letters")
    return {name: frozenset(words) for name, words in groups.items()}
