# ruff: noqa: ARG002 - the signatures are those of Scrapy's LogFormatter
"""Scrapy's log lines about items, without the items: cron mails the log, and pages do not belong in mail."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from newsclean.corpus import FetchedPage, Outcome
from newsclean.models import Article
from newsclean.workers.crashes import crash_site


class ShortLogFormatter(LogFormatter):
    """One line per event, with the URL. The traceback of a bug is shown once per crash site."""

    def __init__(self) -> None:
        self._crash_sites: set[str] = set()

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "Record: %(url)s", "args": {"url": _url(item)}}

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
    return item.url if isinstance(item, FetchedPage | Outcome | Article) else type(item).__name__
