"""The sources that a run reads: none twice, and no more than a night allows."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import Protocol

from .reading import Reading

logger = logging.getLogger(__name__)

# More feeds, sitemaps and lists are an archive that no nightly crawl wants, or a trap.
MAX_SOURCES = 200


class ReadSource(Protocol):
    """Fetches and reads a source; None, after a warning, when either fails. A guess fails silently.

    With `check`, a page may be an article, and the article check looks at it, too.
    """

    def __call__(self, url: str, *, guess: bool = False, check: bool = False) -> Awaitable[Reading | None]: ...


class Known(Protocol):
    """Those of the addresses that earlier runs have read."""

    def __call__(self, urls: list[str]) -> Awaitable[set[str]]: ...


class Visits:
    """Reads each source once, as long as there is room."""

    def __init__(self, read_source: ReadSource, known: Known, *, is_whole: bool = False) -> None:
        """`is_whole`: earlier runs have followed all that they found, so what lies behind it is known, too."""
        self.known = known
        self._is_whole = is_whole
        self._read_source = read_source
        self._urls: set[str] = set()
        self._is_full = False

    def __contains__(self, url: str) -> bool:
        return url in self._urls

    async def were_followed(self, urls: list[str]) -> bool:
        """Whether earlier runs have found all of these addresses, and what lies behind them."""
        return self._is_whole and bool(urls) and len(await self.known(urls)) == len(set(urls))

    async def read(self, url: str, *, guess: bool = False, check: bool = False) -> Reading | None:
        """What a source holds; None where it cannot be read, was read before, or is one too many (a warning, once)."""
        if url in self._urls or self._has_no_room(url):
            return None
        self._urls.add(url)
        reading = await self._read_source(url, guess=guess, check=check)
        if reading is not None:
            self._urls.add(reading.url)
        return reading

    def _has_no_room(self, url: str) -> bool:
        if len(self._urls) < MAX_SOURCES:
            return False
        if not self._is_full:
            logger.warning("%s and later sources are left out: at most %d are read", url, MAX_SOURCES)
        self._is_full = True
        return True
