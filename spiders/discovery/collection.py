"""The links found on a site so far, each once, and what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from newsclean.corpus import Skipped
from newsclean.page.urls import record_id
from newsclean.sites.site import Site, same_site

from .addresses import as_folder, folders_above
from .judge import ENTRANCES, Judge, Verdict
from .links import Link, Sight, order, together
from .wanted import Wanted

# At one request per second, more than a day's work.
MAX_LINKS = 100_000
# Of the links that are left out, those that can be listed.
MAX_LISTED = 20_000

_BROKEN, _OFFSITE, _REPEATED, _TOO_MANY, _OVER_LIMIT = "broken", "offsite", "repeated", "too-many", "over-limit"
_RANKS = {"argument": 3, "feed": 2, "sitemap": 1}


@dataclass(frozen=True, slots=True)
class Findings:
    """What a site's sources have: the links to follow, newest first, and those that are left out.

    `sources` are the addresses of the sources of the links; of links in doubt, which a dry run has among them,
    `doubtful` are the addresses. `reasons` counts all that are left out, `skipped` lists at most MAX_LISTED of them.
    """

    links: list[Link]
    sources: dict[str, str]
    doubtful: frozenset[str]
    skipped: list[Skipped]
    reasons: Counter[str]

    @property
    def left_out(self) -> int:
        """How many links are left out, each once."""
        return self.reasons.total() - self.reasons[_REPEATED]


@dataclass(slots=True)
class _Found:
    link: Link
    source: str


@dataclass(slots=True)
class Collection:
    """The links by record, with the judge of what they are."""

    site: Site | None
    wanted: Wanted
    judge: Judge
    articles: int = 0  # links that were wanted articles when they were found
    candidates: int = 0  # the same, with those in doubt
    lists: set[str] = field(default_factory=set)  # addresses that are read as lists of articles, or are to be
    _found: dict[str, _Found] = field(default_factory=dict)
    _skipped: list[Skipped] = field(default_factory=list)
    _reasons: Counter[str] = field(default_factory=Counter)

    def add(self, link: Link, source: str, home: str | None) -> bool:
        """Keeps a link that was found in a source; says whether it is a new one to a wanted article, or in doubt.

        Of two to the same article the one counts that says more. With `home`, links to other sites are left out.
        """
        url = link.entry.url
        if home and not same_site(home, url, self.site):
            self.leave_out(url, _OFFSITE, source)
            return False
        key = record_id(url)
        if (known := self._found.get(key)) is not None:
            self._reasons[_REPEATED] += 1
            known.link = _merged(known.link, link)
            return False
        if len(self._found) >= MAX_LINKS:
            self._reasons[_TOO_MANY] += 1
            return False
        self._found[key] = _Found(link, source)
        self.judge.add(link)
        verdict = self.judge.verdict(link)
        is_article = verdict is Verdict.ARTICLE and self.wanted.why_not(link, source) is None
        is_candidate = is_article or verdict is Verdict.DOUBT
        self.articles += is_article
        self.candidates += is_candidate
        return is_candidate

    def leave_out(self, url: str, why: str, source: str) -> None:
        """Notes an address that a source names and that is not followed."""
        self._reasons[why] += 1
        if len(self._skipped) < MAX_LISTED:
            self._skipped.append(Skipped(url, why, source))

    def note_broken(self, number: int) -> None:
        """Counts entries without a usable address."""
        self._reasons[_BROKEN] += number

    @property
    def is_empty(self) -> bool:
        """Whether no source has a link."""
        return not self._found

    def has_new(self, links: Iterable[Link]) -> bool:
        """Whether one of these links is to an article, and not yet known."""
        return any(
            record_id(link.entry.url) not in self._found and self.judge.verdict(link) is Verdict.ARTICLE
            for link in links
        )

    def tells(self, url: str) -> bool:
        """Whether a feed or sitemap links that record."""
        found = self._found.get(record_id(url))
        return found is not None and found.link.entry.source in _RANKS

    def has_enough(self) -> bool:
        """Whether as many wanted articles are known as are wanted."""
        return self.wanted.limit is not None and self.articles >= self.wanted.limit

    def has_enough_since(self, time: float) -> bool:
        """Whether what is older than that time (seconds) can only be beyond the limit."""
        limit = self.wanted.limit
        if limit is None:
            return False
        newer = 0
        for link in self._articles():
            newer += order(link.latest) >= time
            if newer >= limit:
                return True
        return False

    def entrances(self, links: Iterable[Link]) -> list[str]:
        """Those of a page's links that may lead to more articles, in their order.

        A folder in which headlines lie is a section, whatever it is called: "/products/", "/jobs/".
        """
        links = list(links)
        folders = {
            folder for link in links if Sight.HEADLINE in link.sight for folder in folders_above(link.entry.url)[:1]
        }
        return [link.entry.url for link in links if self._is_entrance(link) or as_folder(link.entry.url) in folders]

    def _is_entrance(self, link: Link) -> bool:
        verdict = self.judge.verdict(link)
        if Sight.ASIDE in link.sight and Sight.MENU not in link.sight:
            return verdict is Verdict.SECTION  # the archive is often linked in the foot of the page
        return verdict in ENTRANCES or (verdict is Verdict.DOUBT and Sight.SHORT in link.sight)

    def doubts(self) -> list[Link]:
        """The wanted links that may be articles, or not."""
        return [
            found.link
            for found in self._found.values()
            if self.judge.verdict(found.link) is Verdict.DOUBT and self.wanted.why_not(found.link, found.source) is None
        ]

    def settle(self, keep: frozenset[str] = frozenset(), *, keep_doubts: bool = False) -> Findings:
        """What is to be followed, newest first, those of unknown time last and in the order in which they were found.

        `keep` are the records in doubt that are followed all the same, with `keep_doubts` all are. To be called in a
        thread: a hundred thousand links take seconds.
        """
        links, doubtful = [], set()
        for key, found in self._found.items():
            verdict = self.judge.verdict(found.link)
            if verdict is Verdict.DOUBT and found.link.entry.url in self.lists:
                verdict = Verdict.SECTION
            is_kept = verdict is Verdict.DOUBT and (keep_doubts or key in keep)
            why = None if verdict is Verdict.ARTICLE or is_kept else str(verdict)
            if why := why or self.wanted.why_not(found.link, found.source):
                self.leave_out(found.link.entry.url, why, found.source)
            else:
                links.append(found)
                if is_kept and key not in keep:
                    doubtful.add(found.link.entry.url)
        links.sort(key=lambda found: order(found.link.latest), reverse=True)
        for found in links[self.wanted.limit :] if self.wanted.limit is not None else ():
            self.leave_out(found.link.entry.url, _OVER_LIMIT, found.source)
        taken = links[: self.wanted.limit]
        sources = {found.link.entry.url: found.source for found in taken}
        links_taken = [found.link for found in taken]
        return Findings(links_taken, sources, frozenset(doubtful), self._skipped, self._reasons)

    def _articles(self) -> Iterator[Link]:
        for found in self._found.values():
            if self.judge.verdict(found.link) is Verdict.ARTICLE:
                yield found.link


def _merged(one: Link, other: Link) -> Link:
    """What two links to one article say together: the entry of the one that says more, each sight, the first time."""
    first, second = sorted((one, other), key=_rank, reverse=True)
    modified = first.modified or (second.modified if first.entry.date is None else None)
    return replace(first, modified=modified, sight=together(one.sight | other.sight))


def _rank(link: Link) -> tuple[bool, int]:
    return link.entry.date is not None, _RANKS.get(link.entry.source, 0)
