"""Boilerplate phrases by language and kind: reviewed data in `phrases/LANGUAGE.toml`.

An entry is a phrase in lower case, or a small regular expression: alternatives, classes, `?`, `{m,n}` of one sign or
class. What could make matching slower than linear in the text (`*`, `+`, repeated groups, look-around, back references)
is refused at load. `any.toml` holds what is the same in every language.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from newsclean.errors import DataError

KINDS = frozenset({
    "related",            # a label before a link to another article: "Baca juga:", "Read more:"
    "related_heading",    # what stands above a list of other articles: "Berita Terkait", "You may also like"
    "photo_credit",       # opens or closes a caption: "Foto:", "Photo by"
    "picture_agency",     # names that stand in credits: "Getty Images", "ANTARA FOTO"
    "author_note",        # opens a note on the writer behind the text: "The author is", "Penulis adalah"
    "byline",             # before the writer's name: "Oleh", "By", "Penulis:"
    "editor",             # before the editor's name: "Editor:", "Red:"
    "date_prefix",        # before a date: "Published on", "Diperbarui"
    "relative_time",      # "38 menit yang lalu", "2 hours ago"
    "subscribe",          # newsletters, accounts, apps, channels to join
    "invitation",         # anywhere in a line that asks the reader to do something: "sign up for our newsletter"
    "advertisement",
    "share",
    "font_control",       # size and reading-aloud switches: "A A A"
    "loading",
    "video_placeholder",  # what is left of an embedded video: "[Gambas:Video 20detik]"
    "copyright",
    "policy",             # terms, privacy, cookies
    "comments",
    "tags",
    "source_credit",      # "Sumber:", "Source:"
    "agency_note",        # agencies and colleagues thanked at the end: "contributed to this report"
    "embed_note",         # where a widget waits for consent: "Recommended external content"
    "translated_note",    # "This article was translated from ..."
    "error_page",         # title of a page that is not there: "Halaman tidak ditemukan"
    "standing_page",      # title of a page that is always there: "Privacy policy", "Log in", "Search results"
    "wall",               # what a page says to those it keeps out: "Please enable JavaScript", "we use cookies"
    "navigation",         # menus and page turning: "Halaman selanjutnya", "Skip to content"
})  # fmt: skip
UNIVERSAL = "any"
# Nothing separates words there (or particles hang on them), so a phrase may end inside a run of letters.
UNSPACED = frozenset({"zh", "ja", "th", "ko"})

_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_SIGNS = str.maketrans(dict.fromkeys("’‘ʼ`´ʹ′", "'") | dict.fromkeys("“”„‟«″", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_LETTERS = str.maketrans({"ي": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ـ": None})
# Bullets, brackets and arrows may stand before a phrase; a quotation mark may not: it opens a sentence.
_LEAD = r"[^\w\"'©]{0,6}"
_LABEL_END = r"(?:(?<=[:/=])|(?=\s?[:|>/=→»\]]|\s-|-\s|[^\w\"']*$))"
# What stands before and after a phrase, by the method that looks for it.
_PLACES = {"label": (_LEAD, _LABEL_END), "whole": ("", r"\Z"), "starts": (_LEAD, ""), "holds": ("", "")}
# Texts whose opening kinds are kept in mind: those of the page at hand, and some.
MAX_REMEMBERED = 4096
# Vowel signs of Hindi close a word, though they are no letters.
_EDGES = re.compile(r"\A[^\w©]+|[^\w©\u0900-\u0903\u093a-\u094f]+\Z")
# True everywhere but between two letters or digits.
_NOT_IN_WORD = r"(?!(?<=\w)\w)"
_REFUSED = re.compile(r"(?<!\\)[*+^$]|(?<!\\)\(\?|(?<!\\)\)\{|\{\d*,\}|\{\d*,?\d{3,}\}|\\[^dws.()\[\]|?+]")


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """The text as phrases see it: white space, apostrophes, quotation marks, dashes and letter forms made alike."""
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_LETTERS)
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    return _EDGES.sub("", fold(text))


@dataclass(frozen=True)
class Phrases:
    """The phrases that count on a page: those of its language, the English ones and those of every language.

    `patterns` holds for each kind an alternation a file. Every method gives the phrase as the page writes it (folded),
    or None, and raises KeyError for a kind that does not exist. Everyday words stand among the phrases ("More:",
    "Watch"): `starts` and `holds` need a second sign, or a kind whose phrases are unmistakable.
    """

    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    _openings: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def label(self, kind: str, text: str) -> str | None:
        """The phrase that opens the text as a label: before a colon, a dash, an arrow or the end of the line."""
        return self._phrase(kind, "label", fold(text))

    def whole(self, kind: str, text: str) -> str | None:
        """The phrase that is the whole text, signs at its edges aside."""
        return self._phrase(kind, "whole", _bare(text))

    def starts(self, kind: str, text: str) -> str | None:
        """The phrase that opens the text, whatever follows."""
        return self._phrase(kind, "starts", fold(text))

    def holds(self, kind: str, text: str) -> str | None:
        """The first such phrase anywhere in the text."""
        return self._phrase(kind, "holds", fold(text))

    def kinds_opening(self, text: str) -> frozenset[str]:
        """The kinds that have a phrase which opens the text."""
        return self._kinds_opening(fold(text))

    def _kinds_opening(self, text: str) -> frozenset[str]:
        # Every rule asks it of every line, and most lines open with no phrase at all.
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
        known = self._openings.get(text) if where != "holds" else None
        if kind not in self.patterns or (known is not None and kind not in known):
            return None
        found = self._matches(kind, text, where)
        return found["phrase"] if found else None

    def _matches(self, kind: str, text: str, where: str = "starts") -> re.Match[str] | None:
        patterns = (_compiled(part, where) for part in self.patterns[kind])
        if where == "holds":
            found = (match for pattern in patterns if (match := pattern.search(text)))
            return min(found, key=lambda match: match.start("phrase"), default=None)
        return next((match for pattern in patterns if (match := pattern.match(text))), None)


@cache
def _opener(name: str) -> re.Pattern[str]:
    """What any phrase of a file opens, in lower-case text: without IGNORECASE re tells most texts at a glance."""
    every = "|".join(_alternation(entries, name) for entries in _files()[name].values())
    return re.compile(f"{_LEAD}(?:{every})")


@cache
def _compiled(phrases: str, where: str) -> re.Pattern[str]:
    before, after = _PLACES[where]
    return re.compile(f"{before}(?P<phrase>{phrases}){after}", re.IGNORECASE)


def phrases_for(language: str | None) -> Phrases:
    """The phrases for a page in `language` (ISO 639-1; "pt-BR" counts as "pt"); of all languages when it is None.

    A language without a file gets the English and the universal ones. Raises DataError when a file is wrong.
    """
    return _phrases_for(re.split("[-_]", language.lower())[0] if language else None)


def parse_phrases(text: str, filename: str) -> dict[str, tuple[str, ...]]:
    """A phrase file's text as entries by kind; `filename` stands in the message. Raises DataError when it is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{filename}: not TOML: {error}") from None
    for kind, entries in data.items():
        if kind not in KINDS:
            near = difflib.get_close_matches(kind, KINDS, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known kinds: {', '.join(sorted(KINDS))}."
            raise DataError(f'{filename}: unknown kind "{kind}". {hint}')
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, str) for entry in entries):
            raise DataError(f'{filename}: {kind}: must be a list of texts, ["first phrase", "second phrase"]')
        for entry in entries:
            _check(entry, f"{filename}: {kind}")
    return {kind: tuple(entries) for kind, entries in data.items()}


