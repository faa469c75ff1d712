"""One host must not hold up the night: after minutes without a response it is given up."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, NotConfigured
from scrapy.http import Response

from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun

from .failures import FETCH_ERRORS, FetchError

logger = logging.getLogger(__name__)

# Time alone would give up a host after two failures with a long pause between them.
_FAILURES = 5


class HostGivenUpError(FetchError):
    """Raised for a request to a host that has been given up."""


@dataclass(slots=True)
class _Silence:
    """Failures in a row, and when the first of them was, in seconds of the monotonic clock."""

    since: float
    failures: int = 0
    given_up: bool = False


class HostPatienceMiddleware:
    """Downloader middleware: gives up a host that has failed for NEWSCLEAN_HOST_PATIENCE seconds without a response.

    A response of any status counts. The rest of the host's articles become rejects at once; other hosts go on.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Raises NotConfigured when the patience is 0, as hosts are then never given up."""
        self.patience = crawler.settings.getfloat("NEWSCLEAN_HOST_PATIENCE")
        if not self.patience:
            raise NotConfigured
        self.run = CrawlRun.of(crawler)
        self._silent: dict[str, _Silence] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        silence = self._silent.get(_host(request))
        if silence is not None and silence.given_up:
            raise HostGivenUpError(f"its host gave no response {silence.failures} times in a row and was given up")

    def process_response(self, request: Request, response: Response) -> Response:
        self._silent.pop(_host(request), None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Counts failed attempts, retries too, but not requests that were refused or responses that were too large."""
        ours = (FetchError, DownloadCancelledError)
        if isinstance(exception, ours) or not isinstance(exception, FETCH_ERRORS):
            return
        host, now = _host(request), time.monotonic()
        silence = self._silent.setdefault(host, _Silence(since=now))
        silence.failures += 1
        if not silence.given_up and silence.failures >= _FAILURES and now - silence.since >= self.patience:
            silence.given_up = True
            self.run.count(stats.HOSTS_GIVEN_UP)
            logger.warning("%s has given no response for %d s and is given up", host, now - silence.since)


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc
