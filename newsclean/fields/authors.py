"""The people who wrote the article, among the names that the page gives as its authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from newsclean.lang.language import one_of, words_of_all
from newsclean.metadata.claims import AUTHOR_CLASS, Kind
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.metadata.site_names import SiteNames
from newsclean.page.blocks import fold, letters_of

MAX_NAME = 60
MAX_BYLINE = 600  # characters; a longer one is a biography
MAX_NAME_WORDS = 6
# More people than this in visible places include the authors of other articles.
MAX_VISIBLE = 3

_ADDRESS = re.compile(
    r"https?://\S*|\bwww\.\S+|\S+@\S+|@\w+|\S+\.(?:com|net|org|info|tv|co|id|de|fr|uk|es|it)\b\S*", re.I
)
_PARENTHESIS = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
_JOINTS = re.compile(r"\s*(?:[;|/•·\n]|\s[-–—]\s)\s*")
_DEGREE = re.compile(
    r"(?:[A-Z][a-z]{0,3}\.){1,4}(?:[A-Z]\w{0,4}\.?)?|[A-Z]{2,5}|Ph\.?D\.?|M\.?D\.?|Jr\.?|Sr\.?|[IVX]{1,4}"
)
_TRAILING = re.compile(r"[\s,:.]*\b\d.*$")
_INITIALS = re.compile(r"[a-zäöüß]{1,4}")
_HANDLE = re.compile(r"[a-z0-9_.-]+")


def choose_authors(page: ParsedPage) -> tuple[str, ...]:
    """The authors as written, in order: people, without duty, outlet, agency or address; () when the page names none.

    The first origin that names a person is taken alone: the others repeat it or name editors. Initials ("sya") count
    only when no origin gives a name.
    """
    site = SiteNames.of(page.metadata, page.url)
    initials: list[str] = []
    for origin, claims in groupby(page.metadata.authors, key=lambda claim: claim.origin):
        names: dict[str, str] = {}
        for claim in claims:
            # A class does not prove a byline: those after the first one are other articles'.
            if not (names and origin == AUTHOR_CLASS):
                names.update(
                    {letters_of(name): name for name in _people(claim.value, site) if letters_of(name) not in names}
                )
        full = [name for name in names.values() if not _INITIALS.fullmatch(name)]
        initials += [name for name in names.values() if name not in full]
        if full:
            visible = origin.kind in (Kind.MICRODATA, Kind.REL, Kind.CLASS)
            return tuple(full[:1] if visible and len(full) > MAX_VISIBLE else full)
    return tuple(dict.fromkeys(initials))


def signed_authors(page_authors: Sequence[str], initials: Sequence[str]) -> tuple[str, ...]:
    """The authors of the record: those of the page, with the `initials` that sign the text before initials of its own.

    When the page names a person, the signatures are left out.
    """
    if any(not _INITIALS.fullmatch(name) for name in page_authors):
        return tuple(page_authors)
    return tuple(dict.fromkeys([*initials, *page_authors]))


def _people(text: str, site: SiteNames) -> Iterator[str]:
    """The names in a byline."""
    if len(text) > MAX_BYLINE:
        return
    words = _words()
    text = _PARENTHESIS.sub(" ", _ADDRESS.sub(" ", text))
    for part in _JOINTS.split(text):
        part = words.before.sub("", part.strip(" ,.:-–—"), count=1)
        if words.credits.match(part):
            return
        names = [name.strip(" .:-–—*\"'") for joined in words.between.split(part) for name in _by_comma(joined)]
        for name in names:
            name = _TRAILING.sub("", words.before.sub("", name, count=1)).strip()
            if _is_person(name, site):
                yield fold(name)


def _by_comma(text: str) -> list[str]:
    """The names in a list; "Roe, Jane" turned round; without degrees ("S.H.") and places after a name ("Manila")."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    parts = parts[:1] + [part for part in parts[1:] if not _DEGREE.fullmatch(part)]
    if len(parts) == 2 and all(len(part.split()) == 1 and part[0].isupper() for part in parts):
        return [f"{parts[1]} {parts[0]}"]
    several = [part for part in parts if len(part.split()) > 1]
    return several or parts


def _is_person(name: str, site: SiteNames) -> bool:
    words = _words()
    if not 1 < len(name) <= MAX_NAME or len(name.split()) > MAX_NAME_WORDS or not any(map(str.isalpha, name)):
        return False
    low = name.lower()
    if low in words.agencies or words.not_people.search(low) or site.has(name):
        return False
    return not (_HANDLE.fullmatch(name) and not _INITIALS.fullmatch(name))


class _Words:
    """The words of all languages, as patterns: bylines mix languages."""

    def __init__(self) -> None:
        self.agencies = frozenset(words_of_all(lambda language: language.authors.agencies))
        before = one_of(words_of_all(lambda language: language.authors.before))
        titles = one_of(words_of_all(lambda language: language.authors.titles))
        between = one_of(words_of_all(lambda language: language.authors.between))
        not_people = one_of(words_of_all(lambda language: language.authors.not_people))
        credits = one_of(words_of_all(lambda language: language.authors.credits))
        person = r"\s+(?=[^\Wa-z])"
        self.before = re.compile(rf"\A(?:(?i:{before})(?:\s*:\s*|{person})|(?i:{titles})(?:\.\s*|{person}))+")
        self.between = re.compile(rf"\s+(?:{between})\s+")
        self.not_people = re.compile(rf"(?<!\w)(?:{not_people})(?!\w)")
        self.credits = re.compile(rf"(?:{credits})\s*:", re.I)


_words = cache(_Words)
