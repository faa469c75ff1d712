"""What was seen of a site in one look, and the declaration that follows from it: `newsclean sites new`.

Nothing is guessed. What the site does not tell, or tells in two ways, is left out, and `notes` says so.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from newsclean.models import Entry
from newsclean.page.urls import domain_of, host_of, record_id

from .article_pattern import MIN_ARTICLES, article_pattern
from .codes import countries
from .declaration import COVERED, Site
from .zones import agreeing, the_one_of, zones_of

SourceKind = Literal["feed", "news sitemap", "sitemap"]

# Pages in another language that make a site one of two: of a single one, the language may be taken for another.
_PAGES = 2
_LOCALE = re.compile(r"([a-z]{2,3})[-_]([a-z]{2})\b")
# What content systems write where nobody has chosen: it is no word on the country.
_DEFAULT_LOCALE = "en_us"
_ENDINGS = Path(__file__).with_name("domain_endings.json")


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page that was read. Of one without an article, `rejected` says why, and language and date are unknown.

    `locales` are what it calls its language ("id-ID"), `all_pages` the query of its link to all of a paginated article.
    """

    url: str
    rejected: str | None = None
    language: str | None = None
    date: dt.datetime | dt.date | None = None
    site_names: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    all_pages: str | None = None


@dataclass(frozen=True, slots=True)
class SeenSource:
    """A feed or sitemap that could be read, and the addresses of articles that it links."""

    url: str
    kind: SourceKind
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was seen of a site.

    `pages` are front page and articles as read. `linked` are the articles that front page and sections link, `entries`
    all that were found, newest first. `others` are addresses of what is no article: menus, tags, standing pages.
    `unread` says what could not be read, and why.
    """

    home: str
    at: dt.datetime
    sources: tuple[SeenSource, ...] = ()
    sections: tuple[str, ...] = ()
    pages: tuple[SeenPage, ...] = ()
    linked: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def articles(self) -> list[SeenPage]:
        """The pages that are articles."""
        return [page for page in self.pages if page.rejected is None]


@dataclass(slots=True)
class Declaration:
    """The values of a site file, in its order, and what a person may want to add to them."""

    values: dict[str, str | list[str] | None]
    notes: list[str] = field(default_factory=list)


def declare(seen: Seen) -> Declaration:
    """The declaration of the site."""
    languages = _languages(seen)
    country = _country(seen, languages)
    zone, no_zone = _zone(seen, country)
    pattern, no_pattern = _pattern(seen)
    feeds = list(_feeds(seen))
    # The news sitemap has titles and dates.
    sitemaps = [source.url for kind in ("news sitemap", "sitemap") for source in seen.sources if source.kind == kind]
    declaration = Declaration(
        {
            "title": _title(seen),
            "country": country,
            "language": languages[0] if len(languages) == 1 else None,
            "languages": languages if len(languages) > 1 else None,
            "timezone": zone,
            "domains": [own_domain(seen.home)],
            "feeds": feeds,
            "sitemaps": sitemaps,
            "sections": [] if is_complete(seen) else list(seen.sections),
            "article_url": pattern,
            "all_pages": _all_pages(seen),
        }
    )
    missing = {"title": "no title", "country": "no country", "feeds": "no feed", "sitemaps": "no sitemap"}
    declaration.notes += [note for key, note in missing.items() if not declaration.values[key]]
    declaration.notes += [] if languages else ["no language"]
    declaration.notes += [*filter(None, (no_zone, no_pattern)), *seen.unread]
    _leave_out_wrong(declaration)
    return declaration


def is_complete(seen: Seen) -> bool:
    """Whether feeds and sitemaps have what front page and sections link."""
    known = {record_id(url) for source in seen.sources for url in source.articles}
    linked = {record_id(url) for url in seen.linked}
    return bool(known) and len(linked & known) >= COVERED * len(linked)


def own_domain(url: str) -> str:
    """The registered domain of a site; its host where many sites share that domain."""
    domain = domain_of(url)
    return host_of(url).removeprefix("www.") if domain in _endings()["of many sites"] else domain


def name_of(url: str) -> str:
    """A name for the site at an address: its domain without what many end in, "harbour" of www.harbour.co.uk."""
    domain = own_domain(url)
    label = domain if domain.replace(".", "").isdigit() else domain.partition(".")[0]
    return re.sub(r"[^a-z0-9_]+", "-", label.lower()).strip("-_") or "site"


def _feeds(seen: Seen) -> Iterator[str]:
    """The feeds, without those that link nothing but what the ones before them do: the same as Atom, that of a tag."""
    known: set[str] = set()
    for source in seen.sources:
        found = {record_id(url) for url in source.articles}
        if source.kind == "feed" and not found <= known:
            known |= found
            yield source.url


def _title(seen: Seen) -> str | None:
    """What most pages call the site."""
    names = Counter(page.site_names[0] for page in seen.pages if page.site_names)
    return names.most_common(1)[0][0] if names else None


def _country(seen: Seen, languages: list[str]) -> str | None:
    """By the end of the domain, else by the only country that pages name beside the language of the articles."""
    ending = host_of(seen.home).rpartition(".")[2]
    endings = _endings()
    country = str(endings["of another code"].get(ending, ending.upper()))
    if country in countries() and ending not in endings["of no country"]:
        return country
    locales = {locale.lower().replace("-", "_") for page in seen.pages for locale in page.locales}
    named = [found.groups() for locale in locales - {_DEFAULT_LOCALE} if (found := _LOCALE.match(locale))]
    regions = {region.upper() for language, region in named if language in languages} & countries().keys()
    return regions.pop() if len(regions) == 1 else None


def _languages(seen: Seen) -> list[str]:
    """Of the articles, the most frequent first."""
    counted = Counter(page.language for page in seen.articles if page.language)
    found = [language for language, number in counted.most_common() if number >= _PAGES]
    return found or [language for language, _ in counted.most_common(1)]


def _zone(seen: Seen, country: str | None) -> tuple[str | None, str | None]:
    """The time zone, else why there is none."""
    if country is None:
        return None, "no time zone: the country is not known"
    zones, times = zones_of(country), list(_times(seen))
    fitting = agreeing(zones, times)
    if zone := the_one_of(fitting, seen.at.year) if fitting else None:
        return zone, None
    if fitting:
        return None, f"no time zone: {country} has {len(fitting)} that may be meant, {', '.join(fitting[:3])}"
    offsets = sorted({time.isoformat()[-6:] for time in times if time.utcoffset()})
    return None, f"no time zone: the articles' dates are at {', '.join(offsets)}, which no zone of {country} has"


def _times(seen: Seen) -> Iterator[dt.datetime]:
    """The times of articles with a zone, by the pages; where those say nothing, by feeds and sitemaps."""
    for dates in ([page.date for page in seen.articles], [entry.date for entry in seen.entries]):
        times = [date for date in dates if isinstance(date, dt.datetime) and date.utcoffset()]
        if times:
            yield from times
            return


def _pattern(seen: Seen) -> tuple[str | None, str | None]:
    """The pattern of the addresses of articles, else why there is none."""
    # A sitemap of all pages has others, too; what feeds, news sitemaps and the article check say is sure.
    sure = [url for source in seen.sources if source.kind != "sitemap" for url in source.articles]
    sure = list(dict.fromkeys([*sure, *(page.url for page in seen.articles)]))
    rejected = [page.url for page in seen.pages if page.rejected is not None]
    found = article_pattern(sure, [entry.url for entry in seen.entries], [*seen.others, *rejected])
    if found is not None:
        return found, None
    why = "too few articles" if len(sure) < MIN_ARTICLES else "their addresses have nothing short in common"
    return None, f"no article_url: {why}"


def _all_pages(seen: Seen) -> str | None:
    queries = {page.all_pages for page in seen.articles if page.all_pages}
    return queries.pop() if len(queries) == 1 else None


def _leave_out_wrong(declaration: Declaration) -> None:
    """Leaves out what no site file can say: a stranger's values may be anything."""
    values: dict[str, object] = {key: value for key, value in declaration.values.items() if value}
    try:
        Site.model_validate({"name": "site", **values})
    except ValidationError as error:
        for key in dict.fromkeys(str(each["loc"][0]) for each in error.errors()):
            declaration.values[key] = None
            declaration.notes.append(f"no {key}: {values[key]!r} cannot be used")


@cache
def _endings() -> dict[str, Any]:
    """Ends of domains that do not say what they seem to: the country, or whose site it is."""
    found: dict[str, Any] = json.loads(_ENDINGS.read_text("utf-8"))
    return found
