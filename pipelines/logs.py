# ruff: noqa: ARG002 - the signatures are those of Scrapy's LogFormatter
"""Scrapy's log lines about items, without the items: a log is mailed by cron, and pages do not belong in a mail."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from newsclean import Article
from newsclean.corpus import Answer

from .rejects import place_of


class ShortLines(LogFormatter):
    """One line an event with the URL in it. A bug's traceback is shown once for each place it happens at."""

    def __init__(self) -> None:
        self._places: set[str] = set()

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
        place = place_of(exception)
        level = logging.DEBUG if place in self._places else logging.ERROR
        self._places.add(place)
        return {"level": level, "msg": "%(place)s, in cleaning %(url)s", "args": {"place": place, "url": _url(item)}}


def _url(item: Any) -> str:
    return item.url if isinstance(item, Answer | Article) else type(item).__name__
