"""Words in dates, CLDR's (`cldr.json`) and ours: months, weekdays, labels, zones, a.m. and p.m."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from newsclean.page.scripts import opens_unspaced

from .language import ANY, Language, language, language_names, words_of_all

# Languages whose months are read on pages of every language. Where two disagree, the first counts: "listopad" is
# November in Polish and Czech, October in Croatian. Months of other languages are read on their own pages only, as
# short ones are ordinary words elsewhere.
READ_EVERYWHERE = (
    "en", "id", "ms", "tl", "th", "de", "lb", "nl", "af", "fr", "es", "pt", "it", "ca", "gl", "eu", "ro", "sv", "da",
    "nb", "nn", "is", "fi", "et", "lv", "lt", "pl", "cs", "sk", "hu", "sl", "sr", "bs", "mk", "bg", "ru", "uk", "be",
    "el", "sq", "tr", "az", "he", "ar", "fa", "ur", "hi", "bn", "ta", "te", "mr", "sw", "hr",
)  # fmt: skip
CLDR = resources.files("newsclean.lang").joinpath("cldr.json")
_MIDDAY = frozenset(("am", "pm"))  # read in every language, and only behind the time: "am" is also a German word
_DOTS = re.compile(r"[.\s]")
_STEM, _ENDING = 5, 3  # letters of a month's name, and of the case ending behind it


@dataclass(frozen=True)
class Halves:
    """Words for the parts of the day beside a time, as a pattern; empty when no language has any."""

    pattern: str
    afternoon: frozenset[str]
    night: frozenset[str]

    def hour(self, word: str, hour: int) -> int:
        """The hour (1 to 12) on the clock of 24 hours. A night goes from six in the evening to noon's opposite."""
        word = _DOTS.sub("", word)
        late = word in self.afternoon or word == "p" or (word in self.night and 6 <= hour < 12)
        return hour % 12 + (12 if late else 0)


def known(code: str | None) -> str | None:
    """The language if there are words of it, else None; what pages claim to be in must not fill the caches below."""
    return code if code in _cldr_file() or code in language_names() else None


def month_named(name: str, code: str | None) -> int | None:
    """The month that `name` (lower case, no dots) is on a page in this language (ISO 639-1); None for no month.

    Accents are left out as capitals leave them out, and case endings are looked over ("januára").
    """
    name = _bare(name)
    own = _months(code)
    return own.get(name) or _months_everywhere().get(name) or (None if code == "en" else _inflected(name, own))


def _inflected(name: str, months: Mapping[str, int]) -> int | None:
    """The month of which `name` is a longer form."""
    for length in range(len(name) - 1, max(_STEM, len(name) - _ENDING) - 1, -1):
        if name[:length] in months:
            return months[name[:length]]
    return None


@cache
def month_phrases() -> tuple[str, ...]:
    """Names of months that are two words, as a line writes them."""
    codes = {*READ_EVERYWHERE, *language_names()}
    names = {name for code in codes for months in _names(code).values() for name in months if " " in name}
    return tuple(sorted(names))


@cache
def _solar_months() -> Mapping[str, int]:
    return {
        _bare(name): number
        for code in language_names()
        for number, names in language(code).dates.solar_months.items()
        for name in names
    }


def solar_month(name: str) -> int | None:
    """The month of the solar Hijri calendar with this name."""
    return _solar_months().get(_bare(name))


@cache
def eras() -> Mapping[str, int]:
    """The first year of each era that years are counted in: 2019 of "令和"."""
    return {name: year for code in language_names() for name, year in language(code).dates.eras.items()}


def is_year_first(code: str | None) -> bool:
    """Whether the language writes 22.01.27 for 27 January 2022."""
    return bool(_cldr(code).get("year_first"))


@cache
def weekdays(code: str | None) -> frozenset[str]:
    """Names of the days of the week on a page in this language."""
    return frozenset(name for names in _cldr(code).get("days", ()) for name in names)


@cache
def halves(code: str | None) -> Halves:
    """Words beside "a.m." and "p.m." for a page in this language: CLDR's, ours, and those read everywhere."""
    own = language(code or ANY).dates
    everywhere = language(ANY).dates
    cldr = _cldr(code)
    am = {*cldr.get("am", ()), *own.am, *everywhere.am}
    pm = {*cldr.get("pm", ()), *own.pm, *everywhere.pm}
    night = {*cldr.get("night", ())} - pm - am
    words = sorted(
        (word for word in am | pm | night if _DOTS.sub("", word) not in _MIDDAY), key=lambda word: (-len(word), word)
    )
    bare = (frozenset(_DOTS.sub("", word) for word in words) for words in ((*pm, "pm"), night))
    return Halves("|".join(map(_half, words)) or "(?!)", *bare)


