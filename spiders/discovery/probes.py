"""Links of which nothing tells whether they are articles: some of them are fetched, and the article check decides.

What it says of a few pages holds for all of the same shape; a shape of few pages is read whole, as long as the budget
lasts.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict

from newsclean.page.urls import record_id

from .addresses import shape_of
from .collection import Collection
from .judge import Verdict
from .links import Link
from .lists import Lists
from .visits import Visits

# Pages of a shape that are read before anything is said of the others, if there are more.
_SAMPLE = 3


class Probes:
    """Decides the links in doubt by at most `budget` requests."""

    def __init__(self, collection: Collection, visits: Visits, lists: Lists, budget: int) -> None:
        self._collection = collection
        self._visits = visits
        self._lists = lists
        self._budget = budget
        self._keep: set[str] = set()

    async def run(self) -> frozenset[str]:
        """The records among the links in doubt that are worth a look: those that were read, and no list.

        The pipelines clean them like any other page, and the corpus remembers them. Those that earlier runs have found
        are given too, as nothing has to be asked. A page that is a list is read on as one.
        """
        while (groups := await self._groups()) and self._budget > 0:
            for shape, links in groups:
                step = max(1, len(links) // _SAMPLE)  # from all over the group
                sample = links[::step][: min(_SAMPLE, self._budget)]
                self._budget -= len(sample)
                found = sum([await self._is_article(link) for link in sample])
                if 2 * found > len(sample) and len(links) > len(sample):
                    self._collection.judge.decide(shape, Verdict.ARTICLE)
        return frozenset(self._keep)

    async def _groups(self) -> list[tuple[str, list[Link]]]:
        """The links in doubt that were not asked for, by the shape of their addresses, the largest group first."""
        doubts = await asyncio.to_thread(self._collection.doubts)
        known = await self._visits.known([link.entry.url for link in doubts])
        self._keep |= {record_id(url) for url in known}
        return await asyncio.to_thread(self._by_shape, doubts)

    def _by_shape(self, doubts: list[Link]) -> list[tuple[str, list[Link]]]:
        groups: dict[str, list[Link]] = defaultdict(list)
        for link in doubts:
            if link.entry.url not in self._visits and record_id(link.entry.url) not in self._keep:
                groups[shape_of(link.entry.url)].append(link)
        return sorted(groups.items(), key=lambda group: -len(group[1]))

    async def _is_article(self, link: Link) -> bool:
        reading = await self._visits.read(link.entry.url, guess=True, check=True)
        if reading is None or reading.is_feed:
            return False
        if not reading.is_article and self._collection.has_new(reading.contents.links):
            self._collection.lists.add(link.entry.url)
            await self._lists.read_on(reading)
            return False
        self._keep.add(record_id(link.entry.url))
        return reading.is_article