def _check(entry: str, where: str) -> None:
    if not entry.strip() or entry != fold(entry):
        raise DataError(f"{where}: {entry!r} never matches folded text; write it as {fold(entry)!r}")
    if refused := _REFUSED.search(entry):
        raise DataError(f"{where}: {entry!r} holds {refused[0]!r}; use ?, | and {{m,n}} up to 99 of one sign instead")
    try:
        re.compile(entry)
    except re.error as error:
        raise DataError(f"{where}: {entry!r} is no regular expression: {error}") from None


@cache
def _files() -> dict[str, dict[str, tuple[str, ...]]]:
    folder = resources.files("newsclean.lang").joinpath("phrases")
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return {
        file.name.removesuffix(".toml"): parse_phrases(file.read_text("utf-8"), f"phrases/{file.name}")
        for file in files
    }


@cache
def _phrases_for(language: str | None) -> Phrases:
    chosen = [name for name in _files() if language is None or name in (language, "en", UNIVERSAL)]
    patterns = {}
    for kind in sorted(KINDS):
        parts = [_alternation(_files()[name][kind], name) for name in chosen if kind in _files()[name]]
        if parts:
            patterns[kind] = tuple(parts)
    return Phrases(patterns, tuple(chosen))


def _alternation(entries: tuple[str, ...], language: str) -> str:
    longest_first = "|".join(sorted(entries, key=len, reverse=True))
    return f"(?:{longest_first})" if language in UNSPACED else f"{_NOT_IN_WORD}(?:{longest_first}){_NOT_IN_WORD}"
