"""From Page to Article: the one seam where the crawl awaits newsclean."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from newsclean import Article, Page, Reject, clean

from .rejects import Rejected

Cleaner = Callable[[Page], Awaitable[Article | Reject]]


async def clean_here(page: Page) -> Article | Reject:
    """Cleans in this process."""
    return clean(page)


class CleanPipeline:
    """Sends on the article of each page; what has none, and pages that could not be fetched, are dropped as Rejected.

    A bug in cleaning is left to Scrapy, which logs it and goes on; `rejects.py` makes it a reject `internal-error`.
    """

    def __init__(self, cleaner: Cleaner = clean_here) -> None:
        self.cleaner = cleaner

    async def process_item(self, item: Page | Reject) -> Article:
        outcome = item if isinstance(item, Reject) else await self.cleaner(item)
        if isinstance(outcome, Reject):
            raise Rejected(outcome)
        return outcome
