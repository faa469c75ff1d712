"""One look at a site: front page, robots.txt, feeds, sitemaps, a section or two, a few articles. About 30 requests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, urljoin, urlsplit

from scrapy import Request

from newsclean.models import Page
from newsclean.page.urls import is_front_page
from newsclean.sites.site import same_site
from newsclean.sites.survey import Seen, SeenPage, SeenSource, SourceKind
from newsclean.spiders.discovery.collection import Collection, Findings
from newsclean.spiders.discovery.discovery import COMMON_FEEDS, COMMON_SITEMAPS, ROBOTS, seen_in
from newsclean.spiders.discovery.judge import Judge, Verdict
from newsclean.spiders.discovery.links import Link
from newsclean.spiders.discovery.lists import Lists
from newsclean.spiders.discovery.pager import PagerPage
from newsclean.spiders.discovery.probes import Probes
from newsclean.spiders.discovery.reading import Reading
from newsclean.spiders.discovery.sitemap_names import in_order
from newsclean.spiders.discovery.source_reader import SourceReader
from newsclean.spiders.discovery.turns import in_turns
from newsclean.spiders.discovery.visits import Visits
from newsclean.spiders.discovery.wanted import Wanted
from newsclean.spiders.download.header_fields import content_type_of
from newsclean.spiders.download.opt_outs import OptOuts
from newsclean.spiders.download.pauses import HostRestsError
from newsclean.spiders.run.crawl_run import CrawlRun
from newsclean.workers.job import JobError

from . import pages

MAX_FEEDS, MAX_SITEMAPS = 8, 8
# Of a sitemap index, those that are read to see whether it leads to articles; and indexes below one another.
_MAX_PARTS, _MAX_DEPTH = 2, 2
# Sections that are read, of a few that may turn out to be none; and those that are named where they are needed.
_SECTIONS, _TRIES, MAX_SECTIONS = 2, 4, 12
# Articles that are read, out of so many of the newest, from all over them.
ARTICLES, _NEWEST = 5, 40
# What is surely no article, by what it is.
_OTHERS = {Verdict.MENU, Verdict.SECTION, Verdict.STANDING, Verdict.REPEATING, Verdict.REFUTED}


class NothingToSeeError(Exception):
    """Raised for a site of which nothing can be said; its text says why."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A source that could be read, and its links with those of the parts that were looked into."""

    url: str
    links: tuple[Link, ...]

    @property
    def kind(self) -> SourceKind:
        if any(link.entry.source == "feed" for link in self.links):
            return "feed"
        dated = sum(link.entry.date is not None for link in self.links)
        return "news sitemap" if 2 * dated > len(self.links) else "sitemap"


