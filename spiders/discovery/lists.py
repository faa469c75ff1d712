"""Lists of articles on pages, read page by page: sections, the front page, and the lists that they lead to."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from newsclean.fields.dates.candidates import day_in_url
from newsclean.models import Entry

from .addresses import Kind, kind_of, shape_of
from .collection import Collection
from .links import Link, Sight
from .listing_pager import is_page_of
from .reading import Reading
from .turns import in_turns
from .visits import Visits

logger = logging.getLogger(__name__)

# Lists below a front page: its sections, and theirs.
LEVELS = 2
# Pages of one list. A list of ten a page has 500 articles then; sites with more have a sitemap.
MAX_PAGES = 50
# Lists below a front page in all, and those in a row with nothing new after which the others are left.
MAX_LISTS, MAX_FRUITLESS = 60, 12
# Feeds of one list.
MAX_FEEDS = 2
# Pages of one list in a row with nothing new: what they link may have been found in another list before.
MAX_BARREN = 2


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a list to be read.

    `levels` are the lists below it that are read, too; `barren` pages of the list before it had nothing new. An
    entrance is a link of a page that seems to lead to a list.
    """

    url: str
    levels: int
    number: int = 1
    barren: int = 0
    is_entrance: bool = False


@dataclass(slots=True)
class Lists:
    """Reads lists and keeps what they link. Pages of a list come in turns with those of the others: newest first."""

    visits: Visits
    collection: Collection
    home: str
    below: str = ""  # how the addresses begin of the lists that are entered
    _queue: deque[_Page] = field(default_factory=deque)
    _fruitless: int = 0

    async def read(self, urls: Iterable[str], *, levels: int = 0) -> None:
        """Reads these lists, and those that they lead to, as many levels below them."""
        self._queue.extend(_Page(url, levels) for url in urls)
        await self._work()

    async def read_on(self, first: Reading, *, levels: int = 0) -> None:
        """The same for a list whose first page is there."""
        await self._take(first, _Page(first.url, levels))
        await self._work()

    async def _work(self) -> None:
        while self._queue:
            page = self._queue.popleft()
            if page.is_entrance and self._fruitless >= MAX_FRUITLESS:
                continue
            if (page.is_entrance or page.number > 1) and self.collection.has_enough():
                continue
            # An entrance may turn out to be an article itself.
            reading = await self.visits.read(page.url, guess=page.is_entrance, check=page.is_entrance)
            if reading is None:
                continue
            if reading.is_article:
                link = Link(Entry(url=page.url, source="section"), sight=Sight.LISTED)
                self.collection.add(link, page.url, self.home)
            else:
                await self._take(reading, page)

    async def _take(self, reading: Reading, page: _Page) -> None:
        contents = reading.contents
        listed = Sight.LISTED if reading.is_feed else Sight.NONE
        links, new = [], []
        async for found in in_turns(contents.links):
            link = replace(found, sight=found.sight | listed)
            links.append(link)
            # Behind the last page some lists show it again, and link pages without end.
            if self.collection.add(link, reading.url, self.home) and not is_page_of(reading.url, link.entry.url):
                new.append(link)
        self._fruitless = 0 if new else self._fruitless + 1
        if page.levels and not reading.is_feed:
            self._enter(links, page)
        barren = 0 if new else page.barren + 1
        if barren <= MAX_BARREN and await self._goes_on(new, page):
            if not contents.next_page:  # a section that shows its newest may have more in a feed of its own
                self._queue.extend(_Page(feed, 0, page.number + 1) for feed in reading.feeds[:MAX_FEEDS])
            else:
                self._queue.append(_Page(contents.next_page, page.levels, page.number + 1, barren))
            self._go_back(links, page, barren)

    def _enter(self, links: list[Link], page: _Page) -> None:
        found = (url for url in self.collection.entrances(links) if url.startswith(self.below))
        entrances = [url for url in found if url not in self.collection.lists]
        for url in entrances[: MAX_LISTS - len(self.collection.lists)]:
            self.collection.lists.add(url)
            self._queue.append(_Page(url, page.levels - 1, is_entrance=True))

    def _go_back(self, links: list[Link], page: _Page, barren: int) -> None:
        """Goes on from the archive of a day to those of earlier days that it links."""
        if (day := _day(page.url)) is None:
            return
        for link in links:
            url = link.entry.url
            earlier = _day(url)
            if earlier is None or earlier >= day or url in self.collection.lists or shape_of(url) != shape_of(page.url):
                continue
            if not self.collection.wanted.is_older(earlier):
                self.collection.lists.add(url)
                self._queue.append(_Page(url, page.levels, page.number + 1, barren))

    async def _goes_on(self, new: list[Link], page: _Page) -> bool:
        """Whether the next page of a list may have something that is wanted and that no earlier run has found."""
        if page.number >= MAX_PAGES:
            logger.warning("%s goes on: %d pages of a list are read", page.url, MAX_PAGES)
            return False
        wanted = self.collection.wanted
        if new and all(wanted.is_older(link.latest) for link in new):
            return False
        return not await self.visits.were_followed([link.entry.url for link in new])


def _day(url: str) -> dt.date | None:
    """The day of whose articles a list is, by its address: "/index/2026-11-26", "/index?date=2026-11-26"."""
    found = day_in_url(re.sub("[?&=]", "/", url)) if kind_of(url) is Kind.SECTION else None
    return found.day if found else None
