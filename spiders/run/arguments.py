"""The arguments of `scrapy crawl NAME -a KEY=VALUE`, checked before anything is fetched."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError
from w3lib.url import safe_url_string

from newsclean.errors import UsageError, suggestion
from newsclean.models import Frozen
from newsclean.page.urls import is_web_url

_MAX_WARNINGS = 5  # of lines of a file
_SPAN = re.compile(r"(\d{1,5})([hd])")
_TIMES = "2026-11-24, 2026-11-24T06:00:00+07:00, 2d or 24h"
_EXAMPLES = {
    "since": _TIMES,
    "until": _TIMES,
    "section": "the section's name in its feed or its address: ekonomi",
    "limit": "a number from 1 up: 20",
    "url": "an http or https address: https://news.example/",
    "urls": "a file with an address a line, or - for standard input",
    "dry_run": "1 or 0",
}


def _time(value: object) -> object:
    """A span back from now, or a day or time in ISO 8601."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if span := _SPAN.fullmatch(text):
        hours = int(span[1]) * (24 if span[2] == "d" else 1)
        return dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)


def _url(value: object) -> object:
    if not isinstance(value, str) or not is_web_url(value.strip()):
        raise ValueError("not http(s)")
    return safe_url_string(value.strip())


@cache  # standard input can be read only once
def _lines_of(file: str) -> tuple[str, ...]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"-a urls={file} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))


def _urls(value: object) -> object:
    """The addresses of a file, each once, without what is no address."""
    if not isinstance(value, str):
        return value
    lines = dict.fromkeys(_lines_of(value.strip()))
    urls = tuple(safe_url_string(line) for line in lines if is_web_url(line))
    if not urls:
        raise UsageError(f"-a urls={value} names no address: one http or https address a line is needed")
    return urls


def _wrong_lines(file: str) -> Iterator[str]:
    """What is left out of the file, in sentences."""
    wrong = [line for line in dict.fromkeys(_lines_of(file.strip())) if not is_web_url(line)]
    for line in wrong[:_MAX_WARNINGS]:
        yield f"{file}: {line[:200]!r} is no http or https address and is left out"
    if len(wrong) > _MAX_WARNINGS:
        yield f"{file}: {len(wrong) - _MAX_WARNINGS} more lines are no addresses"


class Arguments(Frozen):
    """The arguments of every spider. `warnings` are about them, for the log of the run."""

    _warnings: tuple[str, ...] = PrivateAttr(())

    since: Annotated[dt.datetime | dt.date | None, BeforeValidator(_time)] = Field(
        default=None, description="Skip articles known to be older; a time without a zone is the site's."
    )
    until: Annotated[dt.datetime | dt.date | None, BeforeValidator(_time)] = Field(
        default=None, description="Skip articles known to be newer; a day counts whole."
    )
    section: str | None = Field(
        default=None, min_length=1, description="Fetch only articles whose source or address names this section."
    )
    limit: int | None = Field(default=None, gt=0, description="Fetch at most N pages, newest first.")
    url: Annotated[str | None, BeforeValidator(_url)] = Field(
        default=None, description="Start here instead of at the declared sources: a page, feed, sitemap or article."
    )
    urls: Annotated[tuple[str, ...] | None, BeforeValidator(_urls)] = Field(
        default=None, description="Fetch the articles of this file, an address a line; - for standard input."
    )
    dry_run: bool = Field(
        default=False, description="1: print what would be fetched and what would not, and fetch no article."
    )

    @property
    def warnings(self) -> tuple[str, ...]:
        return self._warnings

    def _in_order(self, given: dict[str, str]) -> Self:
        """Raises UsageError for a time that ends before it begins."""
        if self.since is not None and self.until is not None and _day(self.until) < _day(self.since):
            raise UsageError(f"-a until={given['until']} is before -a since={given['since']}: no article is of both.")
        return self

    @classmethod
    def read(cls, given: dict[str, str]) -> Self:
        """The arguments as given on the command line. Raises UsageError, in one line, saying what would be right."""
        for name in given:
            if name not in cls.model_fields:
                hint = suggestion(name, cls.model_fields, "Known arguments")
                raise UsageError(f"unknown argument -a {name}=. {hint}")
        if "url" in given and "urls" in given:
            raise UsageError("-a url= and -a urls= are two ways to say where to start; leave out one of them.")
        try:
            arguments = cls.model_validate(given)._in_order(given)
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise UsageError(f"-a {name}={given[name]} is not understood. Use {_EXAMPLES[name]}.") from None
        arguments._warnings = tuple(_wrong_lines(given["urls"])) if "urls" in given else ()
        return arguments


def _day(time: dt.datetime | dt.date) -> dt.date:
    return time.date() if isinstance(time, dt.datetime) else time
