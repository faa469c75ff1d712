"""The arguments of `scrapy crawl NAME -a KEY=VALUE`, checked before anything is fetched."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, ValidationError
from w3lib.url import safe_url_string

from newsclean.errors import UsageError, suggestion
from newsclean.models import Frozen
from newsclean.page.urls import is_web_url

_SPAN = re.compile(r"(\d{1,5})([hd])")
_EXAMPLES = {
    "since": "2026-11-24, 2026-11-24T06:00:00+07:00, 2d or 24h",
    "limit": "a number from 1 up: 20",
    "url": "an http or https address: https://news.example/",
}


def _since(value: object) -> object:
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


class Arguments(Frozen):
    """The arguments of every spider."""

    since: Annotated[dt.datetime | dt.date | None, BeforeValidator(_since)] = Field(
        default=None, description="Skip articles known to be older; a time without a zone is the site's."
    )
    limit: int | None = Field(default=None, gt=0, description="Fetch at most N pages, newest first.")
    url: Annotated[str | None, BeforeValidator(_url)] = Field(
        default=None, description="Start here instead of at the declared sources: a page, feed, sitemap or article."
    )

    @classmethod
    def read(cls, given: dict[str, str]) -> Self:
        """The arguments as given on the command line. Raises UsageError, in one line, saying what would be right."""
        for name in given:
            if name not in cls.model_fields:
                hint = suggestion(name, cls.model_fields, "Known arguments")
                raise UsageError(f"unknown argument -a {name}=. {hint}")
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise UsageError(f"-a {name}={given[name]} is not understood. Use {_EXAMPLES[name]}.") from None
