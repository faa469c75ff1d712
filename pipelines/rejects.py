"""Where pages end that gave no record: each is counted by its reason and written to the reject file."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from newsclean import Reason, Reject
from newsclean.corpus import Answer, Fetched
from newsclean.formats.json_lines import to_line

logger = logging.getLogger(__name__)

REJECTED = "newsclean/rejected/"  # + reason, in Scrapy's stats
UNWRITTEN = "newsclean/rejects_unwritten"


class Rejected(DropItem):
    """Raised by a pipeline for a page that gives no record; keeps it out of the user's feeds. Carries the Reject."""

    def __init__(self, reject: Reject) -> None:
        super().__init__(f"{reject.url}: {reject.reason}: {reject.detail}", log_level="DEBUG")
        self.reject = reject


class Rejects:
    """Listens for what gives no record and appends one JSON line each to the file of NEWSCLEAN_REJECTS."""

    def __init__(self, crawler: Crawler, path: Path | None) -> None:
        self.crawler = crawler
        self.path = path
        crawler.signals.connect(self.item_dropped, signals.item_dropped)
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.spider_error, signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        name = crawler.settings["NEWSCLEAN_REJECTS"]
        return cls(crawler, Path(name) if name else None)

    def item_dropped(self, exception: DropItem) -> None:
        """A page that a pipeline refused."""
        if isinstance(exception, Rejected):
            self.add(exception.reject)

    def item_error(self, item: object, failure: Failure) -> None:
        """A page on which a pipeline broke: a bug of ours."""
        if isinstance(item, Answer):
            site = item.came.page.site if isinstance(item.came, Fetched) else None
            self.add(_internal_error(item.url, site, failure.value))

    def spider_error(self, response: Response | Failure | None, failure: Failure) -> None:
        """An article on which the spider broke: a bug of ours. Without a response it broke before there was one."""
        request: Any = getattr(response, "request", None)  # Scrapy sets it on failures, too
        if request is not None:
            self.add(_internal_error(request.url, None, failure.value))

    def add(self, reject: Reject) -> None:
        """Counts the reject and writes its line. A line that cannot be written is counted, and reported once."""
        self.crawler.stats.inc_value(f"{REJECTED}{reject.reason}")
        if self.path is None:
            return
        try:
            with self.path.open("ab") as file:
                file.write(to_line(reject))
        except OSError as error:
            if not self.crawler.stats.get_value(UNWRITTEN):
                logger.error("rejects cannot be written to %s: %s", self.path, error.strerror)
            self.crawler.stats.inc_value(UNWRITTEN)


def place_of(error: BaseException | None) -> str:
    """What broke and where, for counting and for people: `KeyError at dates.py:120`."""
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else repr(error)


def _internal_error(url: str, site: str | None, error: BaseException | None) -> Reject:
    return Reject(
        url=url,
        reason=Reason.INTERNAL_ERROR,
        detail=f"{place_of(error)}: a bug of newsclean; its traceback is in the log",
        site=site,
        fetched_at=dt.datetime.now(dt.UTC),
    )
