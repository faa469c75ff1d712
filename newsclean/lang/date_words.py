"""Words in dates, CLDR's (`cldr.json`) and ours: months, weekdays, labels, zones, a.m. and p.m."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from newsclean.page.scripts import opens_unspaced

from .language import ANY, Language, language, language_names, one_of, words_of_all

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


@dataclass(frozen=True)
class Halves:
    """Words for the halves of the day beside a time, as a pattern; empty when no language has any."""

    pattern: str
    afternoon: frozenset[str]

    def is_afternoon(self, word: str) -> bool:
        return _DOTS.sub("", word) in self.afternoon


def known(code: str | None) -> str | None:
    """The language if there are words of it, else None; what pages claim to be in must not fill the caches below."""
    return code if code in _cldr_file() or code in language_names() else None


def month_named(name: str, code: str | None) -> int | None:
    """The month that `name` (lower case, no dots) is on a page in this language (ISO 639-1); None for no month."""
    return _months(code).get(name) or _months_everywhere().get(name)


@cache
def weekdays(code: str | None) -> frozenset[str]:
    """Names of the days of the week on a page in this language."""
    return frozenset(name for names in _cldr(code).get("days", ()) for name in names)


@cache
def halves(code: str | None) -> Halves:
    """Words beside "a.m." and "p.m." for a page in this language: CLDR's, ours, and those read everywhere."""
    own = language(code or ANY).dates
    everywhere = language(ANY).dates
    am = {*_cldr(code).get("am", ()), *own.am, *everywhere.am}
    pm = {*_cldr(code).get("pm", ()), *own.pm, *everywhere.pm}
    words = sorted(
        (word for word in am | pm if _DOTS.sub("", word) not in _MIDDAY), key=lambda word: (-len(word), word)
    )
    return Halves("|".join(map(_half, words)), frozenset(_DOTS.sub("", word) for word in (*pm, "pm")))


def _half(word: str) -> str:
    """A pattern for the word, as its own even where letters touch it; its dots and spaces are often left out ("πμ")."""
    pattern = re.escape(word).replace(r"\.", r"\.?\s?").replace(r"\ ", r"\s?")
    return pattern if opens_unspaced(word) else rf"(?<![^\W\d_]){pattern}"


@cache
def labels() -> Mapping[str, re.Pattern[str]]:
    """What finds the words that say what a date is of: "modified", "published", "other"."""
    words = {
        "modified": words_of_all(lambda language: language.dates.modified),
        "published": words_of_all(lambda language: language.dates.published),
        "other": words_of_all(lambda language: language.dates.other),
    }
    return {kind: re.compile(rf"(?<![^\W_])(?:{one_of(entries)})") for kind, entries in words.items()}


@cache
def zone_named(name: str) -> dt.tzinfo | None:
    """The zone with this name ("wib", in lower case); None for an unknown or ambiguous name."""
    zones = (language(code).dates.zones for code in language_names())
    value = next((known[name] for known in zones if name in known), None)
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


@cache
def _months(code: str | None) -> dict[str, int]:
    ours: Language = language(code or ANY)
    cldr = _cldr(code).get("months") or [[]] * 12
    found: dict[str, int] = {}
    for number, names in enumerate(cldr, start=1):
        for name in (*names, *ours.dates.months.get(number, ())):
            found.setdefault(name.replace(".", ""), number)
    return found


@cache
def _months_everywhere() -> dict[str, int]:
    months = {name: number for code in reversed(READ_EVERYWHERE) for name, number in _months(code).items()}
    return {name: number for name, number in months.items() if len(name) > 2 or not name.isascii()}  # "AG"
