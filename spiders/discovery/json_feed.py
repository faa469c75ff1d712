"""JSON Feed 1.0 and 1.1 (jsonfeed.org): from its text to links. A broken item costs only itself."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from newsclean.models import Entry
from newsclean.page.anchors import web_url

from .full_text import Room, full_text, paragraphs
from .links import Link, SourceContents, first_entries, moment, plain_title, section_name

_VERSION = "jsonfeed.org/version/"
# Objects, lists, names and values of the largest that is read: each takes some 100 bytes of memory.
_MAX_MARKS = 3_000_000


def is_json(text: str) -> bool:
    """Whether the text may be a JSON object, which neither XML nor a list of addresses can be."""
    return text.lstrip("\ufeff \t\r\n")[:1] == "{"


def read_json_feed(text: str, url: str, zone: dt.tzinfo | None = None) -> SourceContents | None:
    """The articles a JSON Feed links, in its order; None for other JSON, or too much. `zone` is that of bare times."""
    feed = _parsed(text)
    if not isinstance(feed, dict) or _VERSION not in (_text(feed, "version") or ""):
        return None
    items = feed.get("items")
    links: list[Link] = []
    skipped = 0
    language, room = _text(feed, "language"), Room()
    for item in first_entries(items if isinstance(items, list) else [], url):
        link = _link(item, url, zone, language, room) if isinstance(item, dict) else None
        skipped += link is None
        links += [link] if link else []
    next_page = web_url(_text(feed, "next_url"), url)
    return SourceContents(links=tuple(links), skipped=skipped, next_page=next_page)


def _parsed(text: str) -> Any:
    if sum(map(text.count, "[{,:")) > _MAX_MARKS:
        return None
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):  # broken, a number of more than 4,300 digits, or nested deeply
        return None


def _link(item: dict[str, Any], url: str, zone: dt.tzinfo | None, language: str | None, room: Room) -> Link | None:
    address = next(filter(None, (web_url(written, url) for written in _addresses(item))), None)
    if address is None:
        return None
    language = _text(item, "language") or language
    published, modified = (moment(_text(item, f"date_{name}"), zone, language) for name in ("published", "modified"))
    tags = item.get("tags")
    names = [tag for tag in tags[:2] if isinstance(tag, str)] if isinstance(tags, list) else []
    title = plain_title(_text(item, "title"))
    entry = Entry(url=address, source="feed", title=title, date=published, section=section_name(names))
    content = _text(item, "content_html") or paragraphs(_text(item, "content_text"))
    return Link(entry, modified, room.take(full_text(content)))


def _addresses(item: dict[str, Any]) -> Iterator[str]:
    """What may be the article's address, as written: its own page, one elsewhere that it is about, its key."""
    for name in ("url", "external_url", "id"):
        written = _text(item, name)
        if written and (name != "id" or written.startswith(("http://", "https://"))):
            yield written


def _text(values: dict[str, Any], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None
