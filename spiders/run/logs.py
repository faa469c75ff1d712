# ruff: noqa: ARG002 - the signatures are those of Scrapy's LogFormatter
"""The log of a crawl: each line begins with the name of the site, and none holds an item.

Cron mails the log: the lines of crawls that ran side by side must be told apart, and pages do not belong in mail.
"""

from __future__ import annotations

import logging
import reprlib
from contextvars import ContextVar
from functools import cache
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from newsclean.corpus import FetchedPage, Outcome, Undelivered
from newsclean.models import Article, Page
from newsclean.workers.crashes import crash_site

from .crawl_run import SiteSpider

_OURS = Page | FetchedPage | Outcome | Article | Undelivered
_SHORT = reprlib.Repr()  # of other spiders' items: whole, but for long texts
_SHORT.maxstring = _SHORT.maxother = 200
_SHORT.maxdict = _SHORT.maxlist = _SHORT.maxtuple = 50
_NO_SITE = "newsclean"  # the name in lines of which no site can be told
_site = ContextVar("site", default="")
_sites: set[str] = set()  # those whose crawls this process has begun


class SiteNameExtension:
    """Puts `%(site)s`, the site's name in the corpus, in front of LOG_FORMAT, unless the format has it somewhere.

    Of several crawls in one process each has its own name in its lines.
    """

    def __init__(self, crawler: Crawler, site: str) -> None:
        _sites.add(site)
        _site.set(site)  # for all that this crawl calls, starts and schedules from here on
        _name_sites()
        if "%(site)" not in (text := crawler.settings["LOG_FORMAT"]):
            priority = crawler.settings.getpriority("LOG_FORMAT") or 0
            crawler.settings.set("LOG_FORMAT", f"%(site)s: {text}", priority)  # Scrapy makes its handler later

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured for a spider that crawls no site."""
        if not isinstance(crawler.spider, SiteSpider):
            raise NotConfigured
        return cls(crawler, crawler.spider.corpus_name)


@cache
def _name_sites() -> None:
    """Gives each log record of this process the attribute `site`; once, as factories can be chained but not removed."""
    make = logging.getLogRecordFactory()

    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        made = make(*args, **kwargs)
        made.site = _site.get() or (next(iter(_sites)) if len(_sites) == 1 else _NO_SITE)
        return made

    logging.setLogRecordFactory(record)


class ShortLogFormatter(LogFormatter):
    """One line per event, with the URL. The traceback of a bug is shown once per crash site."""

    def __init__(self) -> None:
        self._crash_sites: set[str] = set()

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        if not isinstance(item, _OURS):
            return super().scraped(_SHORT.repr(item), response, spider)
        return {"level": logging.DEBUG, "msg": "Record: %(url)s", "args": {"url": item.url}}

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        level = logging.getLevelName(getattr(exception, "log_level", None) or "WARNING")
        # Ours begin with the address, which a pipeline of the user's may not tell.
        why, url = str(exception), _url(item)
        return {"level": level, "msg": "No record: %(why)s", "args": {"why": why if url in why else f"{url}: {why}"}}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        where = crash_site(exception)
        level = logging.DEBUG if where in self._crash_sites else logging.ERROR
        self._crash_sites.add(where)
        return {"level": level, "msg": "%(where)s, at %(url)s", "args": {"where": where, "url": _url(item)}}


def _url(item: Any) -> str:
    return item.url if isinstance(item, _OURS) else type(item).__name__
