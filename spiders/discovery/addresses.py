"""What an address alone says of the page behind it: its kind, its shape, and the day it names."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache, lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from newsclean.articleness.page_kinds import kind_signals
from newsclean.page.pagination import PAGE_NAMES
from newsclean.page.urls import host_of, is_front_page, untracked

from .words import words_of

Names = frozenset[str]

_DATED = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:\d{1,2}|[a-z]{3,9})(?:[/-]?\d{1,2})?/[^/]*[^\W\d_][^/]*|/(?:19|20)\d{6}\b[^/]*[^\W\d_]",
    re.I,
)
_INDEX = re.compile(r"/(?:index|default)\.\w{2,5}$")
_DAYS = re.compile(
    r"(?:/[^/-]{1,20})*?/(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}/?", re.ASCII
)  # the archive of a year, month or day
_NUMBERED = re.compile(r"(?:^|[/_.,-])[a-z]{0,3}-?\d{5,}(?:[/_.,-]|$)", re.I)
# A part of letters and figures in no order that a reader could make out: of 8 or more, with both.
_HASH = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{8,}", re.I)
_LETTERS = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^-_\s]+")
_SLUG_WORDS = 5
_ENDING = re.compile(r"\.([a-z][a-z\d]{1,4})$", re.I)
_PAGE = re.compile(PAGE_NAMES, re.I)
_ID_QUERY = re.compile(r"(?:(?:post|story|article|news|berita|artikel|item|content)_?)?id|p|nid|sid|aid|newsid", re.I)
_MAX_PARAMETERS = 20
_FIRM = -3  # points of the article check for the name of a folder in which no outlet has articles


class Kind(Enum):
    """What an address says of its page."""

    ARTICLE = "its form is that of an article"
    PLACED = "it lies in a folder for articles"
    OPEN = "its form says nothing"
    FRONT = "it is the front page of a host"
    SECTION = "it is a list of articles"
    REPEATING = "it is a list by tag, author or search"
    STANDING = "it is a standing page"
    FOREIGN = "it is of another kind than news: a shop, a forum, documentation"
    MEDIA = "it is a page of pictures, sound or services"
    FILE = "it is a file"


def _words(group: str) -> Names:
    return words_of("addresses.toml")[group]


@cache
def _kinds() -> dict[str, Kind]:
    """The kind that a folder's name tells; where two tell it, the first that is named here."""
    others = {
        name: Kind.MEDIA if signal.only_short else Kind.FOREIGN if signal.points <= _FIRM else Kind.STANDING
        for signal in kind_signals()
        if signal.points < 0
        for name in signal.segments
    }
    groups = ((Kind.MEDIA, _words("media")), (Kind.STANDING, _words("standing")), (Kind.SECTION, _words("sections")))
    named = {name: kind for kind, names in groups for name in names}
    return others | named | dict.fromkeys(_words("repeating"), Kind.REPEATING)


@lru_cache(10_000)
def kind_of(url: str) -> Kind:
    """The kind of page that an http(s) address tells."""
    parts = urlsplit(url)
    path = _INDEX.sub("/", unquote(parts.path).lower())
    if (ending := _ENDING.search(path)) and ending[1] in _words("files"):
        return Kind.FILE
    if is_front_page(url):
        named = _kinds().get(host_of(url).partition(".")[0])  # "shop.news.example"
        return named if named and named is not Kind.REPEATING else Kind.FRONT
    folders = [folder for folder in path.split("/") if folder]
    *above, last = folders or [""]
    told = _kinds().get(_ENDING.sub("", last))
    if told and not (told is Kind.SECTION and parts.query):  # "/index.php?id=7"
        return told
    if _DAYS.fullmatch(path):
        return Kind.SECTION
    is_formed = _has_form_of_article(path, above, last)
    if told := next((kind for name in above if (kind := _kinds().get(name))), None):
        # An outlet may call a section "company" or "archive": whose page has a long name is not told.
        if not is_formed or told in (Kind.MEDIA, Kind.FOREIGN):
            return told
        return Kind.ARTICLE if told is Kind.SECTION else Kind.OPEN
    parameters = parse_qsl(parts.query)[:_MAX_PARAMETERS]
    of_kind = (value.lower() for name, value in parameters if name.lower() in _words("kind_queries"))
    if told := next(filter(None, map(_kinds().get, of_kind)), None):
        return told  # "/index.php?page=about"
    if any(_ID_QUERY.fullmatch(name) and value.isdigit() for name, value in parameters):
        return Kind.ARTICLE
    names = {name.lower() for name, value in parameters if value.isdigit() or not _PAGE.fullmatch(name)}
    if names & _words("repeating_queries"):
        return Kind.REPEATING
    if names & _words("section_queries"):
        return Kind.SECTION
    if is_formed:
        return Kind.ARTICLE
    return Kind.PLACED if above and above[-1] in _words("articles") else Kind.OPEN


