"""Finding a site's articles: its sources are read one after the other and their links collected."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import Counter
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol
from urllib.parse import urljoin

from newsclean.models import Entry
from newsclean.page.urls import is_front_page, record_id
from newsclean.sites.site import Site, same_site

from .links import Link, Moment, Pointer, SourceContents, order
from .reading import Reading
from .sections import is_article_url
from .turns import in_turns

logger = logging.getLogger(__name__)

ROBOTS = "/robots.txt"
# Tried in this order, up to the first that links articles, only where a front page names none.
COMMON_FEEDS = ("/feed", "/rss.xml", "/rss")
# The same for sitemaps, where robots.txt names none of use, up to the first that links articles: the protocol's name,
# those of Yoast and other plugins, of WordPress itself, of static site generators, and of news sitemaps.
COMMON_SITEMAPS = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/wp-sitemap.xml",
    "/sitemap-index.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
)
# More feeds and sitemaps are an archive that no nightly crawl wants, or a trap.
MAX_SOURCES = 200
# By the protocol an index names sitemaps only; real ones sometimes name another index, but none below that.
MAX_DEPTH = 3
# At one request per second, more than a day's work.
MAX_LINKS = 100_000


class ReadSource(Protocol):
    """Fetches and reads a source; None, after a warning, when either fails. A guess fails silently."""

    def __call__(self, url: str, *, guess: bool = False) -> Awaitable[Reading | None]: ...


@dataclass(slots=True)
class Discovery:
    """The articles found so far, by key.

    `skipped` counts links that are not followed, by reason: broken, offsite, no-article, older, repeated, over-limit,
    too-many.
    """

    read_source: ReadSource
    site: Site | None
    since: Moment | None = None
    limit: int | None = None
    skipped: Counter[str] = field(default_factory=Counter)
    _links: dict[str, Link] = field(default_factory=dict)
    _sources: set[str] = field(default_factory=set)
    _full: bool = False

    @property
    def zone(self) -> dt.tzinfo | None:
        return self.site.zone if self.site else None

    @property
    def article_url(self) -> str | None:
        return self.site.article_url if self.site else None

    @property
    def _sources_declared(self) -> tuple[str, ...]:
        return (*self.site.feeds, *self.site.sitemaps, *self.site.sections) if self.site else ()

    async def declared(self, home: str) -> None:
        """Reads the sources that the site declares, its front page if it declares none.

        Addresses in the declaration may be relative to `home`.
        """
        for source in self._sources_declared:
            await self._read(urljoin(home, source), home)
        if not self._sources_declared:
            await self.explore(home)

    async def explore(self, url: str) -> None:
        """Reads an address given by the user: a feed, sitemap, article, section or front page."""
        source = await self.read_source(url)
        if source is None:
            return
        if source.is_feed:
            await self._take(source.contents, home=None)  # a user who names a feed wants what it links, on any host
        elif not is_front_page(source.url) and (is_article_url(source.url, self.article_url) or source.says_article):
            self._add(Link(Entry(url=source.url, source="argument")))
        else:
            await self._front(source)

    def newest_first(self) -> list[Link]:
        """The links to follow: none older than `since`, at most `limit`, those of unknown time last.

        To be called in a thread: a hundred thousand links take a second.
        """
        links = [link for link in self._links.values() if not self.is_older(link.latest)]
        self.skipped["older"] += len(self._links) - len(links)
        links.sort(key=lambda link: order(link.latest), reverse=True)
        self.skipped["over-limit"] += max(0, len(links) - (self.limit or len(links)))
        return links[: self.limit]

    async def _front(self, page: Reading) -> None:
        """Takes a section page by itself; a front page, or a section without articles, as the entrance to the site."""
        if is_front_page(page.url) or not page.contents.links:
            if self._sources_declared:
                await self.declared(page.url)
            else:
                await self._undeclared(page)
        await self._take(page.contents, page.url)

    async def _undeclared(self, page: Reading) -> None:
        """Reads the feeds that a page names and the sitemaps that robots.txt names, else those at common paths."""
        url = page.url
        for feed in page.feeds:
            await self._read(feed, url)
        for path in () if page.feeds else COMMON_FEEDS:
            if await self._read(urljoin(url, path), url, guess=True):
                break
        robots = await self.read_source(urljoin(url, ROBOTS), guess=True)
        named = [await self._read(pointer.url, url) for pointer in (robots.contents.sitemaps if robots else ())]
        for path in () if any(named) else COMMON_SITEMAPS:
            if await self._read(urljoin(url, path), url, guess=True):
                break

    async def _read(self, source: str, home: str, *, guess: bool = False, depth: int = 0) -> bool:
        """Reads one source, `depth` sitemap indexes below the first.

        True if it was a feed or sitemap that names articles or further sitemaps.
        """
        if source in self._sources or not self._has_room(source):
            return False
        self._sources.add(source)
        reading = await self.read_source(source, guess=guess)
        if reading is None:
            return False
        if not reading.is_feed:
            if self.site is not None:
                await self._take(reading.contents, home)
            return False
        return await self._take(reading.contents, home, depth)

    async def _take(self, contents: SourceContents, home: str | None, depth: int = 0) -> bool:
        """Keeps the articles and reads the further sitemaps; False where there are neither."""
        self.skipped["broken"] += contents.skipped
        wanted = bool(contents.sitemaps)
        async for link in in_turns(contents.links):
            if why := self._unwanted(link, home):
                self.skipped[why] += 1
            else:
                wanted = True
                self._add(link)
        if contents.sitemaps and depth >= MAX_DEPTH:
            logger.warning("%s and others are left out: sitemap indexes are nested too deep", contents.sitemaps[0].url)
        else:
            await self._follow(contents.sitemaps, home, depth + 1)
        return wanted

    async def _follow(self, pointers: Iterable[Pointer], home: str | None, depth: int) -> None:
        """Reads the sitemaps of an index, newest first, and no more than `since` and `limit` need."""
        async for pointer in in_turns(await asyncio.to_thread(_newest_first, pointers)):
            if pointer.url in self._sources or self.is_older(pointer.modified):
                continue
            if home and not self._is_on_site(pointer.url, home):
                continue
            if await asyncio.to_thread(self._has_enough_since, pointer.modified) or not self._has_room(pointer.url):
                return
            await self._read(pointer.url, home or pointer.url, depth=depth)

    def _add(self, link: Link) -> None:
        """Keeps the link; of two to the same article the first, unless only a later one has a date."""
        key = record_id(link.entry.url)
        known = self._links.get(key)
        if known is None and len(self._links) >= MAX_LINKS:
            self.skipped["too-many"] += 1
            return
        self.skipped["repeated"] += known is not None
        if known is None or (known.entry.date is None and link.entry.date is not None):
            self._links[key] = link

    def _unwanted(self, link: Link, home: str | None) -> str | None:
        entry = link.entry
        if home and not self._is_on_site(entry.url, home):
            return "offsite"
        if self.article_url is not None and not is_article_url(entry.url, self.article_url):
            return "no-article"
        # The sitemap of an undeclared site lists all its pages; a news sitemap and a feed list articles.
        if self.site is None and entry.source == "sitemap" and entry.date is None and not is_article_url(entry.url):
            return "no-article"
        return None

    def _has_enough_since(self, changed: Moment | None) -> bool:
        """Whether a sitemap last changed at that time can only hold links beyond the limit."""
        if self.limit is None or changed is None:
            return False
        since = order(changed)
        newer = (link for link in self._links.values() if order(link.latest) >= since)
        return len(list(islice(newer, self.limit))) == self.limit

    def _has_room(self, source: str) -> bool:
        """Whether another source may be read in this run; warns once when none may."""
        if len(self._sources) < MAX_SOURCES:
            return True
        if not self._full:
            logger.warning("%s and later sources are left out: at most %d are read", source, MAX_SOURCES)
        self._full = True
        return False

    def _is_on_site(self, url: str, home: str) -> bool:
        return same_site(home, url, self.site)

    def is_older(self, value: Moment | None) -> bool:
        """Whether the time is known and before `since`; compared by day where one of the two is only a day, or bare."""
        if value is None or self.since is None:
            return False
        if isinstance(value, dt.datetime) and value.tzinfo and isinstance(self.since, dt.datetime):
            return value < self.since
        return _day(value, self.zone) < _day(self.since, self.zone)


def _newest_first(pointers: Iterable[Pointer]) -> list[Pointer]:
    return sorted(pointers, key=lambda pointer: order(pointer.modified), reverse=True)


def _day(value: Moment, zone: dt.tzinfo | None) -> dt.date:
    if not isinstance(value, dt.datetime):
        return value
    return (value.astimezone(zone or dt.UTC) if value.tzinfo else value).date()
