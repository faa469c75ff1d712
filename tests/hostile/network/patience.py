"""A downloader middleware for the network cases: only those that are about silence time out, and those soon.

With one short DOWNLOAD_TIMEOUT for all of them, every other case would race it on a busy machine.
"""

from __future__ import annotations

import json
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from newsclean.settings import DOWNLOADER_MIDDLEWARES
from tests.crawls import PATIENCE

SILENT = "TEST_SILENT"  # setting: parts of the addresses that time out, separated by commas
SECONDS = 1.0


def settings(*silent: str) -> dict[str, str]:
    """The settings under which addresses that hold one of these texts time out, and no others."""
    ours = {f"{__name__}.PatienceMiddleware": 1}
    return {SILENT: ",".join(silent), "DOWNLOADER_MIDDLEWARES": json.dumps(DOWNLOADER_MIDDLEWARES | ours)}


class PatienceMiddleware:
    def __init__(self, silent: list[str]) -> None:
        self._silent = silent

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getlist(SILENT))

    def process_request(self, request: Request) -> None:
        is_silent = any(part in request.url for part in self._silent)
        request.meta["download_timeout"] = SECONDS if is_silent else PATIENCE
