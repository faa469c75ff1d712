"""What the user asked for of a site's articles: of which time, of which section, how many."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from .links import Link, Moment


@dataclass(frozen=True, slots=True)
class Wanted:
    """The arguments that choose articles before they are fetched. `zone` is the site's, for days."""

    since: Moment | None = None
    until: Moment | None = None
    section: str | None = None
    limit: int | None = None
    zone: dt.tzinfo | None = None

    @property
    def is_unbounded(self) -> bool:
        """Whether no time and no number is given."""
        return self.since is None and self.limit is None

    def why_not(self, link: Link, source: str) -> str | None:
        """Why a link found in a source is not wanted; None for one that is, or of which that cannot be told."""
        if self.is_older(link.latest):
            return "older"
        if self.is_newer(link.entry.date or link.latest):
            return "newer"
        if self.section is not None and not self._is_of_section(link, source):
            return "other-section"
        return None

    def is_older(self, value: Moment | None) -> bool:
        """Whether the time is known and before `since`; compared by day where one of the two is only a day, or bare."""
        return value is not None and self.since is not None and _is_before(value, self.since, self.zone)

    def is_newer(self, value: Moment | None) -> bool:
        """Whether the time is known and after `until`, a day being all of it."""
        return value is not None and self.until is not None and _is_before(self.until, value, self.zone)

    def _is_of_section(self, link: Link, source: str) -> bool:
        """Whether the source names the section, or it is a part of the link's address or the source's own."""
        name = _plain(self.section or "")
        told = getattr(link.entry, "section", None)
        if told is not None and _plain(told) == name:
            return True
        return name in _parts(link.entry.url) or name in _parts(source)


def _is_before(one: Moment, other: Moment, zone: dt.tzinfo | None) -> bool:
    if isinstance(one, dt.datetime) and one.tzinfo and isinstance(other, dt.datetime) and other.tzinfo:
        return one < other
    return _day(one, zone) < _day(other, zone)


def _day(value: Moment, zone: dt.tzinfo | None) -> dt.date:
    if not isinstance(value, dt.datetime):
        return value
    return (value.astimezone(zone or dt.UTC) if value.tzinfo else value).date()


def _parts(url: str) -> set[str]:
    """The folders of an address and the first label of its host."""
    parts = urlsplit(url)
    folders = unquote(parts.path).split("/")
    return {
        _plain(re.sub(r"\.\w{1,5}$", "", folder)) for folder in (*folders, (parts.hostname or "").partition(".")[0])
    }


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
