# ruff: noqa: ARG002 - the signatures are those of Scrapy's LogFormatter
"""Scrapy's log lines about items, without the items: cron mails the log, and pages do not belong in mail."""

from __future__ import annotations

import logging
import reprlib
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from newsclean.corpus import FetchedPage, Outcome
from newsclean.models import Article, Page
from newsclean.workers.crashes import crash_site

_OURS = Page | FetchedPage | Outcome | Article
_SHORT = reprlib.Repr()  # of other spiders' items: whole, but for long texts
_SHORT.maxstring = _SHORT.maxother = 200
_SHORT.maxdict = _SHORT.maxlist = _SHORT.maxtuple = 50


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
        return {"level": level, "msg": "No record: %(exception)s", "args": {"exception": exception}}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        where = crash_site(exception)
        level = logging.DEBUG if where in self._crash_sites else logging.ERROR
        self._crash_sites.add(where)
        return {"level": level, "msg": "%(where)s, while cleaning %(url)s", "args": {"where": where, "url": _url(item)}}


def _url(item: Any) -> str:
    return item.url if isinstance(item, _OURS) else type(item).__name__
