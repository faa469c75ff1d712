"""How a page writes dates, as its language and its region tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from newsclean.metadata.claims import HTML_LANG
from newsclean.metadata.parsed_page import ParsedPage, once_a_page
from newsclean.page.urls import host_of

from .text import DateText, find_dates, read_date


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a page writes dates: its language, whether 02/11/2023 is 11 February, and the region of its readers."""

    language: str | None = None
    month_first: bool = False
    places: tuple[str, ...] = ()

    def read(self, value: str) -> DateText | None:
        """The date in a machine-written value, see `read_date`."""
        return read_date(value, self.language, month_first=self.month_first, places=self.places)

    def find(self, line: str) -> tuple[DateText, ...]:
        """The dates in a line, see `find_dates`."""
        return _find(line, self)


@lru_cache(maxsize=256)  # both date and modified look at the lines of a page
def _find(line: str, style: DateStyle) -> tuple[DateText, ...]:
    return tuple(find_dates(line, style.language, month_first=style.month_first, places=style.places))


@once_a_page
def style_of(page: ParsedPage) -> DateStyle:
    """How the page writes dates."""
    month_first = _month_first(page)
    return DateStyle(page.language, month_first, _places(page, month_first))


def _places(page: ParsedPage, month_first: bool) -> tuple[str, ...]:
    """Regions of the page's readers: of its `lang` ("en-IN"), and its domain's country."""
    languages = [c.value for c in page.metadata.languages if c.origin == HTML_LANG]
    regions = [language.lower().replace("_", "-").split("-")[-1] for language in languages if len(language) > 2]
    country = (host_of(page.url) or "").rpartition(".")[2]
    us = ["us"] if month_first else []
    return tuple(dict.fromkeys([*regions, *([country] if len(country) == 2 else []), *us]))


def _month_first(page: ParsedPage) -> bool:
    """Whether 02/11/2023 is read as 11 February: in the United States, and only there."""
    if page.zone is not None:
        return page.language in (None, "en") and page.zone.key.startswith(("America/", "US/"))
    languages = [c.value for c in page.metadata.languages if c.origin == HTML_LANG]
    regions = [language.lower().replace("_", "-").split("-") for language in languages]
    if page.language not in (None, "en") or any(parts[0] != "en" for parts in regions):
        return False
    if any(len(parts) > 1 for parts in regions):
        return any(parts[-1] == "us" for parts in regions)
    # Two letters are the domain of a country.
    return len((host_of(page.url) or ".com").rpartition(".")[2]) > 2
