"""What a person looks for, as SQLite's FTS5 understands it, in languages with and without spaces between words."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from typing import Self

from newsclean.errors import UsageError

# What is searched; marks are part of words, as in the scripts of India. Accents are left out by `folded`.
TABLE = """CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(
    title, body, tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'"{options})"""
_BEFORE_A_WORD = {"AND", "OR", "NOT", "("}
_AFTER_A_WORD = {"AND", "OR", "NOT", ")"}
_PART = re.compile(
    r""""(?P<phrase>[^"]*)"(?P<open>\*)?|(?P<sign>[()]|(?:AND|OR|NOT)(?![^\s()"]))|(?P<word>[^\s()"]+)"""
)
# Scripts that put no spaces between words, and Hangul, which adds endings to them: each of their characters is a word
# of the index, and a word that is looked for is a row of these.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_TATWEEL = "\u0640"  # makes an Arabic word longer on the line, and means nothing
_THAI_MARKS = {103, 107, 118, 122}  # combining classes of vowels and tones, which tell words apart
_ACCENT = 10  # from this combining class on, marks are accents, points and vowels that most texts leave out
_BEFORE, _AFTER = 60, 160  # characters of a snippet around the words


class _Folding(dict[int, str]):
    """What stands for a character in the index, by its number: without accent and case."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = (sign for sign in unicodedata.normalize("NFKD", character) if not _is_accent(sign))
        text = unicodedata.normalize("NFC", "".join(base)).casefold()
        self[code] = f" {text} " if _SPACELESS.match(character) else text
        return self[code]


_FOLDING = _Folding()


def _is_accent(sign: str) -> bool:
    kind = unicodedata.combining(sign)
    return sign == _TATWEEL or (kind >= _ACCENT and kind not in _THAI_MARKS)


def folded(text: str) -> str:
    """The text as it is indexed and looked for."""
    return text.translate(_FOLDING)


@dataclass(frozen=True, slots=True)
class Query:
    """`expression` is FTS5's; `pattern` finds its words in a folded text."""

    expression: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Words, of which all must be there; "phrases"; beginnings*; AND, OR, NOT and brackets.

        Raises UsageError when it cannot be read, or no word is in it.
        """
        if text.count('"') % 2:
            raise UsageError(f"{text}: a quotation mark has no second one.")
        parts: list[str] = []
        patterns: list[str] = []
        for found in _PART.finditer(text):
            if found["sign"]:
                part = found["sign"]
            elif words := _words(found["phrase"] or found["word"] or ""):
                is_open = bool(found["open"]) or (found["word"] or "").endswith("*")
                part = f'"{" ".join(words)}"{"*" if is_open else ""}'
                patterns.append(_pattern(words, is_open=is_open))
            else:
                continue
            if parts and parts[-1] not in _BEFORE_A_WORD and part not in _AFTER_A_WORD:
                parts.append("AND")
            parts.append(part)
        if not patterns:
            raise UsageError(f"{text}: there is no word in it to look for.")
        return cls(_checked(" ".join(parts), text), re.compile("|".join(patterns)))

    def snippet(self, body: str) -> str:
        """The passage of a body around the first of the words; its beginning where none is in it."""
        text = " ".join(body.split())
        pieces = [_FOLDING[ord(character)] for character in text]
        found = self.pattern.search("".join(pieces))
        at = _index_of(pieces, found.start()) if found else 0
        start, end = max(0, at - _BEFORE), at + _AFTER
        return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def _words(text: str) -> list[str]:
    """The words as the index has them."""
    return "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded(text)).split()


def _pattern(words: list[str], *, is_open: bool) -> str:
    """What finds these words, one after the other, in a folded text; if `is_open` it may go on."""
    phrase = r"\W+".join(map(re.escape, words))
    return rf"(?<!\w){phrase}" if is_open else rf"(?<!\w){phrase}(?!\w)"


def _index_of(pieces: list[str], place: int) -> int:
    """Which of the pieces holds the character at a place of all of them together."""
    length = 0
    for index, piece in enumerate(pieces):
        length += len(piece)
        if length > place:
            return index
    return 0


def _checked(expression: str, text: str) -> str:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(TABLE.format(options=""))
        try:
            connection.execute("SELECT 1 FROM texts WHERE texts MATCH ?", (expression,))
        except sqlite3.OperationalError:
            raise UsageError(
                f"{text}: cannot be read as a search. AND, OR and NOT stand between words, and each bracket has a "
                "second one. What is to be taken as it is stands in quotation marks: '\"NOT\"'."
            ) from None
    return expression
