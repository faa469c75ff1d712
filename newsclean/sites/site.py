"""A declared site: the file `sites/NAME.toml`, read by crawl and command alike."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator

from newsclean.errors import SiteError, first_fault, suggestion
from newsclean.models import Frozen
from newsclean.page.urls import domain_of, host_of, is_web_url

# Once, the night after: less than a day, because the next crawl may reach the article a little earlier.
REVISIT_HOURS = (20,)


class Site(Frozen):
    """A news site. Only `name` and `domains` are required; each further key improves the crawl or the records.

    `timezone` (IANA name) applies to dates that the page shows without one. `article_url` is a regular expression that
    is searched in the URL of a link. `all_pages` is the query (`?page=all`) that shows a paginated article on a single
    page. `ports` are ports other than 80 and 443. `revisit_hours` are the hours after its first fetch at which a recent
    article is checked for changes; [] for never.
    """

    name: str
    domains: tuple[str, ...]
    language: str | None = None
    timezone: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    article_url: str | None = None
    all_pages: str | None = None
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = ()
    verify_certificates: bool = True
    revisit_hours: tuple[Annotated[int, Field(ge=1)], ...] = REVISIT_HOURS

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                ZoneInfo(value)
            except (KeyError, ValueError, OSError):
                raise ValueError(f"{value!r} is not an IANA time zone, such as Asia/Jakarta") from None
        return value

    @field_validator("article_url")
    @classmethod
    def _valid_pattern(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"{value!r} is not a regular expression: {error}") from None
        return value

    @field_validator("all_pages")
    @classmethod
    def _query(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"\?[\w-]+=[\w-]+", value):
            raise ValueError(f"{value!r} must look like ?page=all")
        return value

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None

    def owns(self, url: str) -> bool:
        """Whether the host of `url` is one of the site's domains or below one."""
        host = host_of(url)
        return any(host == domain or host.endswith("." + domain) for domain in self.domains)


@cache
def sites() -> dict[str, Site]:
    """All declared sites by name. Raises SiteError, naming file and key, when a declaration is wrong."""
    folder = resources.files("newsclean.sites")
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return {site.name: site for site in (parse_site(f.read_text("utf-8"), f"sites/{f.name}") for f in files)}


def site_named(name: str) -> Site:
    """The declared site of that name. Raises SiteError with the most similar name when there is none."""
    if name in sites():
        return sites()[name]
    raise SiteError(f"there is no site {name!r}. {suggestion(name, sites(), 'Declared sites')}")


def same_site(one: str, other: str, site: Site | None) -> bool:
    """Whether two addresses belong to one site: to one registered domain (public suffix and label), or to `site`."""
    if site is not None and site.owns(other) and (site.owns(one) or not is_web_url(one)):
        return True
    return is_web_url(one) and is_web_url(other) and domain_of(one) == domain_of(other)


def site_of(url: str) -> Site | None:
    """The declared site that owns the address, None if no site does."""
    return next((site for site in sites().values() if site.owns(url)), None)


def parse_site(text: str, filename: str) -> Site:
    """A declaration as a Site. Raises SiteError, naming `filename`, when it is wrong."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{filename}: not TOML: {error}") from None
    for key in data:
        if key not in Site.model_fields:
            raise SiteError(f'{filename}: unknown key "{key}". {suggestion(key, Site.model_fields, "Known keys")}')
    try:
        site = Site.model_validate(data)
    except ValidationError as error:
        raise SiteError(f"{filename}: {first_fault(error)}") from None
    if f"sites/{site.name}.toml" != filename:
        raise SiteError(f'{filename}: name is "{site.name}"; file and name must be the same')
    return site
