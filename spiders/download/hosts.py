"""One host must not hold the night: what has given no answer for minutes is not asked any more."""

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

from .failures import FETCH_ERRORS, NotFetched

logger = logging.getLogger(__name__)

# A time alone would give up a host for two failures with a long pause between them.
_FAILURES = 5


class GivenUp(NotFetched):
    """Raised for a request to a host that has been given up."""


@dataclass(slots=True)
class _Silence:
    """Failures in a row, and when the first of them was, in seconds of the monotonic clock."""

    since: float
    failures: int = 0
    given_up: bool = False


class Hosts:
    """Downloader middleware: gives up a host that has failed for NEWSCLEAN_HOST_PATIENCE seconds without any answer.

    An answer of any status is one. The rest of the host's articles become rejects at once, those of others go on.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Raises NotConfigured when the patience is 0: hosts are then never given up."""
        self.patience = crawler.settings.getfloat("NEWSCLEAN_HOST_PATIENCE")
        if not self.patience:
            raise NotConfigured
        self.crawler = crawler
        self._silent: dict[str, _Silence] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        silence = self._silent.get(_host(request))
        if silence is not None and silence.given_up:
            raise GivenUp(f"its host gave no answer {silence.failures} times in a row and was given up")

    def process_response(self, request: Request, response: Response) -> Response:
        self._silent.pop(_host(request), None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Counts a failed try, each retry for itself; what was refused, or was too much, is none."""
        ours = (NotFetched, DownloadCancelledError)
        if isinstance(exception, ours) or not isinstance(exception, FETCH_ERRORS):
            return
        host, now = _host(request), time.monotonic()
        silence = self._silent.setdefault(host, _Silence(since=now))
        silence.failures += 1
        if not silence.given_up and silence.failures >= _FAILURES and now - silence.since >= self.patience:
            silence.given_up = True
            self.crawler.stats.inc_value(stats.HOSTS_GIVEN_UP)
            logger.warning("%s has given no answer for %d s; it is not asked any more", host, now - silence.since)


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc
