"""Pages by their addresses, for a program that cleans them itself: each is fetched once, as in any crawl.

Scrapy's reactor starts once in a process, so this runs in one of its own: see newsclean/inputs/addresses.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from multiprocessing.connection import Connection
from typing import Any, ClassVar

from scrapy.http import Response
from twisted.python.failure import Failure

from newsclean.corpus import FetchedPage, Outcome
from newsclean.models import Entry
from newsclean.spiders.base import NewsSpider
from newsclean.spiders.download.failures import reason_of, why_failed
from newsclean.spiders.download.pauses import HostRestsError
from newsclean.spiders.process import crawl
from newsclean.spiders.run import stats
from newsclean.spiders.run.plan import PageRequest


class FetchSpider(NewsSpider):
    """Sends what becomes of each address through `pipe`: it, and a Page, a Reject, or None
    where it leads to a page that another has led to.

    Nothing is stored, cleaned or searched.
    """

    name = "fetch"
    custom_settings = {"NEWSCLEAN_CORPUS": "", "NEWSCLEAN_REJECTS": "", "ITEM_PIPELINES": {}}  # noqa: RUF012 - Scrapy's own attribute
    wanted: ClassVar[Sequence[str]] = ()
    pipe: ClassVar[Connection]

    async def start(self) -> AsyncIterator[Any]:
        """Requests all addresses, in their order."""
        for stat in (stats.LINKS, stats.DISCOVERED, stats.REQUESTED):
            self.run.count(stat, len(self.wanted))
        for url in self.wanted:
            yield self._article_request(PageRequest(Entry(url=url, source="argument")))

    async def parse_article(self, response: Response, wanted: PageRequest | None = None) -> AsyncIterator[Any]:
        """Sends the page on, in place of an item."""
        async for found in super().parse_article(response, wanted):
            await self._send(found.requested, found)
        return
        yield  # makes this a generator, as Scrapy wants it

    async def article_failed(self, failure: Failure) -> AsyncIterator[Any]:
        """Sends the reject on; there is no next run that a host's pause could leave it to."""
        if isinstance(failure.value, HostRestsError):
            wanted: PageRequest = failure.request.cb_kwargs["wanted"]  # type: ignore[attr-defined]  # set by Scrapy
            now = self.run.clock.now()
            reject = self._reject(wanted.url, reason_of(failure.value), why_failed(failure.value), now)
            await self._send(wanted.url, Outcome(wanted.url, reject, now))
        async for found in super().article_failed(failure):
            await self._send(found.requested, found)
        return
        yield

    async def _send(self, url: str, found: FetchedPage | Outcome) -> None:
        """In a thread: the pipe is full while pages are cleaned, and other responses are still to be received."""
        result = found.page if isinstance(found, FetchedPage) else found.result
        await asyncio.to_thread(self.pipe.send, (url, result))


def serve(fd: int, options: Sequence[str]) -> int:
    """Receives addresses through the pipe `fd` and fetches them; gives the exit status. `options` are of `crawl`."""
    with Connection(fd) as pipe:
        FetchSpider.pipe = pipe
        FetchSpider.wanted = pipe.recv()
        return crawl(["fetch", "-s", f"SPIDER_MODULES={__name__}", "-L", "ERROR", *options])