def _half(word: str) -> str:
    """A pattern for the word, as its own even where letters touch it; its dots and spaces are often left out ("πμ")."""
    pattern = re.escape(word).replace(r"\.", r"\.?\s?").replace(r"\ ", r"\s?")
    return pattern if opens_unspaced(word) else rf"(?<![^\W\d_]){pattern}"


@dataclass(frozen=True)
class Labels:
    """The words that say what a date is of, each with "modified", "published" or "other".

    `spaced` by their first two letters; `unspaced` are those of scripts without spaces, `signs` begin with no letter.
    """

    spaced: Mapping[str, Sequence[tuple[str, str]]]
    unspaced: Sequence[tuple[str, str]]
    signs: Sequence[tuple[str, str]]


@cache
def labels() -> Labels:
    """All labels of dates, of all languages."""
    kinds = {
        "modified": words_of_all(lambda language: language.dates.modified),
        "published": words_of_all(lambda language: language.dates.published),
        "other": words_of_all(lambda language: language.dates.other),
    }
    spaced: dict[str, list[tuple[str, str]]] = {}
    unspaced, signs = [], []
    for kind, words in kinds.items():
        for word in words:
            if opens_unspaced(word):
                unspaced.append((word, kind))
            elif not word[0].isalpha():
                signs.append((word, kind))
            else:
                spaced.setdefault(word[:2], []).append((word, kind))
    return Labels(spaced, unspaced, signs)


@cache
def entry_openings() -> tuple[str, ...]:
    """What opens a sentence about the text itself: "This entry was"."""
    return words_of_all(lambda language: language.dates.entry)


@cache
def zone_names() -> frozenset[str]:
    """All names of zones."""
    known = (language(code).dates for code in language_names())
    return frozenset(name for dates in known for zones in (dates.zones, *dates.zones_in.values()) for name in zones)


@cache
def zone_words() -> tuple[str, ...]:
    """Names of zones that are words, too."""
    return words_of_all(lambda language: language.dates.zone_words)


@cache
def zone_named(name: str, places: Sequence[str] = ()) -> dt.tzinfo | None:
    """The zone with this name ("wib", in lower case); None for an unknown name.

    A name with several meanings has the one that it has in the first of `places` (regions and languages) that knows
    it, else none.
    """
    every = [language(code).dates for code in language_names()]
    local = [dates.zones_in[place] for place in places for dates in every if place in dates.zones_in]
    value = next((known[name] for known in (*local, *(dates.zones for dates in every)) if name in known), None)
    if value is None:
        return None
    if value == "UTC":
        return dt.UTC
    if value[0] in "+-":
        return dt.datetime.strptime(value, "%z").tzinfo
    return ZoneInfo(value)


@cache
def _cldr_file() -> dict[str, Any]:
    file: dict[str, Any] = json.loads(CLDR.read_text("utf-8"))
    return file


def _cldr(code: str | None) -> dict[str, Any]:
    entry = _cldr_file().get(code or "")
    return entry if isinstance(entry, dict) else {}


def _names(code: str | None) -> dict[int, tuple[str, ...]]:
    ours: Language = language(code or ANY)
    cldr = _cldr(code).get("months") or [[]] * 12
    return {number: (*names, *ours.dates.months.get(number, ())) for number, names in enumerate(cldr, start=1)}


@cache
def _months(code: str | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, names in _names(code).items():
        for name in names:
            found.setdefault(_bare(name.replace(".", "")), number)
    return found


@cache
def _months_everywhere() -> dict[str, int]:
    months = {name: number for code in reversed(READ_EVERYWHERE) for name, number in _months(code).items()}
    return {name: number for name, number in months.items() if len(name) > 2 or not name.isascii()}  # "AG"


# Accents of the alphabets that leave them out in capitals, the Arabic vowels and hamza, Hebrew points. Not the vowel
# signs of Indian scripts, which are marks to Unicode, too.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670]")
_LETTERS_ALIKE = str.maketrans("ىيكةıς", "ییکهiσ")


def _bare(name: str) -> str:
    if name.isascii():
        return name
    return _MARKS.sub("", unicodedata.normalize("NFKD", name)).translate(_LETTERS_ALIKE)
