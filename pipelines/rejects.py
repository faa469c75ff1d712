"""Pages that yield no record: each is counted by its reason and written to the reject file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from newsclean.corpus import FetchedPage, Outcome
from newsclean.formats.json_lines import to_line
from newsclean.formats.whole import ends_within_a_line, write_whole
from newsclean.models import Page, Reject
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.workers.crashes import crash_site, internal_error

logger = logging.getLogger(__name__)


class RejectedPageError(DropItem):
    """Raised by a pipeline for a page that yields no record; keeps it out of the user's feeds. Carries the Reject."""

    def __init__(self, reject: Reject) -> None:
        super().__init__(f"{reject.url}: {reject.reason}: {reject.detail}", log_level="DEBUG")
        self.reject = reject


class RejectsExtension:
    """Appends a JSON line for each page without a record to the file of NEWSCLEAN_REJECTS."""

    def __init__(self, crawler: Crawler, path: Path | None) -> None:
        self.crawler = crawler
        self.path = path
        self._is_checked = False
        crawler.signals.connect(self.item_dropped, signals.item_dropped)
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.spider_error, signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        name = crawler.settings["NEWSCLEAN_REJECTS"]
        return cls(crawler, Path(name) if name else None)

    def item_dropped(self, exception: DropItem) -> None:
        """A page that a pipeline rejected."""
        if isinstance(exception, RejectedPageError):
            self.add(exception.reject)

    def item_error(self, item: object, failure: Failure) -> None:
        """A page on which a pipeline broke: a bug in newsclean, unless the page had become a record before."""
        if isinstance(item, Page | FetchedPage | Outcome) and not self._run.deliveries.broke(failure.value):
            fetched = item.fetched if isinstance(item, Outcome) else item
            page = fetched.page if isinstance(fetched, FetchedPage) else fetched
            self.add(internal_error(item.url, page.site if page else None, crash_site(failure.value)))

    def spider_error(self, response: Response | Failure | None, failure: Failure) -> None:
        """An article on which a spider of ours broke: a bug. Without a response it broke before one came."""
        request: Any = getattr(response, "request", None)  # Scrapy sets it on failures, too
        if request is not None and CrawlRun.of(self.crawler).spider is not None:
            self.add(internal_error(request.url, None, crash_site(failure.value)))

    @property
    def _run(self) -> CrawlRun:
        return CrawlRun.of(self.crawler)  # it is made after this extension

    def add(self, reject: Reject) -> None:
        """Counts the reject and writes its line. A line that cannot be written is counted, and reported once."""
        run = self._run
        run.count(f"{stats.REJECTED}{reject.reason}")
        if self.path is None:
            return
        line = to_line(reject)
        if not self._is_checked:
            self._is_checked = True
            line = b"\n" * ends_within_a_line(self.path) + line
        try:
            with self.path.open("ab", buffering=0) as file:
                write_whole(file.fileno(), line)
        except OSError as error:
            if not run.counted(stats.REJECTS_UNWRITTEN):
                logger.error("rejects cannot be written to %s: %s", self.path, error.strerror)
            run.count(stats.REJECTS_UNWRITTEN)
