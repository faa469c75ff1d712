"""What newsclean knows of a language: one file `LANGUAGE.toml` each, and `any.toml` for all of them.

Some words count on pages of their own language only (phrases, see `phrasebook`), others everywhere, because a page
often mixes languages: labels before a date, the words of a byline, themes. `words_of_all` gives the latter.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from newsclean.errors import DataError, suggestion
from newsclean.models import Frozen

from .kinds import KINDS, check_phrase

ANY = "any"
_OFFSET = re.compile(r"[+-]\d\d:\d\d")


def _plain(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word).strip().lower()
    if not plain or word != plain:
        raise ValueError(f"{word!r} never matches; write it in lower case as {plain!r}")
    return word


def _zone(value: str) -> str:
    if value != "UTC" and not _OFFSET.fullmatch(value):
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{value!r} is not a zone; write UTC, +07:00 or Asia/Jakarta") from None
    return value


def _known_kinds(phrases: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    for kind, entries in phrases.items():
        if kind not in KINDS:
            raise ValueError(f'unknown kind "{kind}". {_hint(kind, KINDS)}')
        try:
            for entry in entries:
                check_phrase(entry)
        except ValueError as error:
            raise ValueError(f"{kind}: {error}") from None
    return phrases


Word = Annotated[str, AfterValidator(_plain)]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]
Texts = Annotated[tuple[str, ...], Field(min_length=1)]
Zone = Annotated[str, AfterValidator(_zone)]


class Dates(Frozen):
    """Words in dates. `months` (by number), `am` and `pm` are those that CLDR does not have.

    `published`, `modified` and `other` (an event, a photo, a law) say what the date after them is of; they match at the
    start of a word, so "updat" is "update", "updated" and "updating". `entry` opens a sentence about the text itself
    ("This entry was"). `day_endings` follow the day's number ("27th"),
    `year_endings` the year's ("2022. gada"), `of` stands between day, month and year ("27 de enero"), `hours` behind or
    within a time ("14h30", "9 Uhr"), `after_clock` behind it ("13:39 Uhr"). `solar_months` are those of the calendar of
    Iran and Afghanistan, `eras` the years in which eras began that years are counted in. `zones` names UTC, an offset
    (+07:00) or an IANA zone, `zones_in` a zone whose name has this meaning in one region or language only,
    `zone_words` the names that are words, too.
    """

    published: Words = ()
    modified: Words = ()
    other: Words = ()
    entry: Words = ()
    day_endings: Words = ()
    year_endings: Words = ()
    of: Words = ()
    hours: Words = ()
    after_clock: Words = ()
    am: Words = ()
    pm: Words = ()
    months: Mapping[Annotated[int, Field(ge=1, le=12)], Words] = {}
    solar_months: Mapping[Annotated[int, Field(ge=1, le=12)], Words] = {}
    eras: Mapping[Word, int] = {}
    zones: Mapping[Word, Zone] = {}
    zones_in: Mapping[Word, Mapping[Word, Zone]] = {}
    zone_words: Words = ()


class Authors(Frozen):
    """Words that separate people from the rest of a byline.

    `before` a name ("by", "oleh"); `before_here` those that are names elsewhere ("de", "per"), on pages of the language
    alone. `roles` before or behind a name, with `ranks` before them ("senior correspondent"). `behind` opens what comes
    after a name ("in London"), on pages of the language alone. `titles` before a name, with or without a full stop.
    `between` two names (with spaces around: "y" is also part of names). `credits` of others than the authors: pictures,
    editing. `labels` of a Twitter card's author ("Written by"). A part with one of `not_people` is a department or an
    outlet; `agencies` are sources, not authors.
    """

    before: Words = ()
    before_here: Words = ()
    roles: Words = ()
    ranks: Words = ()
    behind: Words = ()
    titles: Words = ()
    between: Words = ()
    credits: Words = ()
    labels: Words = ()
    not_people: Words = ()
    agencies: Words = ()


class Sections(Frozen):
    """`none`: names in a breadcrumb that are not sections ("home")."""

    none: Words = ()


class Notices(Frozen):
    """Words of what the outlet says beside the article.

    `placeholders` open a bracket that stands for a video or photo ("[Gambas:Video 20detik]"). `copyright` opens a line,
    before ©, a year, one of `copyright_follows` ("by") or nothing. `signatures` are agencies that sign below a
    text, written as they write themselves.
    """

    placeholders: Words = ()
    copyright: Words = ()
    copyright_follows: Words = ()
    signatures: Texts = ()


class Themes(Frozen):
    """Words that lines beside the article like to use, by theme: one signal among many for the block classifier.

    `invitation`: sign up, follow, install, listen on. `origin`: who wrote, edited, translated or sent it, and what they
    are. `rights`: what may be done with it, and who answers for it. `media`: what is shown or played beside the text.
    """

    invitation: Words = ()
    origin: Words = ()
    rights: Words = ()
    media: Words = ()


class Language(Frozen):
    """A language file. `unspaced`: words run together, or particles hang on them, so a phrase may end among letters.

    `next_page` is what the link to the next page of an article is called: the whole of its text, never "next" alone.
    """

    unspaced: bool = False
    next_page: Words = ()
    phrases: Annotated[Mapping[str, Texts], AfterValidator(_known_kinds)] = {}
    dates: Dates = Dates()
    authors: Authors = Authors()
    sections: Sections = Sections()
    notices: Notices = Notices()
    themes: Themes = Themes()


@cache
def language_names() -> tuple[str, ...]:
    """The languages that have a file (ISO 639-1), and "any", sorted."""
    files = resources.files("newsclean.lang").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def language(name: str) -> Language:
    """What is known of a language; an empty Language when it has no file. Raises DataError when the file is wrong."""
    if name not in language_names():
        return Language()
    file = resources.files("newsclean.lang").joinpath(f"{name}.toml")
    return parse_language(file.read_text("utf-8"), file.name)


def words_of_all(pick: Callable[[Language], Iterable[str]]) -> tuple[str, ...]:
    """What `pick` takes from each language, as words that count on pages of every language; each once."""
    return tuple(dict.fromkeys(word for name in language_names() for word in pick(language(name))))


def one_of(words: Iterable[str]) -> str:
    """The words as alternatives of a regular expression, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def parse_language(text: str, filename: str) -> Language:
    """A language file's text; `filename` is for the message. Raises DataError naming file and key when it is wrong."""
    try:
        return Language.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{filename}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{filename}: {_message(first)}") from None


def _message(error: Any) -> str:
    *parents, key = (str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        model: type[BaseModel] = Language
        for parent in parents:
            model = model.model_fields[parent].annotation  # type: ignore[assignment]
        return ": ".join([*parents, f'unknown key "{key}". {_hint(key, model.model_fields)}'])
    text = error["msg"].removeprefix("Value error, ")
    if error["type"].startswith(("tuple", "too_short")):
        text = 'must be a list of texts, ["first", "second"]'
    return ": ".join([*(part for part in (*parents, key) if part != "[key]"), text])


def _hint(key: str, known: Iterable[str]) -> str:
    return suggestion(key, sorted(known), "Known", '"{}"'.format)
