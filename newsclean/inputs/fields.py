"""Which field of a foreign JSON object holds what: by the names that other tools use, or as --fields says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsclean.errors import InputError, UsageError, suggestion
from newsclean.page.document import has_markup
from newsclean.page.urls import is_web_url

# Names in lower case without anything but letters, the usual first: of Scrapy projects, news-please, Common Crawl
# tools, trafilatura, Internet Archive tools.
_NAMES = {
    "url": ("url", "link", "uri", "href", "pageurl", "sourceurl", "finalurl", "address", "warctargeturi", "targeturi"),
    "html": ("html", "rawhtml", "pagehtml", "htmlcontent", "contenthtml", "htmlsource", "sourcehtml", "page"),
    "content_type": ("contenttype", "mimetype", "mime"),
    "fetched_at": (
        *("fetchedat", "crawledat", "scrapedat", "retrievedat", "downloadedat", "datedownload", "fetchtime"),
        *("crawldate", "crawltime", "warcdate", "timestamp"),
    ),
    "site": ("site",),
}
# Fields that hold a page's HTML in some files and its bare text in others.
_HTML_OR_TEXT = ("content", "rawcontent", "body", "response", "source", "text")
_OF_RECORDS = frozenset(("content_hash", "extractor", "schema_version"))
_OF_REJECTS = frozenset(("url", "reason", "detail", "fetched_at"))
_MILLISECONDS = 1e11  # a larger number counts these since 1970, not seconds
_MAX_LISTED = 20  # names in a message


class UnknownFieldsError(InputError):
    """Raised for a line none of whose fields has a name that is known."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of fields as given with --fields: of "url", "html" and so on; "" for none."""

    given: Mapping[str, str]

    @classmethod
    def read(cls, text: str | None) -> Fields:
        """From `url=link,html=raw`. Raises UsageError."""
        given: dict[str, str] = {}
        for pair in (text or "").split(",") if text else ():
            ours, sign, theirs = pair.strip().partition("=")
            if ours not in _NAMES or not sign:
                raise UsageError(
                    f"--fields {text}: {pair.strip()!r} is not understood. Use url=NAME,html=NAME with the names of "
                    f"your file. {suggestion(ours, _NAMES, 'There are')}"
                )
            given[ours] = theirs
        return cls(given)

    def url(self, line: Mapping[str, Any]) -> str | None:
        """The page's address; None with `--fields url=`. Raises InputError when there is none, or it is no address."""
        if self.given.get("url") == "":
            return None
        name = self._name("url", line)
        if name is None:
            raise UnknownFieldsError(
                f"no field holds the page's address; {_has(line)}. Name it with --fields url=NAME, or url= for none"
            )
        value = line[name]
        if not isinstance(value, str) or not is_web_url(value.strip()):
            raise InputError(f"{name}: {str(value)[:200]!r} is not a web address")
        return value.strip()

    def html(self, line: Mapping[str, Any]) -> str:
        """The page itself. Raises InputError when there is none."""
        name = self._name("html", line) or self._with_markup(line)
        if name is None:
            raise UnknownFieldsError(_without_html(line))
        value = line[name]
        if not isinstance(value, str):
            raise InputError(f"{name} holds no text")
        return value

    def content_type(self, line: Mapping[str, Any]) -> str | None:
        """The HTTP header, if there is one."""
        value = line.get(self._name("content_type", line) or "")
        return value if isinstance(value, str) else None

    def fetched_at(self, line: Mapping[str, Any]) -> dt.datetime | None:
        """When the page was fetched, UTC, from ISO 8601 (without a zone: UTC) or Unix time; None if it is neither."""
        value = line.get(self._name("fetched_at", line) or "")
        try:
            if isinstance(value, str):
                moment = dt.datetime.fromisoformat(value.strip())
                return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return dt.datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, dt.UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return None

    def site(self, line: Mapping[str, Any]) -> str | None:
        """What the line calls the site, if anything."""
        value = line.get(self._name("site", line) or "")
        return value if isinstance(value, str) else None

    def _name(self, ours: str, line: Mapping[str, Any]) -> str | None:
        """The field of a line that holds that; None if none does."""
        if (given := self.given.get(ours)) is not None:
            return given if given in line else None
        return next(_named(_NAMES[ours], line), None)

    def _with_markup(self, line: Mapping[str, Any]) -> str | None:
        """A field that may hold a page, and does."""
        names = _named(_HTML_OR_TEXT, line) if "html" not in self.given else ()
        return next((name for name in names if isinstance(line[name], str) and has_markup(line[name])), None)


def _named(names: tuple[str, ...], line: Mapping[str, Any]) -> Iterator[str]:
    """The fields of a line that have one of these names, in the order of the names."""
    theirs = {re.sub(r"[^a-z]", "", key.lower()): key for key in line}
    return (theirs[name] for name in names if name in theirs)


def _without_html(line: Mapping[str, Any]) -> str:
    if line.keys() >= _OF_RECORDS:
        return "a record of newsclean, cleaned already; `newsclean show` prints it"
    if line.keys() >= _OF_REJECTS:
        return "a reject of newsclean, which is no page"
    return f"no field holds a page's HTML; {_has(line)}. Name it with --fields html=NAME"


def _has(line: Mapping[str, Any]) -> str:
    names = [str(name)[:50] for name in line][:_MAX_LISTED]
    more = f" and {len(line) - _MAX_LISTED} more" if len(line) > _MAX_LISTED else ""
    return f"there are: {', '.join(names) or 'none'}{more}"
