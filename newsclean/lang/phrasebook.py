"""Boilerplate phrases: which kind of phrase a line opens with, is, or contains (see `kinds`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

from newsclean.errors import DataError

from .kinds import KINDS, fold_phrase
from .language import ANY, language, language_names
from .openings import by_letter

# Bullets, brackets and arrows may stand before a phrase; a quotation mark may not: it opens a sentence.
_LEAD = r"[^\w\"'©]{0,6}"
_LABEL_END = r"(?:(?<=[:/=])|(?=\s?[:|>/=→»\]]|\s-|-\s|[^\w\"']*$))"
# What may stand before and after a phrase, by the method that looks for it.
_PLACES = {"label": (_LEAD, _LABEL_END), "whole": ("", r"\Z"), "starts": (_LEAD, ""), "holds": ("", "")}
# Texts whose opening kinds are remembered: those of the current page, and more.
MAX_REMEMBERED = 4096
# A longer text is no line that is asked about again (characters).
MAX_LINE = 400
# Answers about a phrase anywhere in a text that are remembered: rules ask twice for each likely line of a page.
MAX_HELD = 512
# Hindi vowel signs close a word, though they are not letters.
_EDGES = re.compile(r"\A[^\w©]+|[^\w©\u0900-\u0903\u093a-\u094f]+\Z")
# True everywhere except between two letters or digits.
_NOT_IN_WORD = r"(?!(?<=\w)\w)"


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    return _EDGES.sub("", fold_phrase(text))


@dataclass(frozen=True)
class Phrases:
    """The phrases that count on a page: those of its language, the English ones and those of every language.

    `patterns` has one alternation per kind and file. Every method returns the phrase as the page writes it (folded), or
    None, and raises KeyError for an unknown kind. Some phrases are everyday words ("More:", "Watch"): with `starts` and
    `holds`, require further evidence, or use a kind whose phrases are unmistakable.
    """

    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    _openings: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _held: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False, compare=False)

    def label(self, kind: str, text: str) -> str | None:
        """The phrase that opens the text as a label: before a colon, a dash, an arrow or the end of the line."""
        return self._phrase(kind, "label", fold_phrase(text))

    def whole(self, kind: str, text: str) -> str | None:
        """The phrase that is the whole text, apart from punctuation at its edges."""
        return self._phrase(kind, "whole", _bare(text))

    def starts(self, kind: str, text: str) -> str | None:
        """The phrase that opens the text, whatever follows."""
        return self._phrase(kind, "starts", fold_phrase(text))

    def holds(self, kind: str, text: str) -> str | None:
        """The first such phrase anywhere in the text."""
        folded = fold_phrase(text)
        if (found := self._held.get((kind, folded), "")) == "":  # no phrase is empty
            if len(self._held) >= MAX_HELD:
                self._held.clear()
            found = self._held[kind, folded] = self._phrase(kind, "holds", folded)
        return found

    def kinds_opening(self, text: str) -> frozenset[str]:
        """The kinds with a phrase that opens the text."""
        return self._kinds_opening(fold_phrase(text))

    def _kinds_opening(self, text: str) -> frozenset[str]:
        # Every rule needs this for every line, and most lines open with no phrase.
        if (known := self._openings.get(text)) is None:
            if len(self._openings) >= MAX_REMEMBERED:
                self._openings.clear()
            lower = text.replace("İ", "i").lower()
            none = not any(_opener(name).match(lower) for name in self.files)
            known = frozenset() if none else frozenset(filter(lambda kind: self._matches(kind, text), self.patterns))
            self._openings[text] = known
        return known

    def _phrase(self, kind: str, where: str, text: str) -> str | None:
        if kind not in KINDS:
            raise KeyError(kind)
        known = self._kinds_opening(text) if where != "holds" and len(text) <= MAX_LINE else None
        if kind not in self.patterns or (known is not None and kind not in known):
            return None
        found = self._matches(kind, text, where)
        return found["phrase"] if found else None

    def _matches(self, kind: str, text: str, where: str = "starts") -> re.Match[str] | None:
        if where == "holds":
            one_case = _in_one_case(text.replace("İ", "i").lower())
            parts = [part for part, hint in _hints(self.files, kind) if hint.search(one_case)]
            found = (match for part in parts if (match := _compiled(part, where).search(text)))
            return min(found, key=lambda match: match.start("phrase"), default=None)
        patterns = (_compiled(part, where) for part in self.patterns[kind])
        return next((match for pattern in patterns if (match := pattern.match(text))), None)


@cache
def _opener(name: str) -> re.Pattern[str]:
    """Matches what any phrase of a file opens, in lower-case text: without IGNORECASE, re is fast."""
    edge = "" if language(name).unspaced else _NOT_IN_WORD
    every = by_letter(chain.from_iterable(language(name).phrases.values()))
    try:
        return re.compile(f"{_LEAD}{edge}(?:{every}){edge}")
    except re.error:
        raise DataError(f"{name}.toml: phrases: {_misspelt(name)}") from None


@cache
def _hints(files: tuple[str, ...], kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The alternation of each file's phrases, and what matches in text of one case wherever one of them may stand."""
    having = [name for name in files if kind in language(name).phrases]
    return tuple((_alternation(name, kind), _hint(name, kind)) for name in having)


@cache
def _hint(name: str, kind: str) -> re.Pattern[str]:
    return re.compile(by_letter(map(_in_one_case, language(name).phrases[kind])))


def _in_one_case(lower: str) -> str:
    """Lower-case text with one form of each letter that has two, as IGNORECASE sees it."""
    return lower.replace("ı", "i").replace("ς", "σ")


def _misspelt(name: str) -> str:
    """Which phrase of a file is not a regular expression, and why."""
    for kind, entries in language(name).phrases.items():
        for entry in entries:
            try:
                re.compile(entry)
            except re.error as error:
                return f"{kind}: {entry!r} is not a regular expression: {error}"
    return "together they are not a regular expression"


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
    chosen = [name for name in wanted if language(name).phrases]
    for name in chosen:
        _opener(name)  # reports a phrase that is misspelt
    patterns = {}
    for kind in sorted(KINDS):
        parts = [_alternation(name, kind) for name in chosen if kind in language(name).phrases]
        if parts:
            patterns[kind] = tuple(parts)
    return Phrases(patterns, tuple(chosen))


def _alternation(name: str, kind: str) -> str:
    """The phrases of a kind in a language's file, the longest first."""
    longest_first = "|".join(sorted(language(name).phrases[kind], key=len, reverse=True))
    return f"(?:{longest_first})" if language(name).unspaced else f"{_NOT_IN_WORD}(?:{longest_first}){_NOT_IN_WORD}"
