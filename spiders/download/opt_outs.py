"""Opt-outs from corpora, as far as NEWSCLEAN_OPT_OUTS honours them: by header fields, and by a file of the site.

What a page says in its meta elements is read where pages are parsed, in a worker.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsclean.errors import UsageError
from newsclean.metadata.opt_outs import opted_out_by_header
from newsclean.page.limits import MAX_ROBOTS_BYTES
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.spiders.run.stopping import RunStoppedError
from newsclean.workers.job import JobError

from .failures import FETCH_ERRORS, why_failed
from .robots_txt import RobotsRules, agent_of

logger = logging.getLogger(__name__)

READ = "newsclean.spiders.download.opt_outs:read"
_FILE = "/.well-known/tdmrep.json"
_MAX_RULES = 1_000
_ABSENT = (404, 410)
_NONE, _PAGE, _SITE = "", "page", "site"
_CONTROL = re.compile(r"[\x00-\x20\x7f#]")


class OptOuts:
    """The extension that says which pages may not be part of a corpus."""

    def __init__(self, crawler: Crawler) -> None:
        """Raises UsageError for a setting that is none."""
        self.crawler = crawler
        setting = crawler.settings["NEWSCLEAN_OPT_OUTS"] or _NONE
        if setting not in (_NONE, _PAGE, _SITE):
            raise UsageError(f'NEWSCLEAN_OPT_OUTS={setting} is not known. Use "page", "site", or "" to honour none.')
        self.honours_pages = setting != _NONE
        self._asks_sites = setting == _SITE
        self._agent = agent_of(crawler.settings["USER_AGENT"])
        self._reserved: dict[str, asyncio.Future[RobotsRules | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def refusal(self, response: Response) -> str | None:
        """Why an article's page may not be kept, by its header fields or its site; None if it may be."""
        if not self.honours_pages:
            return None
        tags = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
        reservation = (response.headers.get("TDM-Reservation") or b"").decode("latin-1")
        if why := opted_out_by_header(tags, reservation, self._agent):
            return why
        if not self._asks_sites:
            return None
        parts = urlsplit(response.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._reserved:
            self._reserved[origin] = asyncio.ensure_future(self._fetch(f"{origin}{_FILE}"))
        rules = await self._reserved[origin]
        return f"{_FILE} reserves the address" if rules is not None and not rules.allows(response.url) else None

    async def _fetch(self, url: str) -> RobotsRules | None:
        """The addresses of a host that are reserved, as rules of robots.txt; None where it says nothing."""
        try:
            response = await self.crawler.engine.download_async(Request(url))
            if response.status != 200:
                if response.status not in _ABSENT:
                    _warn(url, f"HTTP status {response.status}")
                return None
            rules = await CrawlRun.of(self.crawler).do(READ, response.body, url, "NEWSCLEAN_SOURCE_TIMEOUT")
        except RunStoppedError:
            raise
        except JobError as error:
            _warn(url, str(error))
            return None
        except FETCH_ERRORS as error:
            _warn(url, why_failed(error))
            return None
        return await asyncio.to_thread(RobotsRules, rules, "*")


def _warn(url: str, why: str) -> None:
    logger.warning("%s cannot be read: %s; pages are kept as if it reserved none", url, why)


def read(body: bytes) -> bytes:
    """A tdmrep.json as a robots.txt: its locations are patterns of the same form (TDMRep, 6.1)."""
    try:
        said = json.loads(body[:MAX_ROBOTS_BYTES])
    except (ValueError, RecursionError):
        return b""
    lines = ["User-agent: *"]
    for rule in said[:_MAX_RULES] if isinstance(said, list) else ():
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and not _CONTROL.search(location):
            lines.append(f"{'Disallow' if rule.get('tdm-reservation') == 1 else 'Allow'}: {location}")
    return "\n".join(lines).encode("utf-8", "replace")
