"""What a caller hands to `clean`, `extract` and `explain`, as a Page."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from newsclean.errors import MarkupError, UsageError
from newsclean.models import Page

from .files import read_page

# What may be cleaned: a Page; its markup as bytes or text; the path of its file.
Given = Page | bytes | str | Path
# No markup, and no text, is a single word: an address or the name of a file.
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}:)?//\S+|www\.\S+", re.I)
_FILE_NAME = re.compile(r"[^<>\n]+\.(?:x?html?|mhtml|txt|php|gz|zst|br|warc|jsonl)", re.I)
_MAX_NAME = 4096


def page_from(
    given: Given,
    *,
    url: str | None = None,
    site: str | None = None,
    content_type: str | None = None,
    fetched_at: dt.datetime | None = None,
) -> Page:
    """The page that was given, fetched now unless `fetched_at` (aware) says when.

    Raises MarkupError for an address or the name of a file in place of markup, UsageError for a Page with any of the
    keyword arguments, InputError for a file that cannot be read, TypeError for anything else.
    """
    if isinstance(given, Page):
        if url or site or content_type or fetched_at:
            raise UsageError("url, site, content_type and fetched_at are fields of a Page; set them there")
        return given
    if isinstance(given, Path):
        told = {"content_type": content_type, "fetched_at": fetched_at and fetched_at.astimezone(dt.UTC)}
        known = {name: value for name, value in told.items() if value is not None}
        return read_page(given, url=url, site=site).model_copy(update=known)
    if not isinstance(given, bytes | str):
        raise TypeError(f"takes a Page, markup as bytes or str, or the Path of a file, and not {given!r:.60}")
    check_markup(given)
    return Page(
        url=url or "file:///dev/stdin",
        html=given,
        site=site,
        content_type=content_type,
        fetched_at=fetched_at or dt.datetime.now(dt.UTC),
    )


def check_markup(given: bytes | str) -> None:
    """Raises MarkupError for what is surely no markup, saying what to give instead."""
    if len(given) > _MAX_NAME:
        return
    text = (given.decode("utf-8", "replace") if isinstance(given, bytes) else given).strip()
    if _ADDRESS.fullmatch(text):
        raise MarkupError(
            f"{text!r} is an address, and markup is wanted: fetch the page and pass what comes, with url={text!r}. "
            "`newsclean crawl` fetches politely, and Scrapy does."
        )
    if _FILE_NAME.fullmatch(text) or _is_file(text):
        raise MarkupError(f"{text!r} is the name of a file, and markup is wanted: pass Path({text!r})")


def _is_file(text: str) -> bool:
    try:
        return bool(text) and "<" not in text and Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with a NUL
        return False
