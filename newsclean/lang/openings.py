"""How phrases begin, as plain text: a look into a table rules out most lines before any pattern is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# So much of a phrase tells it from the beginnings of most lines (characters).
LENGTH = 6
_PLAIN = r"[^\\()\[\].{|?]"
_PLAIN_START = re.compile(rf"{_PLAIN}{{{LENGTH}}}(?![{{?])")
# Plain text, then an escaped sign, a class of single characters, or a group; what may follow it.
_PART = re.compile(rf"(?P<plain>{_PLAIN})|\\(?P<sign>[^dws])|\[(?P<choice>[^\]^\\-]+)\]|(?P<group>\()")
_NUMBER = re.compile(r"\\d(?P<optional>\?|\{0,\d+\})?")
# A group that opens a phrase, whether it may be missing, and the rest.
_OPENING_GROUP = re.compile(r"\(([^()]*)\)(\??)(.*)")
_GROUP = re.compile(r"\([^()]*\)")
# A first character that must be there as it is written.
_LETTER = re.compile(r"\w(?![?{])")
_BRACKET_OR_BAR = re.compile(r"\\.|\[[^\]]*\]|[()|]")


def openings(phrase: str) -> set[str]:
    """Texts of at most LENGTH characters: whatever the phrase matches begins with one of them, 0 for any digit."""
    if "|" not in phrase and _PLAIN_START.match(phrase):
        return {phrase[:LENGTH]}
    found: set[str] = set()
    todo = [("", alternative) for alternative in _alternatives(phrase)]
    while todo:
        opening, rest = todo.pop()
        if len(opening) < LENGTH and (number := _NUMBER.match(rest)):
            found.add(f"{opening}0")
            if number["optional"]:
                todo.append((opening, rest[number.end() :]))
            continue
        part = _PART.match(rest) if len(opening) < LENGTH else None
        if part is None:
            found.add(opening)
            continue
        end = _closing(rest) if part["group"] else part.end()
        behind = rest[end:]
        if behind.startswith("{"):
            found.add(opening)
            continue
        if behind.startswith("?"):
            behind = behind[1:]
            todo.append((opening, behind))
        if part["group"]:
            todo += ((opening, alternative + behind) for alternative in _alternatives(rest[1 : end - 1]))
        else:
            todo += ((opening + sign, behind) for sign in part["plain"] or part["sign"] or part["choice"])
    return found


def _alternatives(phrase: str) -> Iterator[str]:
    """The parts between the bars that stand in no group."""
    start = depth = 0
    for mark in _BRACKET_OR_BAR.finditer(phrase):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if mark[0] == "|" and not depth:
            yield phrase[start : mark.start()]
            start = mark.end()
    yield phrase[start:]


def _closing(phrase: str) -> int:
    """Where the group ends that opens the phrase."""
    depth = 0
    for mark in _BRACKET_OR_BAR.finditer(phrase):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if not depth:
            return mark.end()
    return len(phrase)


def by_letter(phrases: Iterable[str]) -> str:
    """An alternation that matches where one of the phrases does, though not always the same one."""
    branches: dict[str, dict[str, None]] = {}
    for phrase in phrases:
        for text in _written_out(phrase):
            letter = text[0] if _LETTER.match(text) and not _is_alternation(text) else ""
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
