"""Boilerplate phrases: which kind of phrase a line opens with, is, or contains (see `kinds`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import filterfalse

from .kinds import KINDS, fold_phrase
from .language import ANY, language, language_names
from .openings import LENGTH, by_letter, openings

# Bullets, brackets and arrows may stand before a phrase; a quotation mark may not: it opens a sentence.
_MAX_LEAD = 6
_LEAD = rf"[^\w\"'©]{{0,{_MAX_LEAD}}}"
_LABEL_END = r"(?:(?<=[:/=])|(?=\s?[:|>/=→»\]]|\s-|-\s|[^\w\"']*$))"
# What may stand before and after a phrase, by the method that looks for it.
_PLACES = {"label": (_LEAD, _LABEL_END), "whole": ("", r"\Z"), "starts": (_LEAD, ""), "holds": ("", "")}
_BEFORE = re.compile(_LEAD)
# So much of a text shows how it begins, before white space and letters are unified (characters).
_BEGINNING = 40
# Beginnings of texts that are remembered: those of the current page, and more.
_MAX_REMEMBERED = 4096
# Hindi vowel signs close a word, though they are not letters.
_EDGES = re.compile(r"\A[^\w©]+|[^\w©\u0900-\u0903\u093a-\u094f]+\Z")
_DIGIT = re.compile(r"\d")
# True everywhere except between two letters or digits.
_NOT_IN_WORD = r"(?!(?<=\w)\w)"

# A phrase: its kind, its file and place in it, its pattern.
_Entry = tuple[str, tuple[int, int], str]
# The patterns of phrases by kind, in the order in which they are tried.
_ByKind = Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    return _EDGES.sub("", fold_phrase(text))


@dataclass(frozen=True)
class Phrases:
    """The phrases that count on a page: those of its language, the English ones and those of every language.

    Every method returns the phrase as the page writes it (folded), or None, and raises KeyError for an unknown kind.
    Some phrases are everyday words ("More:", "Watch"): with `starts` and `holds`, require further evidence, or use a
    kind whose phrases are unmistakable.
    """

    files: tuple[str, ...] = ()
    _by_beginning: dict[str, _ByKind] = field(default_factory=dict, repr=False, compare=False)

    def label(self, kind: str, text: str) -> str | None:
        """The phrase that opens the text as a label: before a colon, a dash, an arrow or the end of the line."""
        return self._opening("label", kind, text)

    def whole(self, kind: str, text: str) -> str | None:
        """The phrase that is the whole text, apart from punctuation at its edges."""
        return self._opening("whole", kind, _bare(text))

    def starts(self, kind: str, text: str) -> str | None:
        """The phrase that opens the text, whatever follows."""
        return self._opening("starts", kind, text)

    def holds(self, kind: str, text: str) -> str | None:
        """The first such phrase anywhere in the text."""
        if kind not in KINDS:
            raise KeyError(kind)
        folded = fold_phrase(text)
        one_case = f" {_in_one_case(folded)}"
        hints = [hint for pattern in _hints(self.files, kind) if (hint := pattern.search(one_case))]
        if not hints:
            return None
        start = max(0, min(hint.start() for hint in hints) - 1)
        patterns = (_holding(name, kind) for name in self.files if kind in language(name).phrases)
        found = [match for pattern in patterns if (match := pattern.search(folded, start))]
        return min(found, key=lambda match: match.start("phrase"))["phrase"] if found else None

    def kinds_opening(self, text: str) -> frozenset[str]:
        """The kinds with a phrase that opens the text."""
        return frozenset(kind for kind in self._candidates(text) if self.starts(kind, text))

    def _opening(self, where: str, kind: str, text: str) -> str | None:
        if kind not in KINDS:
            raise KeyError(kind)
        if (candidates := self._candidates(text).get(kind)) is None:
            return None
        folded = fold_phrase(text)
        found = (match for phrase in candidates if (match := _compiled(phrase, where).match(folded)))
        return next((match["phrase"] for match in found), None)

    def _candidates(self, text: str) -> _ByKind:
        """The phrases that may open the text: every rule asks for every line, and most lines open with none."""
        beginning = fold_phrase(text[:_BEGINNING])[: _MAX_LEAD + LENGTH]
        if (known := self._by_beginning.get(beginning)) is None:
            if len(self._by_beginning) >= _MAX_REMEMBERED:
                self._by_beginning.clear()
            known = self._by_beginning[beginning] = _table(self.files).candidates(_key(beginning))
        return known


@dataclass(frozen=True)
class _Table:
    """Phrases by how they begin; `unsure` are those that may begin with anything ("Omar reported from")."""

    entries: Mapping[str, list[_Entry]]
    unsure: _ByKind

    def candidates(self, beginning: str) -> _ByKind:
        """The phrases that may open a text with this beginning, as `_key` writes it."""
        lead = _BEFORE.match(beginning)
        found: list[_Entry] = []
        for start in range(lead.end() + 1 if lead else 1):
            for end in range(start + 1, start + LENGTH + 1):
                found += self.entries.get(beginning[start:end], ())
        return _by_kind({*found, *self.entries.get("", ())}) if found else self.unsure


def _by_kind(entries: Iterable[_Entry]) -> _ByKind:
    kinds: dict[str, list[str]] = {}
    for kind, _, pattern in sorted(entries):
        kinds.setdefault(kind, []).append(pattern)
    return {kind: tuple(patterns) for kind, patterns in kinds.items()}


@cache
def _table(files: tuple[str, ...]) -> _Table:
    """Of several files, the phrases of the first come first; of one, the longest."""
    entries: dict[str, list[_Entry]] = {}
    for number, name in enumerate(files):
        for beginning, kind, place, pattern in _beginnings(name):
            entries.setdefault(beginning, []).append((kind, (number, place), pattern))
    return _Table(entries, _by_kind(entries.get("", ())))


@cache
def _beginnings(name: str) -> tuple[tuple[str, str, int, str], ...]:
    return tuple(
        (_key(beginning), kind, place, _edged(phrase, name))
        for kind in language(name).phrases
        for place, phrase in enumerate(_longest_first(name, kind))
        for beginning in openings(phrase)
    )


@cache
def _hints(files: tuple[str, ...], kind: str) -> tuple[re.Pattern[str], ...]:
    """What matches text of one case, behind a space, at or right before a place where such a phrase may stand.

    Without IGNORECASE, re is fast.
    """
    spaced, unspaced = (
        by_letter(_in_one_case(phrase) for name in names for phrase in language(name).phrases.get(kind, ()))
        for names in (filterfalse(_is_unspaced, files), filter(_is_unspaced, files))
    )
    written = (rf"\W(?:{spaced})" if spaced else "", unspaced)
    return tuple(re.compile(pattern) for pattern in written if pattern)


def _is_unspaced(name: str) -> bool:
    return language(name).unspaced


@cache
def _holding(name: str, kind: str) -> re.Pattern[str]:
    return _compiled(_edged("|".join(_longest_first(name, kind)), name), "holds")


def _key(beginning: str) -> str:
    return _DIGIT.sub("0", _in_one_case(beginning))


def _in_one_case(text: str) -> str:
    """The text in lower case, with one form of each letter that has two, as IGNORECASE sees it."""
    lower = text.lower()
    return lower if lower.isascii() else text.replace("İ", "i").lower().replace("ı", "i").replace("ς", "σ")


@cache
def _compiled(phrases: str, where: str) -> re.Pattern[str]:
    before, after = _PLACES[where]
    return re.compile(f"{before}(?P<phrase>{phrases}){after}", re.IGNORECASE)


def phrases_for(language: str | None) -> Phrases:
    """The phrases for a page in `language` (ISO 639-1; "pt-BR" counts as "pt"); of all languages when it is None.

    A language without a file gets the English and the universal ones. Raises DataError when a file is wrong.
    """
    return _phrases_for(re.split("[-_]", language.lower())[0] if language else None)


@cache
def _phrases_for(code: str | None) -> Phrases:
    wanted = language_names() if code is None else sorted({code, "en", ANY})
    return Phrases(tuple(name for name in wanted if language(name).phrases))


def _longest_first(name: str, kind: str) -> list[str]:
    return sorted(language(name).phrases[kind], key=len, reverse=True)


def _edged(phrases: str, name: str) -> str:
    return f"(?:{phrases})" if _is_unspaced(name) else f"{_NOT_IN_WORD}(?:{phrases}){_NOT_IN_WORD}"
