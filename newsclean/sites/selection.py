"""Choosing among the declared sites: by country, by language, by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newsclean.errors import UsageError

from .codes import check_country, check_language
from .site import Site, sites


def selected(
    words: Iterable[str] = (), *, country: str | None = None, language: str | None = None, verified: bool = False
) -> list[Site]:
    """The sites that have all of this; each word in name, title or a domain. Raises UsageError for a wrong code."""
    country = country and _checked(check_country, country.upper() if len(country) == 2 else country)
    language = language and _checked(check_language, language.lower() if len(language) == 2 else language)
    return [
        site
        for site in sites().values()
        if (country is None or site.country == country)
        and (language is None or language in site.all_languages)
        and (not verified or site.verified != "no")
        and all(_has(site, word.casefold()) for word in words)
    ]


def _has(site: Site, word: str) -> bool:
    return any(word in text.casefold() for text in (site.name, site.title or "", *site.domains))


def _checked(check: Callable[[str], str], value: str) -> str:
    try:
        return check(value)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