class Look:
    """Looks at one site."""

    def __init__(self, reader: SourceReader, run: CrawlRun) -> None:
        self.reader = reader
        self.run = run
        self.visits = Visits(partial(reader.read, None), _nothing_known)
        self.judge = Judge()
        self.collection = Collection(None, Wanted(), self.judge)
        self._home = ""
        self._sources: list[_Source] = []
        self._parts: set[str] = set()  # sitemaps that an index names
        self._unread: list[str] = []

    async def at(self, url: str) -> Seen:
        """What is to be seen. Raises NothingToSeeError where there is no article; RunStoppedError."""
        front = await self._front_page(url)
        self._home = front.url
        await self._read_feeds(front)
        await self._read_sitemaps()
        await self._add(front.contents.links, front.url)
        following = front.contents.next_page
        entrances = [url for url in self.collection.entrances(front.contents.links) if url != following]
        sections = await self._read_sections(entrances)
        findings = await self._findings()
        read = [page for page in [await self._page(front.url)] if page is not None]
        read += await self._read_articles(findings)
        lists = [front, *sections]
        linked = [link.entry.url for page in lists for link in page.contents.links if self._is_article(link)]
        return Seen(
            home=self._home,
            at=self.run.clock.now(),
            sources=tuple(self._seen_sources()),
            sections=tuple(dict.fromkeys([*(page.url for page in lists), *entrances]))[:MAX_SECTIONS],
            pages=tuple(read),
            linked=tuple(linked),
            entries=tuple(link.entry for link in findings.links),
            others=tuple(left.url for left in findings.skipped if left.why in _OTHERS),
            unread=tuple(self._unread),
        )

    async def _front_page(self, url: str) -> Reading:
        """The page to begin with; for an article, the front page of its host."""
        page = await self.visits.read(url, check=True)
        if page is not None and page.is_article and not is_front_page(page.url):
            url = urljoin(page.url, "/")
            page = await self.visits.read(url, check=True)
        if page is None:
            raise NothingToSeeError(f"{url} cannot be read: {self.reader.problems.get(url, 'it leads back to itself')}")
        if page.is_feed:
            raise NothingToSeeError(f"{url} is a feed or sitemap; name the front page of its site")
        if page.url != url:  # redirected
            self.reader.in_hand[page.url] = self.reader.in_hand.pop(url)
        return page

    async def _read_feeds(self, front: Reading) -> None:
        for url in front.feeds[:MAX_FEEDS]:
            await self._read_source(url)
        self._note_more(front.feeds[MAX_FEEDS:], "feeds")
        for path in () if self._sources else COMMON_FEEDS:
            if await self._read_source(urljoin(self._home, path), guess=True):
                return

    async def _read_sitemaps(self) -> None:
        robots = await self.visits.read(urljoin(self._home, ROBOTS), guess=True)
        pointers = in_order(robots.contents.sitemaps if robots else ())
        urls = [pointer.url for pointer in pointers if same_site(self._home, pointer.url, None)]
        urls.sort(key=lambda url: "news" not in urlsplit(url).path.rpartition("/")[2])
        found = [await self._read_source(url) for url in urls[:MAX_SITEMAPS]]
        self._note_more(urls[MAX_SITEMAPS:], "sitemaps")
        for path in () if any(found) else COMMON_SITEMAPS:
            if await self._read_source(urljoin(self._home, path), guess=True):
                return

    async def _read_source(self, url: str, *, guess: bool = False) -> bool:
        """Reads a feed or sitemap; says whether it links anything."""
        reading = await self.visits.read(url, guess=guess)
        if reading is None or not reading.is_feed:
            if not guess and (reading is not None or url in self.reader.problems):
                self._unread.append(f"{url} is left out: {self.reader.problems.get(url, 'it is a page')}")
            return False
        links = await self._links_of(reading)
        if links:
            place = reading.url if same_site(self._home, reading.url, None) else url
            self._sources.append(_Source(place, tuple(links)))
        return bool(links)

    async def _links_of(self, reading: Reading, depth: int = 0) -> list[Link]:
        """The links of a source; of a sitemap index, those of its newest parts."""
        pointers = reading.contents.sitemaps
        self._parts.update(pointer.url for pointer in pointers)
        links = [link async for link in in_turns(seen_in(reading.contents.links, reading.url))]
        await self._add(links, reading.url)
        for pointer in in_order(pointers)[:_MAX_PARTS] if depth < _MAX_DEPTH else ():
            if (part := await self.visits.read(pointer.url)) is not None:
                links += await self._links_of(part, depth + 1)
            if links:
                break
        return links

    async def _read_sections(self, entrances: Iterable[str]) -> list[Reading]:
        """Some of the pages that may be lists of articles, those that are."""
        found: list[Reading] = []
        for url in list(entrances)[:_TRIES]:
            reading = await self.visits.read(url, guess=True, check=True)
            if reading is None or reading.is_feed or reading.is_article:
                continue
            await self._add(reading.contents.links, reading.url)
            if any(map(self._is_article, reading.contents.links)):
                found.append(reading)
            if len(found) == _SECTIONS:
                break
        return found

    async def _findings(self) -> Findings:
        """All articles. Where few are sure, some links in doubt are looked at."""
        budget = ARTICLES if self.collection.articles < ARTICLES else 0
        probes = Probes(self.collection, self.visits, Lists(self.visits, self.collection, self._home), budget)
        findings = await self.run.plan(self.collection.settle, await probes.run())
        if not findings.links:
            raise NothingToSeeError(f"no feed, sitemap or page of {self._home} that could be read links an article")
        return findings

    async def _read_articles(self, findings: Findings) -> list[SeenPage]:
        newest = [link.entry.url for link in findings.links[:_NEWEST]]
        chosen = newest[:: max(1, len(newest) // ARTICLES)][:ARTICLES]
        read = [page for url in chosen if (page := await self._page(url)) is not None]
        if all(page.rejected is not None for page in read):
            why = f"; {read[0].url}: {read[0].rejected}" if read else f"; {self._unread[-1]}"
            raise NothingToSeeError(f"none of {len(chosen)} pages of {self._home} is an article{why}")
        return read

    async def _page(self, url: str) -> SeenPage | None:
        """What a page tells; None where it cannot be had."""
        try:
            response, problem = self.reader.in_hand.pop(url, None), None
            if response is None:
                response, problem = await self.reader.fetch(Request(url))
            if response is not None:
                opt_outs = self.run.crawler.get_extension(OptOuts)
                page = Page(
                    url=response.url,
                    html=response.body,
                    content_type=content_type_of(response),
                    fetched_at=self.run.clock.now(),
                    honours_opt_outs=opt_outs is not None and opt_outs.honours_pages,
                )
                seen = pages.received(await self.run.do(pages.READ, page, url, "NEWSCLEAN_PAGE_TIMEOUT"))
                pager = await self.reader.read_pager(PagerPage(response.body, response.url))
                return replace(seen, all_pages=_query(response.url, pager.single_page if pager else None))
        except (HostRestsError, JobError) as error:
            problem = str(error)
        self._unread.append(f"{url} cannot be read: {problem}")
        return None

    async def _add(self, links: Iterable[Link], source: str) -> None:
        async for link in in_turns(links):
            self.collection.add(link, source, self._home)

    def _is_article(self, link: Link) -> bool:
        return self.judge.verdict(link) is Verdict.ARTICLE

    def _seen_sources(self) -> Iterable[SeenSource]:
        """The sources that link articles; a sitemap that an index names is read with that."""
        for source in self._sources:
            if source.kind == "sitemap" and source.url in self._parts:
                continue
            urls = (link.entry.url for link in source.links if self._is_article(link))
            if articles := tuple(url for url in urls if same_site(self._home, url, None)):
                yield SeenSource(source.url, source.kind, articles)
            else:
                self._unread.append(f"{source.url} is left out: it links no article")

    def _note_more(self, urls: list[str] | tuple[str, ...], what: str) -> None:
        if urls:
            self._unread.append(f"{len(urls)} more {what} were not looked at: {', '.join(urls[:3])}")


async def _nothing_known(urls: list[str]) -> set[str]:  # noqa: ARG001 - what Visits asks for
    return set()


def _query(url: str, single_page: str | None) -> str | None:
    """What the address of all of an article has in its query beside that of its first page."""
    added = set(parse_qsl(urlsplit(single_page or "").query)) - set(parse_qsl(urlsplit(url).query))
    return "?{}={}".format(*added.pop()) if len(added) == 1 else None
