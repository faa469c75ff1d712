"""What ends the whole crawl: something that no other page would be spared."""

from __future__ import annotations

import asyncio

from scrapy.crawler import Crawler

from newsclean.errors import NewscleanError

FATAL = "newsclean/fatal"  # in Scrapy's stats: what was wrong
_closing: set[asyncio.Task[None]] = set()  # the event loop itself does not keep its tasks


def end_crawl(crawler: Crawler, error: NewscleanError, reason: str) -> None:
    """Ends the crawl, once, for the `reason` that Scrapy's stats are to name. What is in work is still finished."""
    if crawler.stats.get_value(FATAL) is not None:
        return
    crawler.stats.set_value(FATAL, str(error))
    assert crawler.engine is not None
    task = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
    _closing.add(task)
    task.add_done_callback(_closing.discard)
