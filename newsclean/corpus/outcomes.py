"""What the store takes and gives: a fetched page, its outcome, what became of it in the corpus; runs and their ends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from newsclean.models import Article, Entry, Page, Reason, Reject

from .headers import Headers, fields_of

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MAX_VALIDATOR = 500  # characters; real ones have about 40


class StoredAs(StrEnum):
    """How the corpus took an outcome. The values are an interface: run histories and stats hold them."""

    NEW = "new"
    REVISED = "revised"
    SEEN = "seen"
    REJECTED = "rejected"
    FAILED = "failed"


class Failure(StrEnum):
    """What a failed fetch says of the address. The values are an interface: databases and `corpus status` hold them."""

    OUTAGE = "outage"  # nothing: the site, the network or we have trouble, and it may come tomorrow
    GONE = "gone"  # the site says that there is nothing, which is believed when it says so repeatedly
    FORBIDDEN = "forbidden"  # it must not be requested


@dataclass(frozen=True, slots=True)
class Validators:
    """What an outlet sends with a page so that a later request can ask whether it has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self:
        """The validators among HTTP headers, as text in Latin-1.

        Values over MAX_VALIDATOR characters, and those with control characters, are left out.
        """
        known = Headers(fields_of(headers))
        values = (known.get(name, "") for name in ("etag", "last-modified"))
        return cls(
            *(value if 0 < len(value) <= MAX_VALIDATOR and not _CONTROL.search(value) else None for value in values)
        )


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page lies in the archive: the file's name in `pages/`, its first byte and the one after its last."""

    file: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page and how it was fetched.

    `requested` is the address that was requested, `page.url` the one that responded, `aliases` are those in between.
    `headers` are HTTP's: `Headers`, where repeated ones are to be kept.
    `single_page_url` is where `page.single_page` came from, `further_urls` the same for `page.further_pages`.
    `first_found` is when the crawl first met the address, None when it is requested for the first time.
    `failed` is set where no page came, and the article is made of what its feed says of it: the outcome if it cannot.
    """

    page: Page
    requested: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    single_page_url: str | None = None
    further_urls: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    first_found: dt.datetime | None = None
    failed: Outcome | None = None

    @property
    def url(self) -> str:
        """The address that responded."""
        return self.page.url

    @property
    def validators(self) -> Validators:
        """None where a page of the article is missing: what is asked for next time is then the whole of it."""
        return Validators() if self.page.is_cut else Validators.of(self.headers)

    def became(self, result: Article | Reject) -> Outcome:
        """The outcome of a page that was cleaned; without the page where that does not want to be kept."""
        if isinstance(result, Reject) and result.reason is Reason.OPTED_OUT:
            return Outcome(self.requested, result, self.page.fetched_at, aliases=self.aliases)
        if self.failed and isinstance(result, Reject):
            return self.failed
        return Outcome(
            self.requested,
            result,
            self.page.fetched_at,
            fetched=self,
            aliases=self.aliases,
            validators=self.validators,
            first_found=self.first_found,
            failure=self.failed.failure if self.failed else None,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request led to: an article, the reason why there is none, or None where the outlet has nothing new.

    `fetched` is the page, where one came. `aliases` are further addresses of the page (redirects); the record's own
    need not be among them. `again` is when to request an article once more that is known (aware; None: never).
    `position` is set once the page is in the archive. `failure` is set where no page came, also if a feed gave the
    article; a reject that says `fetch-failed` without it counts as an outage.
    """

    requested: str
    result: Article | Reject | None
    fetched_at: dt.datetime
    fetched: FetchedPage | None = None
    aliases: tuple[str, ...] = ()
    validators: Validators = Validators()
    first_found: dt.datetime | None = None
    again: dt.datetime | None = None
    position: Position | None = None
    failure: Failure | None = None

    @property
    def url(self) -> str:
        """The address that responded, else the one that was requested."""
        return self.fetched.url if self.fetched else self.requested


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """What the corpus made of an outcome; `article` is the record as written, only where it is new or revised.

    `broken` is the reject that stands for an outcome which could not be stored as it was: a bug of newsclean.
    `number` is the record's in the corpus where it waits to be delivered.
    """

    stored_as: StoredAs
    article: Article | None = None
    broken: Reject | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A record of an earlier run that waits to be delivered; `number` is its own in the corpus."""

    number: int
    article: Article

    @property
    def url(self) -> str:
        return self.article.url


@dataclass(frozen=True, slots=True)
class Waiting:
    """A link that led to no page yet, or is given up (then `given_up` says when).

    `failure` and `why` are those of the last fetch, None and "" before the first; `tries` failed and counted.
    `next_try` is None when it is to be requested in the next run.
    """

    entry: Entry
    failure: Failure | None
    why: str
    tries: int
    found: dt.datetime
    next_try: dt.datetime | None = None
    given_up: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of links whose fetch failed: how many are tried `again`, and how many were given up."""

    again: int = 0
    given_up: int = 0

    def __add__(self, other: Judgement) -> Judgement:
        return Judgement(self.again + other.again, self.given_up + other.given_up)


@dataclass(frozen=True, slots=True)
class Due:
    """An article to be requested again; `found` is when a link to it was first found."""

    url: str
    entry: Entry | None
    validators: Validators
    found: dt.datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended: its status in a word, its exit status, a sentence for people and figures for programs."""

    verdict: str
    exit_status: int
    sentence: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the history. `name` is its start, UTC, and that of its export; `ending` is None if it was killed."""

    number: int
    name: str
    started: dt.datetime
    ended: dt.datetime | None = None
    ending: Ending | None = None
    exported: bool = False