def _has_form_of_article(path: str, above: list[str], last: str) -> bool:
    name = _ENDING.sub("", last)
    words = _WORDS.findall(name)
    if _DATED.search(path) or _NUMBERED.search(path) or len(words) >= _SLUG_WORDS:
        return True
    return bool(words and _HASH.fullmatch(words[-1]) and (len(words) > 1 or above))


def kind_named(text: str) -> Kind | None:
    """The kind of page that a link's text names as a folder would: "Über uns"; None for any other text."""
    return _named().get(_plain(text))


@cache
def _named() -> dict[str, Kind]:
    told = dict.fromkeys(_words("standing_names"), Kind.STANDING) | dict.fromkeys(_words("media_names"), Kind.MEDIA)
    return {_plain(name): kind for name, kind in (_kinds() | told).items()}


def _plain(text: str) -> str:
    """The words of a name in the form of a folder, without accents."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "-".join(_LETTERS.findall("".join(each for each in letters if not unicodedata.combining(each))))


@lru_cache(10_000)
def shape_of(url: str) -> str:
    """The form of an address, the same for pages of one kind on most sites: "/news/NAME", "/YEAR/N/NAME.html".

    NAME stands for a last part of words, ID for a number or a hash, and NAME-ID for both.
    """
    parts = urlsplit(untracked(url))
    folders = [folder for folder in _INDEX.sub("/", unquote(parts.path).lower()).split("/") if folder]
    shaped = [_folder_shape(folder) for folder in folders[:-1]] + [_name_shape(folder) for folder in folders[-1:]]
    names = sorted({name.lower() for name, _ in parse_qsl(parts.query)[:_MAX_PARAMETERS]})
    return f"/{'/'.join(shaped)}" + (f"?{'&'.join(names)}" if names else "")


def _folder_shape(folder: str) -> str:
    if re.fullmatch(r"(?:19|20)\d\d", folder, re.ASCII):
        return "YEAR"
    if folder.isdigit() or _HASH.fullmatch(folder):
        return "N"
    return "NAME" if len(_WORDS.findall(folder)) > 2 else folder


def _name_shape(name: str) -> str:
    ending = found[0] if (found := _ENDING.search(name)) else ""
    words = _WORDS.findall(name.removesuffix(ending))
    ids = [bool(re.search(r"\d{4,}", word)) or bool(_HASH.fullmatch(word)) for word in words]
    if ids and all(ids):
        return f"ID{ending}"
    if ids and ids[0]:
        return f"ID-NAME{ending}"
    return f"NAME-ID{ending}" if ids and ids[-1] else f"NAME{ending}"


def folders_above(url: str) -> tuple[str, ...]:
    """The addresses of the folders an address lies in, nearest first, without that of the whole host."""
    parts = urlsplit(untracked(url))
    path = parts.path.rstrip("/")
    found: list[str] = []
    while (path := path.rpartition("/")[0]) and len(found) < 4:
        found.append(f"{parts.netloc}{path}")
    return tuple(found)


def as_folder(url: str) -> str:
    """The address in the form of `folders_above`."""
    parts = urlsplit(untracked(url))
    return f"{parts.netloc}{parts.path.rstrip('/')}" if not parts.query else ""
