"""Which charset a text is in, by its letters: read in another one, words have letters that no language puts together.

A label is believed where the text confirms it, and a charset without a label is chosen among those of all languages by
the same measure. charset_normalizer, which knows more languages and looks at less, decides for what is in none of them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MAX = 2_500  # bytes of text that are read: enough for a sure answer
_TAG = re.compile(rb"<[^<>]*>|<!--.*?-->", re.S)
_SCRIPT = re.compile(rb"<(script|style)\b.*?</\1", re.S | re.I)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# A capital within a word, or a sign at its beginning, is what charsets of one script make of each other's letters.
_SHUFFLED = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]|[ά-ώ][Ά-Ϋ]|[à-ž][À-ÖØ-Þ]|[®©§·][a-zà-ž]")
# Letters of two scripts in a word (Greek to Lao, and Latin).
_MIXED = re.compile(r"[A-Za-z][\u0370-\u0eff]|[\u0370-\u0eff][A-Za-z]")
_BROKEN = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")
# GB18030's way to write what is in no other part of it.
_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_MANY = 5
# The share of the frequent letters in a text, and how much it counts when there are fewer.
_USUAL, _WEIGHT = 0.5, 0.5
# How plausible a text must be for its label to be believed at once, and for it to be in one of these charsets at all.
SURE, UNSURE = 0.995, 0.35
# Of Chinese, Japanese and Korean, the table has the most frequent characters only: a third of a text, and more.
_IDEOGRAPHIC = frozenset(("zh", "ja", "ko"))
_FREQUENT = 2.5
_BETTER = 0.03  # by which another charset must be better than the one declared


@dataclass(frozen=True, slots=True)
class Alphabet:
    """A language's letters, large and small, and the charsets of its pages.

    `frequent` are the most frequent of them, empty for languages in Latin letters and for those of thousands.
    """

    language: str
    letters: frozenset[str]
    frequent: frozenset[str]
    charsets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a text reads in a charset, as text of a language: see `plausibility`."""

    value: float
    charset: str
    language: str


@cache
def alphabets() -> tuple[Alphabet, ...]:
    data = tomllib.loads(resources.files("newsclean.page").joinpath("charsets.toml").read_text("utf-8"))
    signs = frozenset(data.pop("signs"))
    return tuple(
        Alphabet(
            language,
            frozenset(table["letters"] + table["letters"].upper()) | (set() if language in _IDEOGRAPHIC else signs),
            frozenset(table.get("frequent", "")),
            tuple(table["charsets"]),
        )
        for language, table in data.items()
    )


def sample(data: bytes) -> bytes:
    """The lines of a page that have characters beyond ASCII, without markup; at most _MAX bytes of them."""
    lines: list[bytes] = []
    size = 0
    first = _BEYOND_ASCII.search(data)
    for line in _TAG.split(_SCRIPT.sub(b" ", data[max(0, first.start() - 200) :] if first else b"")):
        if _BEYOND_ASCII.search(line):
            lines.append(line)
            size += len(line)
            if size > _MAX:
                break
    return b"\n".join(lines)


def plausibility(text: str, alphabet: Alphabet) -> float:
    """How well the characters beyond ASCII make a text of the language: 1 for one that is, 0 or less for others."""
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 1
    good = sum(map(alphabet.letters.__contains__, beyond)) / len(beyond)
    if alphabet.language in _IDEOGRAPHIC:
        own = "".join(beyond).encode(alphabet.charsets[0], "ignore").decode(alphabet.charsets[0])
        broken = len(beyond) - len(own) + len(_BROKEN.findall(own))
        return min(1, _FREQUENT * good) - 2 * broken / len(beyond)
    odd = len(_SHUFFLED.findall(text))
    rare = 0.0
    if alphabet.frequent:
        odd += len(_MIXED.findall(text))
        rare = max(0, _USUAL - sum(map(alphabet.frequent.__contains__, beyond)) / len(beyond))
    return 2 * good - 1 - 2 * odd / len(beyond) - _WEIGHT * rare


def best_charset(lines: bytes, language: str | None) -> Fit:
    """The charset in which the text reads best; among equals the first, and that of the page's own language."""
    texts: dict[str, str] = {}
    best = Fit(-2, "cp1252", "")
    if len(_FOUR_BYTES.findall(lines)) >= _MANY:  # of no other charset, and in it any language may be written
        best = _fit(lines, "gb18030")
    for alphabet in sorted(alphabets(), key=lambda alphabet: alphabet.language != language):
        for charset in alphabet.charsets:
            if charset not in texts:
                texts[charset] = lines.decode(charset, "replace")
            value = plausibility(texts[charset], alphabet)
            if value > best.value:
                best = Fit(value, charset, alphabet.language)
        if best.value >= 1:
            break
    return best


def better_charset(lines: bytes, declared: str, language: str | None) -> str | None:
    """A charset in which the text plainly reads better than in the declared one; None where there is none."""
    fit = _fit(lines, declared)
    if fit.value >= SURE:
        return None
    best = best_charset(lines, language)
    margin = 0 if best.language == fit.language else _BETTER
    return best.charset if best.value > fit.value + margin and best.value >= UNSURE else None


def _fit(lines: bytes, charset: str) -> Fit:
    """How well the text reads in a charset, by the language for which it reads best."""
    text = lines.decode(charset, "replace")
    fits = (Fit(plausibility(text, alphabet), charset, alphabet.language) for alphabet in alphabets())
    return max(fits, key=lambda fit: fit.value)
