"""What a site file may say: the model `Site`, and what each of its values must be."""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from tld import get_tld
from tld.exceptions import TldBadUrl, TldDomainNotFound

from newsclean.models import FilledText, Frozen
from newsclean.page.urls import host_of, is_web_url

from .codes import check_country, check_language

# Once, the night after: less than a day, because the next crawl may reach the article a little earlier.
REVISIT_HOURS = (20,)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        plain = re.sub(r"[^a-z0-9_-]+", "-", value.lower()).strip("-_")
        raise ValueError(f"{value!r} may have lower-case letters, digits and hyphens only{_hint(plain)}")
    return value


def _domain(value: str) -> str:
    if not _is_host(value):
        host = host_of(value if "//" in value else f"//{value}")
        raise ValueError(f"{value!r} is not a domain{_hint(host if _is_host(host) else _in_ascii(value))}")
    if value == _suffix(value):
        raise ValueError(f"{value!r} is the end of many domains, not a site's; write one like 'news.{value}'")
    return value


def _suffix(domain: str) -> str | None:
    """What the domains of many begin before, such as "co.id". tld's own `is_tld` hides that memory ran out."""
    with suppress(TldBadUrl, TldDomainNotFound):
        return str(get_tld(f"https://{domain}"))
    return None


def _filled(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:  # pydantic's own limit counts only the right ones
        raise ValueError("is empty; name at least one")
    return values


def _is_host(value: str) -> bool:
    if _HOST.fullmatch(value):
        return True
    with suppress(ValueError):
        return bool(ip_address(value))  # of version 6
    return False


def _in_ascii(value: str) -> str:
    """The form in which requests carry a domain in another script."""
    try:
        return value.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _address(value: str) -> str:
    if not (is_web_url(value) or value.startswith("/")) or re.search(r"\s", value):
        right = f"https://{value.strip()}"
        raise ValueError(f"{value!r} is not a web address{_hint(right if is_web_url(right) and '.' in value else '')}")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{value!r} is not an IANA time zone, such as 'Asia/Jakarta'") from None
    return value


def _query(value: str) -> str:
    if not re.fullmatch(r"\?[\w-]+=[\w-]+", value):
        raise ValueError(f"{value!r} must look like '?page=all'")
    return value


def _hint(right: str) -> str:
    return f"; write {right!r}" if right else ""


Domain = Annotated[str, AfterValidator(_domain)]
Address = Annotated[str, AfterValidator(_address)]
Language = Annotated[str, AfterValidator(check_language)]
# Of the articles that front page and sections link, those that sources must have to be complete: they may be written a
# little later.
COVERED = 0.9


class Site(Frozen):
    """A news site. Only `domains` is required; each further key improves the crawl or the records.

    `title` is the outlet's name as people know it; `name` that of the file, of the spider and of the folder in the
    corpus. `country` is an ISO 3166-1 code; `language`, or `languages` where there are several, ISO 639. `timezone`
    (IANA name) applies to dates that the page shows without one. `article_url` is a regular expression that is searched
    in the URL of a link. `all_pages` is the query (`?page=all`) that shows a paginated article on a single page.
    `render`: pages show their text only after their scripts have run. `ports` are ports other than 80 and 443.
    `revisit_hours` are the hours after its first fetch at which a recent article is checked for changes; [] for never.
    `verified` says by what the declaration was checked: a real page, a fixture, or not yet.
    """

    name: Annotated[str, AfterValidator(_name)]
    domains: Annotated[tuple[Domain, ...], AfterValidator(_filled)]
    title: FilledText | None = None
    country: Annotated[str, AfterValidator(check_country)] | None = None
    language: Language | None = None
    languages: tuple[Language, ...] = ()
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    feeds: tuple[Address, ...] = ()
    sitemaps: tuple[Address, ...] = ()
    sections: tuple[Address, ...] = ()
    article_url: str | None = None
    all_pages: Annotated[str, AfterValidator(_query)] | None = None
    render: bool = False
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = ()
    verify_certificates: bool = True
    revisit_hours: tuple[Annotated[int, Field(ge=1)], ...] = REVISIT_HOURS
    verified: Literal["page", "fixture", "no"] = "no"

    @field_validator("article_url")
    @classmethod
    def _tells_articles(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        try:
            pattern = re.compile(value)
        except re.error as error:
            raise ValueError(f"{value!r} is not a regular expression: {error}") from None
        for domain in info.data.get("domains", ()):
            for front_page in (f"https://{domain}/", f"https://www.{domain}/"):
                if pattern.search(front_page):
                    raise ValueError(f"{value!r} matches every page, even {front_page}; write what only articles have")
        return value

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None

    @property
    def all_languages(self) -> tuple[str, ...]:
        """Those that its articles are in, as far as it is declared."""
        return tuple(dict.fromkeys([*([self.language] if self.language else []), *self.languages]))

    def owns(self, url: str) -> bool:
        """Whether the host of `url` is one of the site's domains or below one."""
        host = host_of(url)
        return any(host == domain or host.endswith("." + domain) for domain in self.domains)
