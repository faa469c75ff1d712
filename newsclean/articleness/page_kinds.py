"""What kind of page the names around its text tell of: reviewed data in page_kinds.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from pydantic import Field, ValidationError

from newsclean.errors import DataError
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.models import Frozen
from newsclean.page.document import body_of
from newsclean.page.urls import domain_of, host_of

# The last part of a path names the page itself, unless it is a bare word: "/search", not "/search-for-survivors".
_BARE = re.compile(r"[a-z]+(?:[-_][a-z]+)?(?:\.(?:html?|php|aspx?))?|\w+\.php")
# "pier-to-be-rebuilt-in-april", "20261110-pier", "1234567"
_LONG = re.compile(r"(?:[^-_]+[-_]){4}.*|.*\d{5}.*")
_MAX_QUERIES = 50
Names = tuple[str, ...]


class KindSignal(Frozen):
    """A signal that counts `points` for (or against) an article. The other fields are described in page_kinds.toml."""

    meaning: str
    points: int
    only_short: bool = False
    unless_article: bool = False
    types: Names = ()
    templates: Names = ()
    generators: Names = ()
    segments: Names = ()
    list_segments: Names = ()
    queries: Names = ()
    hosts: Names = ()
    domains: Names = ()
    parts: frozenset[str] = frozenset()


class _File(Frozen):
    signal: tuple[KindSignal, ...] = Field(min_length=1)


Found = tuple[KindSignal, str]


@cache
def kind_signals() -> tuple[KindSignal, ...]:
    """All signals, in the order of the file. Raises DataError when the file is wrong."""
    text = resources.files("newsclean.articleness").joinpath("page_kinds.toml").read_text("utf-8")
    try:
        return _File.model_validate(tomllib.loads(text)).signal
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataError(f"page_kinds.toml: {error}") from None


def type_signal(types: Iterable[str]) -> Found | None:
    """The kind of page that its types of schema.org and Open Graph name."""
    return _first([("types", [name.lower() for name in types])])


def signals_around(page: ParsedPage, is_short: bool) -> Iterator[Found]:
    """The signals of a page's templates, address and parts: of each of the three the first in the file, with its name.

    `is_short`: the page has little text.
    """
    names = list(_names(page))
    for found in (
        _first([("templates", names), ("generators", _generators(page))]),
        _first(list(_in_address(page.url))),
        _part(page),
    ):
        if found and (is_short or not found[0].only_short):
            yield found


def _part(page: ParsedPage) -> Found | None:
    inventory = page.inventory
    names = frozenset(" ".join((*inventory.classes, *inventory.ids)).lower().split())
    hits = ((signal, min(names & signal.parts, default=None)) for signal in kind_signals())
    return next(((signal, name) for signal, name in hits if name), None)


def _names(page: ParsedPage) -> Iterator[str]:
    for element in (page.tree, body_of(page.tree)):
        yield from (element.get("class") or "").lower().split()
        yield from (f"#{name}" for name in (element.get("id") or "").lower().split())


def _generators(page: ParsedPage) -> list[str]:
    metas = (meta for meta in page.inventory.all("meta") if (name := meta.get("name")) and name.lower() == "generator")
    return [(meta.get("content") or "").lower() for meta in metas]


def _in_address(url: str) -> Iterator[tuple[str, list[str]]]:
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return
    *segments, last = [segment for segment in parts.path.split("/") if segment] or [""]
    segments += [last] if _BARE.fullmatch(last) else []
    yield "segments", segments
    yield "list_segments", [] if _LONG.fullmatch(last) else segments
    yield "queries", [part.partition("=")[0] for part in parts.query.split("&", _MAX_QUERIES)[:_MAX_QUERIES]]
    domain = domain_of(url)
    yield "hosts", host_of(url).removesuffix(domain).strip(".").split(".")
    yield "domains", [domain]


def _first(places: list[tuple[str, list[str]]]) -> Found | None:
    for number, signal in enumerate(kind_signals()):
        for place, names in places:
            match = _matcher(number, place)
            if match and (name := next(filter(match, names), None)) is not None:
                return signal, name
    return None


@cache
def _matcher(number: int, place: str) -> Callable[[str], object] | None:
    names: Names = getattr(kind_signals()[number], place)
    if not names:
        return None
    if place == "types":
        return re.compile("|".join(names)).fullmatch
    if place != "generators" and not any(name.endswith("*") for name in names):
        return frozenset(names).__contains__
    endings = r".*" if place == "generators" else ""
    patterns = (re.escape(name.removesuffix("*")) + (".*" if name.endswith("*") else endings) for name in names)
    return re.compile("|".join(patterns)).fullmatch
