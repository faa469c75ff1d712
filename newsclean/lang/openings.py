"""Phrases written so that `re` skips fast what opens none: their opening groups written out, one branch per letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# A group that opens a phrase, whether it may be missing, and the rest.
_OPENING_GROUP = re.compile(r"\(([^()]*)\)(\??)(.*)")
_GROUP = re.compile(r"\([^()]*\)")
# A first character that must be there as it is written.
_PLAIN = re.compile(r"\w(?![?{])")


def by_letter(phrases: Iterable[str]) -> str:
    """An alternation that matches where one of the phrases does, though not always the same one."""
    branches: dict[str, dict[str, None]] = {}
    for phrase in phrases:
        for text in _written_out(phrase):
            letter = text[0] if _PLAIN.match(text) and not _is_alternation(text) else ""
            branches.setdefault(letter, {})[text.removeprefix(letter)] = None
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in branches.items())


def _written_out(phrase: str) -> Iterator[str]:
    opened = None if _is_alternation(phrase) or "\\" in phrase else _OPENING_GROUP.fullmatch(phrase)
    if opened is None:
        yield phrase
        return
    group, optional, rest = opened.groups()
    yield from (opening + rest for opening in group.split("|"))
    if optional:
        yield rest


def _is_alternation(phrase: str) -> bool:
    """Whether there is an alternative outside groups; a backslash may hide brackets, so that nothing is sure."""
    outside = phrase
    while (without := _GROUP.sub("", outside)) != outside:
        outside = without
    return "|" in outside or "\\" in outside
