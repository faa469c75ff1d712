"""Reading a source in a worker: feeds, sitemaps and pages come from strangers, and none may block or break a run.

`read` is what a worker calls. It answers in lines of JSON, one per link, so that the crawl can take them in piece by
piece (`received`); what is too much for one call of Python would block it just as the parsing did.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsclean.corpus.cache import Cache
from newsclean.models import Entry
from newsclean.page.charset import NotTextError, decode
from newsclean.page.limits import MAX_ROBOTS_BYTES, MAX_SOURCE_BYTES
from newsclean.workers.job import JobError

from .full_text import keep_texts
from .links import Link, Moment, Pointer, Sight, SourceContents
from .listing_pager import next_listing
from .sections import linked_feeds, page_tree, read_section
from .sitemaps import sitemaps_in_robots
from .sources import read_source
from .turns import each_line, in_turns

logger = logging.getLogger(__name__)

NOTHING = SourceContents()

READ = "newsclean.spiders.discovery.reading:read"
# Bytes of the answer, which `xml:base` and quoting can make longer than what is sent; a news sitemap with as many
# entries as its protocol allows has 17 MiB.
MAX_ANSWER = MAX_SOURCE_BYTES


@dataclass(frozen=True, slots=True)
class Source:
    """A source as fetched. `zone` is that of times without one. `check`: see whether a page is an article.

    The texts of its entries are kept in the folder `texts`, if there is one.
    """

    data: bytes
    url: str
    content_type: str | None = None
    zone: dt.tzinfo | None = None
    check: bool = False
    is_robots: bool = False
    texts: Path | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source at `url` holds.

    `is_feed`: it is a feed or sitemap (or robots.txt), not a page. Of a page, `feeds` are those that it names, and
    `is_article` is what the article check says, if that was asked for.
    """

    url: str
    contents: SourceContents = NOTHING
    is_feed: bool = False
    feeds: tuple[str, ...] = ()
    is_article: bool = False


def read(source: Source) -> bytes:
    """What the source holds, for `received`; empty for one that is neither page nor feed nor sitemap."""
    reading = _read(source)
    if reading is None:
        return b""
    if source.texts is not None:
        keep_texts(Cache(source.texts), reading.contents.links, source.url)
    return b"\n".join(_lines(reading))


async def received(answer: bytes) -> Reading | None:
    """What `read` answered. Raises JobError for an answer that `read` would not give."""
    if not answer:
        return None
    lines = each_line(answer)
    links: list[Link] = []
    sitemaps: list[Pointer] = []
    try:
        head = json.loads(next(lines))
        async for line in in_turns(lines):
            address, modified, *more = json.loads(line)
            if more:
                source, title, date, section, sight = more
                entry = Entry(url=address, source=source, title=title, date=_moment(date), section=section)
                links.append(Link(entry, _moment(modified), sight=Sight(sight)))
            else:
                sitemaps.append(Pointer(str(address), _moment(modified)))
        contents = SourceContents(tuple(links), tuple(sitemaps), int(head["skipped"]), head["next"])
        is_feed, is_article = bool(head["is_feed"]), bool(head["is_article"])
        return Reading(str(head["url"]), contents, is_feed, tuple(head["feeds"]), is_article)
    except (ValueError, TypeError, KeyError) as error:
        raise JobError.of_answer(error) from None


def _lines(reading: Reading) -> Iterator[bytes]:
    """The answer: a line about the source, one per sitemap, one per link."""
    contents = reading.contents
    lines = [json.dumps((pointer.url, _text(pointer.modified))).encode() for pointer in contents.sitemaps]
    room = MAX_ANSWER - sum(map(len, lines)) - len(lines)
    for link in contents.links:
        entry = link.entry
        of_entry = (entry.source, entry.title, _text(entry.date), entry.section)
        found = (entry.url, _text(link.modified), *of_entry, link.sight.value)
        line = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
        if (room := room - len(line) - 1) < 0:
            logger.warning(
                "%s has too many long addresses; only the first %d entries are read", reading.url, len(lines)
            )
            break
        lines.append(line)
    skipped = contents.skipped + len(contents.sitemaps) + len(contents.links) - len(lines)
    head = {
        "url": reading.url,
        "is_feed": reading.is_feed,
        "feeds": reading.feeds,
        "is_article": reading.is_article,
        "skipped": skipped,
        "next": contents.next_page,
    }
    yield json.dumps(head).encode()
    yield from lines


def _read(source: Source) -> Reading | None:
    if source.is_robots:
        sitemaps = tuple(Pointer(address) for address in _sitemaps_in_robots(source))
        return Reading(source.url, SourceContents(sitemaps=sitemaps), is_feed=True)
    contents = read_source(source.data, source.url, content_type=source.content_type, zone=source.zone)
    if contents is not None:
        return Reading(source.url, contents, is_feed=True)
    tree = page_tree(source.data, source.content_type)
    if tree is None:
        return None
    section = read_section(tree, source.url)
    is_article = False
    if source.check:
        # Here, since the crawl's own process imports this module, too.
        from . import article_check

        headlines = sum(Sight.HEADLINE in link.sight for link in section.links)
        is_article = article_check.is_article(source.url, source.data, source.content_type, headlines)
    return Reading(
        source.url,
        replace(section, next_page=next_listing(tree, source.url)),
        feeds=linked_feeds(tree, source.url),
        is_article=is_article,
    )


def _sitemaps_in_robots(source: Source) -> tuple[str, ...]:
    try:
        return sitemaps_in_robots(decode(source.data[:MAX_ROBOTS_BYTES]), source.url)
    except NotTextError:
        return ()


def _text(value: Moment | None) -> str | None:
    return value.isoformat() if value is not None else None


def _moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)
