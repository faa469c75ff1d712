"""The spider of every news site: finds its articles and fetches them, newest first."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import AsyncIterator
from functools import cached_property
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newsclean.corpus import Failure as FetchFailure
from newsclean.corpus import FetchedPage, Outcome, Validators
from newsclean.errors import UsageError
from newsclean.models import Entry, Page, Reason, Reject
from newsclean.page.urls import record_id, site_label
from newsclean.sites.site import Site, declare, site_of

from .discovery.parts import fetch_parts
from .discovery.source_reader import SourceReader
from .discovery.turns import in_turns
from .download.failures import failure_of, reason_of, why_failed
from .download.header_fields import conditions, content_type_of, headers_of
from .download.opt_outs import OptOuts
from .download.pauses import HostRestsError
from .download.render import RenderError, RenderExtension
from .run import stats
from .run.arguments import Arguments
from .run.crawl_run import CrawlRun
from .run.plan import PageRequest
from .run.stopping import RunStoppedError
from .search import Search

logger = logging.getLogger(__name__)

LISTS = "lists"  # the folder in the corpus for lists of addresses of several sites


class NewsSpider(Spider):
    """A crawl of one site in two steps: all its sources are read, then its articles, newest first.

    A subclass names its `site`, which needs no file. Every article it requests becomes a FetchedPage, or an Outcome
    where no page came, unless the run ends before.
    """

    site: Site | None = None
    needs_url: ClassVar[bool] = False
    home: str | None = None  # base of relative addresses in the declaration; by default the first domain

    def __init__(self, name: str | None = None, **given: str) -> None:
        """Raises UsageError when an argument is wrong."""
        super().__init__(name)
        if self.site is not None:
            declare(self.site)
        self.arguments = self.read_arguments(given)
        self._pages_read: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Raises UsageError without newsclean's settings: nothing would clean the pages, nor keep robots.txt."""
        if "NEWSCLEAN_CORPUS" not in crawler.settings:
            raise UsageError(
                f"the spider {cls.name!r} needs newsclean's settings. Begin settings.py with "
                "`from newsclean.settings import *`, or set SCRAPY_SETTINGS_MODULE=newsclean.settings."
            )
        return super().from_crawler(crawler, *args, **kwargs)

    @classmethod
    def read_arguments(cls, given: dict[str, str]) -> Arguments:
        """The checked arguments of `-a`. Raises UsageError, saying what would be right."""
        arguments = Arguments.read(given)
        if cls.needs_url and arguments.url is None and arguments.urls is None:
            raise UsageError(f"the spider {cls.name!r} needs an address: -a url=https://news.example/")
        given_urls = (arguments.url,) if arguments.url else arguments.urls or ()
        if cls.site and (other := next((url for url in given_urls if not cls.owns(url)), None)):
            raise UsageError(f"{other} is not an address of {cls.site.name}. Use the spider 'news' for it.")
        return arguments

    @classmethod
    def owns(cls, url: str) -> bool:
        """Whether an address that the user gives belongs to the spider's site."""
        return cls.site is None or cls.site.owns(url)

    @property
    def run(self) -> CrawlRun:
        """The run that this crawl is."""
        return CrawlRun.of(self.crawler)

    @cached_property
    def reader(self) -> SourceReader:
        """Fetches and reads the sources of this crawl."""
        return SourceReader(self.crawler)

    @property
    def corpus_name(self) -> str:
        """The name of the site's folder in the corpus: the site's own, or the host of one that is not declared.

        A list of addresses of several sites has a folder for itself.
        """
        if self.arguments.urls:
            names = {self._name_at(url) for url in self.arguments.urls}
            return names.pop() if len(names) == 1 else LISTS
        return self._name_at(self.arguments.url)

    def _name_at(self, url: str | None) -> str:
        site = self.site_at(url) if url else self.site
        return re.sub(r"[^\w.-]|^\.+", "-", site.name if site else site_label(url or ""))

    @property
    def is_partial(self) -> bool:
        """Whether only a part of the site was wanted, so that its figures say nothing about the site."""
        given = self.arguments
        if given.limit is not None or given.until or given.section or given.urls:
            return True
        return given.url is not None and not self.needs_url

    @property
    def is_whole(self) -> bool:
        """Whether all of the site is wanted, so that later runs need not look for what lies behind what they know."""
        return not self.is_partial and self.arguments.since is None

    @property
    def is_dry(self) -> bool:
        """Whether nothing is to be fetched but sources, and nothing to be stored."""
        return self.arguments.dry_run

    def site_at(self, url: str) -> Site | None:
        """The declared site that an address belongs to, None for an undeclared one."""
        return self.site or site_of(url)

    async def start(self) -> AsyncIterator[Any]:
        """Reads the sources, then requests the articles. Pages that were looked at on the way are not fetched again."""
        for warning in self.arguments.warnings:
            logger.warning(warning)
        site = self.site_at(self.arguments.url) if self.arguments.url else self.site
        search = Search(self.crawler, self.reader, self.arguments, is_partial=self.is_partial)
        try:
            requests = await search.run(site, self.home)
        except RunStoppedError:
            return
        self.reader.keep_in_hand({request.url for request in requests})
        async for request in in_turns(requests):
            if (page := self.reader.in_hand.pop(request.url, None)) is not None:
                async for outcome in self.parse_article(page, request):
                    yield outcome
            else:
                yield self._article_request(request)

    def _article_request(self, wanted: PageRequest) -> Request:
        fields = conditions(wanted.validators)
        # Discovery has left out repeated links; Scrapy's own filter would silently drop a redirect to a known page.
        return Request(
            wanted.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"wanted": wanted},
            headers=fields,
            meta={"handle_httpstatus_list": [304]} if fields else {},  # an unsolicited 304 is a failure
            dont_filter=True,
        )

    async def parse_article(
        self, response: Response, wanted: PageRequest | None = None
    ) -> AsyncIterator[FetchedPage | Outcome]:
        """The page that came, with the other pages of the article where the outlet splits it; else nothing new.

        `wanted` is the request as planned; `scrapy parse` asks without a plan.
        """
        wanted = wanted or PageRequest(Entry(url=response.url, source="argument"))
        now = self.run.clock.now()
        headers = headers_of(response)
        if response.status == 304:
            validators = Validators.of(headers)
            yield Outcome(wanted.url, None, now, validators=validators, first_found=wanted.first_found)
            return
        key = record_id(response.url)
        if key in self._pages_read:
            # No alias of the page that led here: that page may not be stored yet.
            logger.debug("%s leads to %s, which was already read", wanted.url, response.url)
            yield Outcome(wanted.url, None, now, first_found=wanted.first_found)
            return
        self._pages_read.add(key)
        self.run.count(stats.PAGES)
        site = self.site_at(response.url)
        opt_outs, renderer = self.crawler.get_extension(OptOuts), RenderExtension.of(self.crawler)
        try:
            if opt_outs is not None and (why := await opt_outs.refusal(response)):
                reject = self._reject(response.url, Reason.OPTED_OUT, why, now)
                yield Outcome(wanted.url, reject, now, aliases=(response.url,), first_found=wanted.first_found)
                return
            rendered = await renderer.render(response) if renderer and renderer.wants(response, site) else None
            parts = await fetch_parts(response, site, self.reader.fetch, self.reader.read_pager, self.run.count)
        except (RunStoppedError, HostRestsError):  # the whole article is left to the next run
            return
        except RenderError as error:
            reject = self._reject(wanted.url, reason_of(error), why_failed(error), now)
            yield Outcome(wanted.url, reject, now, first_found=wanted.first_found, failure=failure_of(error))
            return
        further_urls = tuple(part.url for part in parts.further)
        self._pages_read.update(map(record_id, further_urls))
        page = Page(
            url=response.url,
            html=response.body,
            single_page=parts.single_page.html if parts.single_page else None,
            further_pages=tuple(part.html for part in parts.further),
            is_cut=parts.is_cut,
            rendered=rendered,
            feed_text=await self.reader.full_text(wanted.url),
            content_type=content_type_of(response),
            site=site.name if site else None,
            entry=wanted.entry,
            fetched_at=now,
            honours_opt_outs=opt_outs is not None and opt_outs.honours_pages,
        )
        yield FetchedPage(
            page,
            wanted.url,
            status=response.status,
            headers=headers,
            single_page_url=parts.single_page.url if parts.single_page else None,
            further_urls=further_urls,
            aliases=(*response.meta.get("redirect_urls", ())[1:], response.url, *further_urls),
            first_found=wanted.first_found,
        )

    async def article_failed(self, failure: Failure) -> AsyncIterator[FetchedPage | Outcome]:
        """An article that could not be fetched: a reject like any other, with the reason of the failure.

        Where a feed has its text, and neither the outlet nor we have a reason not to fetch it, the article is made of
        that. A request given up because the run ends, or its host rests, yields nothing: the next run makes it.
        """
        if isinstance(failure.value, (RunStoppedError, HostRestsError)):
            return
        wanted: PageRequest = failure.request.cb_kwargs["wanted"]  # type: ignore[attr-defined]  # set by Scrapy
        now = self.run.clock.now()
        reject = self._reject(wanted.url, reason_of(failure.value), why_failed(failure.value), now)
        is_redirected = "redirect_urls" in failure.request.meta  # type: ignore[attr-defined]
        failed = failure_of(failure.value, is_redirected=is_redirected)
        outcome = Outcome(wanted.url, reject, now, first_found=wanted.first_found, failure=failed)
        text = await self.reader.full_text(wanted.url) if failed is FetchFailure.OUTAGE else None
        if text is None:
            yield outcome
            return
        page = Page(url=wanted.url, html=b"", feed_text=text, site=reject.site, entry=wanted.entry, fetched_at=now)
        yield FetchedPage(page, wanted.url, first_found=wanted.first_found, failed=outcome)

    def _reject(self, url: str, reason: Reason, detail: str, now: dt.datetime) -> Reject:
        site = self.site_at(url)
        return Reject(url=url, reason=reason, detail=detail, site=site.name if site else None, fetched_at=now)
