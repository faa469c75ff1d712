"""Dates and addresses that cannot be right: they are left out, and the article comes with what else is known."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tests.hostile.pages import PUBLISHED, URL, Case, Record, article, json_ld, refused

NULL = Record(date="")
INVALID = refused("invalid-record")
HERE = "https://harbour.example/news/old-ferry-steps-stay-open"


def dated(value: Any) -> str:
    """The article whose only date is this value of datePublished."""
    return article(claims=json_ld(datePublished=value))


def linked(address: str) -> str:
    """The article with this canonical link."""
    return article(head=f'<link rel="canonical" href="{address}">')


def known_as(canonical: str | None) -> Record:
    return Record(fields={"canonical_url": canonical})


DATES = (
    *(
        Case(f"the date {value!r}", lambda value=value: dated(value), NULL)
        for value in (
            "2026-02-30",
            "2026-02-30T10:00:00+07:00",
            "0001-01-01",
            "0001-01-01T00:00:00Z",
            "9999-12-31",
            "9999-12-31T23:59:59Z",
            "0000-00-00",
            "0000-00-00 00:00:00",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "31 April 2026",
            "30 Februari 2026",
            "1969-12-31",
            "-1",
            "",
            "today",
            "yesterday",
            "null",
            "undefined",
            "2026",
            "2026-02",
            "99999999999999",
            "02/30/2026",
            "2027-01-01",
            "2026-03-04T12:00:00Z",
            "2100-01-01",
            "20260230",
            "2026-2-30",
            "1970-01-01T00:00:00Z",
            "0",
        )
    ),
    *(
        Case(f"the date {json.dumps(value)}", lambda value=value: dated(value), NULL)
        for value in (0, 1.5, True, [], {}, [[]], [None], {"@value": 5}, 10**30, -5)
    ),
    Case("the date in a list", lambda: dated([PUBLISHED])),
    Case("the date as a typed value", lambda: dated({"@type": "Date", "@value": PUBLISHED})),
    Case("the hour 24", lambda: dated("2026-02-28T24:00:00+07:00"), Record(date=None)),
    Case("a leap second", lambda: dated("2026-02-28T23:59:60+07:00"), Record(date=None)),
    Case("an offset of 99 hours", lambda: dated("2026-02-28T20:57:00+99:00"), Record(date=None)),
    Case("an offset of 23:59", lambda: dated("2026-02-28T20:57:00+23:59"), Record(date=None)),
    Case("nanoseconds", lambda: dated("2026-02-28T20:57:00.123456789+07:00")),
    Case("tomorrow's date", lambda: dated("2026-03-02T09:00:00+07:00"), Record(date="2026-03-02T09:00:00+07:00")),
    Case("a date three days ahead", lambda: dated("2026-03-05"), NULL),
    Case("digits of another script", lambda: dated("٢٨/٠٢/٢٠٢٦"), Record(date="2026-02-28")),
    Case(
        "an impossible date beside a possible one",
        lambda: article(
            claims=json_ld(datePublished="2026-02-30"),
            head=f"<meta property='article:published_time' content='{PUBLISHED}'>",
        ),
    ),
    Case(
        "a date of the future beside a past one",
        lambda: article(
            claims=json_ld(datePublished="2031-01-01"),
            head=f"<meta property='article:published_time' content='{PUBLISHED}'>",
        ),
    ),
    Case(
        "an impossible date in the text",
        lambda: article(claims="", inside="<p>Published 30 February 2026 20:57</p>"),
        NULL,
    ),
    Case(
        "an impossible date in the address",
        lambda: article(claims=""),
        NULL,
        url="https://harbour.example/2026/02/30/steps",
    ),
    Case(
        "month and day zero in the address",
        lambda: article(claims=""),
        NULL,
        url="https://harbour.example/0000/00/00/steps",
    ),
    Case("a clock set back to 1970", lambda: article(), fetched_at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC)),
    Case("a clock set back to 2000", lambda: article(), fetched_at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC)),
    Case("a clock set back to 1 January of year 1", lambda: article(), fetched_at=dt.datetime(1, 1, 1, tzinfo=dt.UTC)),
    Case(
        "a clock set to the end of time", lambda: article(), fetched_at=dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC)
    ),
    Case(
        "a change before the publication",
        lambda: article(claims=json_ld(dateModified="2020-01-01")),
        Record(fields={"modified": None}),
    ),
    Case(
        "an impossible change",
        lambda: article(claims=json_ld(dateModified="2026-02-30")),
        Record(fields={"modified": None}),
    ),
    Case(
        "a change in the future",
        lambda: article(claims=json_ld(dateModified="2036-02-01")),
        Record(fields={"modified": None}),
    ),
)

ADDRESSES = (
    Case(
        "a canonical link to another site", lambda: linked("https://other.example/stolen"), Record(fields={"url": HERE})
    ),
    Case("a canonical link to the home page", lambda: linked("https://harbour.example/")),
    Case("a canonical link that is a script", lambda: linked("javascript:alert(1)"), known_as(None)),
    Case("a canonical link with data", lambda: linked("data:text/html,hello"), known_as(None)),
    Case("a canonical link to a file", lambda: linked("file:///etc/passwd"), known_as(None)),
    Case("a relative canonical link", lambda: linked("/news/1"), known_as("https://harbour.example/news/1")),
    Case(
        "a canonical link without scheme",
        lambda: linked("//harbour.example/news/1"),
        known_as("https://harbour.example/news/1"),
    ),
    Case("an empty canonical link", lambda: linked("")),
    Case("a canonical link that is a number sign", lambda: linked("#")),
    Case("a canonical link to a broken IPv6 address", lambda: linked("http://[::1/"), known_as(None)),
    Case("a canonical link to a broken host", lambda: linked("http://[bad]/x"), known_as(None)),
    Case("a canonical link with a wrong port", lambda: linked("https://harbour.example:99999/x")),
    Case("a canonical link with a port in letters", lambda: linked("https://harbour.example:port/x")),
    Case("a canonical link with a password", lambda: linked("https://user:secret@harbour.example/x")),
    Case(
        "a canonical link with white space",
        lambda: linked(" \n https://harbour.example/news/1 \n"),
        known_as("https://harbour.example/news/1"),
    ),
    Case("a canonical link with a NUL", lambda: linked("https://harbour.example/\x00news")),
    Case("a canonical link with a lone surrogate", lambda: linked("https://harbour.example/\udc80")),
    Case("a canonical link in Unicode", lambda: linked("https://härbour.example/straße")),
    Case("a canonical link with an endless host", lambda: linked(f"https://{'a' * 5000}.example/")),
    Case("a canonical link with empty labels", lambda: linked("https://..harbour..example../")),
    Case(
        "a base address on another site",
        lambda: article(head="<base href='https://other.example/'><link rel=canonical href='/x'>"),
    ),
    Case(
        "a base address that is a script",
        lambda: article(head="<base href='javascript:void(0)'><link rel=canonical href='/x'>"),
    ),
    Case(
        "two canonical links",
        lambda: article(head=f"<link rel=canonical href='{URL}'><link rel=canonical href='https://other.example/'>"),
        known_as(URL),
    ),
    Case(
        "an image that is a script",
        lambda: article(head="<meta property=og:image content='javascript:x'>"),
        Record(fields={"image": None}),
    ),
    Case("a page's address that is broken", lambda: article(), url="http://[bad"),
    Case("a page's address with a lone surrogate", lambda: article(), INVALID, url="https://harbour.example/\udc80"),
    Case(
        "a page's address with control characters", lambda: article(), INVALID, url="https://harbour.example/\x00\x1f"
    ),
    Case("an empty address", lambda: article(), INVALID, url=""),
    Case("an address with a broken port", lambda: article(), url="https://harbour.example:port/1"),
)

CASES = (*DATES, *ADDRESSES)
