"""Finding a site's articles: its sources are read one after the other, newest first, until what is wanted is known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from newsclean.models import Entry
from newsclean.page.urls import is_front_page
from newsclean.sites.declaration import COVERED
from newsclean.sites.site import Site, same_site

from .collection import Collection
from .judge import Verdict
from .links import Link, Pointer, Sight, SourceContents, order
from .lists import LEVELS, Lists
from .reading import Reading
from .sitemap_names import in_order, is_of_articles, last_day
from .turns import in_turns
from .visits import Visits
from .wanted import Wanted

logger = logging.getLogger(__name__)

ROBOTS = "/robots.txt"
# Tried in this order, up to the first that links articles, where the site names none.
COMMON_FEEDS = (
    "/feed",
    "/rss.xml",
    "/rss",
    "/index.xml",
    "/atom.xml",
    "/feed.xml",
    "/feed.json",
    "/feeds/posts/default",
)
# The same for sitemaps: the protocol's name, those of Yoast and other plugins, of WordPress itself, of static site
# generators, and of news sitemaps.
COMMON_SITEMAPS = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/wp-sitemap.xml",
    "/sitemap-index.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
)
# By the protocol an index names sitemaps only; real ones sometimes name another index, but none below that.
MAX_DEPTH = 3


@dataclass(slots=True)
class Discovery:
    """Reads the sources of a site into a collection."""

    visits: Visits
    collection: Collection
    _has_map: bool = False  # a sitemap lists pages of all times, not only news
    _reaches_back: bool = False  # a feed or news sitemap lists all since `since`

    @property
    def site(self) -> Site | None:
        return self.collection.site

    @property
    def wanted(self) -> Wanted:
        return self.collection.wanted

    @property
    def _is_declared(self) -> bool:
        return self.site is not None and bool(self.site.feeds or self.site.sitemaps or self.site.sections)

    async def begin(self, home: str) -> None:
        """Reads the sources that the site declares; where they link nothing, what its front page leads to.

        `home` is the front page, and the base of relative addresses in the declaration.
        """
        if self._is_declared and await self._declared(home):
            return
        if (page := await self.visits.read(home)) is not None:
            await self._undeclared(page)
            await self._take(page, page.url)

    async def explore(self, url: str) -> None:
        """Reads an address given by the user: a feed, sitemap, article, section or front page."""
        if self.site and self.site.article_url and self._says(Link(Entry(url=url, source="argument"))):
            self.add(url)
            return
        source = await self.visits.read(url, check=not is_front_page(url))
        if source is None:
            return
        if source.is_feed:
            await self._take(source, home=None)  # a user who names a feed wants what it links, on any host
        elif is_front_page(url) or is_front_page(source.url):
            await self._front(source)
        elif source.is_article:
            self.add(url)
        else:
            await self._section(source, url)

    def add(self, url: str) -> None:
        """Keeps an address that the user gave as that of an article."""
        self.collection.add(Link(Entry(url=url, source="argument"), sight=Sight.LISTED), url, None)

    async def _read(self, source: str, home: str | None, *, guess: bool = False, depth: int = 0) -> bool:
        """Reads one source, `depth` sitemap indexes below the first.

        True if it was a feed or sitemap that names articles or further sitemaps.
        """
        reading = await self.visits.read(source, guess=guess)
        if reading is None:
            return False
        if not reading.is_feed:
            if self._is_declared:
                await self._take(reading, home)
            return False
        return await self._take(reading, home, depth)

    def _has_enough(self) -> bool:
        """Whether no further source can have what is wanted: the limit is reached, or all since `since` is listed."""
        return self.collection.has_enough() or self._reaches_back

    async def _section(self, page: Reading, url: str) -> None:
        """Takes a section page with what lies below its address; one without articles as the entrance to its site."""
        links = page.contents.links
        if any(map(self._says, links)):
            for feed in page.feeds:
                if feed.startswith(_below(page.url)):
                    await self._read(feed, page.url)
            await self.lists(page.url, below=_below(page.url)).read_on(page, levels=LEVELS)
        elif links:
            await self._front(page)
        else:
            self.add(url)  # the article check says why it is none

    async def _front(self, page: Reading) -> None:
        if not self._is_declared or not await self._declared(page.url):
            await self._undeclared(page)
        await self._take(page, page.url)

    async def _declared(self, home: str) -> bool:
        """Reads what the site declares, each source for a part of it; False where that links nothing at all."""
        assert self.site is not None
        for source in (*self.site.feeds, *self.site.sitemaps):
            await self._read(urljoin(home, source), home)
        await self.lists(home).read(urljoin(home, section) for section in self.site.sections)
        if self.collection.is_empty:
            logger.warning("no source that %s declares links an article; its front page is read", self.site.name)
        return not self.collection.is_empty

    async def _undeclared(self, page: Reading) -> None:
        """Reads what the front page and robots.txt name, else what lies at common addresses, else the site's lists.

        A sitemap that has what the front page links is complete; who wants only the newest is better served by a feed.
        """
        steps = (self._read_sitemaps, self._read_feeds)
        for step in steps if self.wanted.is_unbounded else reversed(steps):
            await step(page)
            if self._has_enough() or self._is_complete(page):
                return
        await self.lists(page.url).read_on(page, levels=LEVELS)

    def _is_complete(self, page: Reading) -> bool:
        if not self._has_map or not self.wanted.is_unbounded:
            return False
        urls = [link.entry.url for link in page.contents.links if self._says(link)]
        return sum(map(self.collection.tells, urls)) >= COVERED * len(urls)

    async def _read_feeds(self, page: Reading) -> None:
        for feed in page.feeds:
            await self._read(feed, page.url)
            if self._has_enough():
                return
        for path in () if page.feeds or self.collection.candidates else COMMON_FEEDS:
            if await self._read(urljoin(page.url, path), page.url, guess=True):
                return

    async def _read_sitemaps(self, page: Reading) -> None:
        robots = await self.visits.read(urljoin(page.url, ROBOTS), guess=True)
        pointers = robots.contents.sitemaps if robots else ()
        await self._follow(pointers, page.url, depth=0)
        for path in () if self.collection.candidates else COMMON_SITEMAPS:
            if await self._read(urljoin(page.url, path), page.url, guess=True) and self.collection.candidates:
                return

    async def _take(self, reading: Reading, home: str | None, depth: int = 0) -> bool:
        """Keeps the links of a source and reads the further ones that it names; False where there is neither."""
        contents = reading.contents
        self.collection.note_broken(contents.skipped)
        new = False
        async for link in in_turns(seen_in(contents.links, reading.url)):
            new |= self.collection.add(link, reading.url, home)
        self._note_reach(contents)
        if contents.sitemaps and depth >= MAX_DEPTH:
            logger.warning("%s and others are left out: sitemap indexes are nested too deep", contents.sitemaps[0].url)
        else:
            await self._follow(contents.sitemaps, home, depth + 1)
        goes_on = new and reading.is_feed and not self._has_enough()
        if (
            goes_on
            and contents.next_page
            and not await self.visits.were_followed([x.entry.url for x in contents.links])
        ):
            await self._read(contents.next_page, home, guess=True)
        return new or bool(contents.sitemaps)

    def _note_reach(self, contents: SourceContents) -> None:
        """Notes whether a source is a map of all pages, and whether a list of the newest goes back far enough."""
        kinds = {link.entry.source for link in contents.links}
        dates = [link.entry.date for link in contents.links if link.entry.date is not None]
        self._has_map |= "sitemap" in kinds and not dates
        # What a feed lists is the newest, in whatever order; a single old entry may be pinned to it.
        is_list = bool(dates) and 2 * len(dates) > len(contents.links)
        self._reaches_back |= is_list and sum(map(self.wanted.is_older, dates)) > 1

    async def _follow(self, pointers: Iterable[Pointer], home: str | None, depth: int) -> None:
        """Reads the sitemaps that an index or robots.txt names, newest first, and no more than is wanted."""
        pointers = tuple(pointers)
        wanted = await asyncio.to_thread(in_order, pointers)
        for pointer in pointers if len(wanted) < len(pointers) else ():
            if is_of_articles(pointer.url) is False:
                self.collection.leave_out(pointer.url, Verdict.MISPLACED, home or pointer.url)
        async for pointer in in_turns(wanted):
            if self.wanted.is_older(pointer.modified or last_day(pointer.url)):
                continue
            if home and not same_site(home, pointer.url, self.site):
                continue
            changed = order(pointer.modified or last_day(pointer.url))
            if self.collection.has_enough() and pointer.modified is None:
                return
            if await asyncio.to_thread(self.collection.has_enough_since, changed):
                return
            await self._read(pointer.url, home or pointer.url, depth=depth)

    def lists(self, home: str, below: str = "") -> Lists:
        """Reads lists of the site that an address is of."""
        return Lists(self.visits, self.collection, home, below)

    def _says(self, link: Link) -> bool:
        """Whether a link is an article's, as far as is known by now."""
        return self.collection.judge.verdict(link) is Verdict.ARTICLE


def _below(url: str) -> str:
    """How the addresses of pages begin that lie below a section's."""
    return f"{url.partition('?')[0].rstrip('/')}/"


def seen_in(links: Iterable[Link], source: str) -> Iterable[Link]:
    """The links with what their source says of them."""
    is_good = is_of_articles(source)
    named = Sight.MAPPED if is_good else Sight.MISPLACED if is_good is False else Sight.NONE
    for link in links:
        entry = link.entry
        if entry.source == "feed" or (entry.source == "sitemap" and entry.date is not None):
            yield replace(link, sight=link.sight | Sight.LISTED)
        elif entry.source == "sitemap" and named:
            yield replace(link, sight=link.sight | named)
        else:
            yield link
