"""What is handed to the store and what it answers: visits, their results, runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from newsclean.models import Article, Entry, Reject

from .archive import Fetched, Position


class What(StrEnum):
    """What a visit came to. The values are an interface: they stand in run histories."""

    NEW = "new"
    REVISED = "revised"
    SEEN = "seen"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Validators:
    """What an outlet gives with a page, to be asked later whether it has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came when a crawl asked for an address: a page, a Reject that says why there is none, None: nothing new.

    `aliases` are the addresses on the way and at the end of it; `first` is when the address was first found, None where
    it is asked for the first time.
    """

    asked: str
    came: Fetched | Reject | None
    fetched_at: dt.datetime
    aliases: tuple[str, ...] = ()
    validators: Validators = Validators()
    first: dt.datetime | None = None

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.came.page.url if isinstance(self.came, Fetched) else self.asked


@dataclass(frozen=True, slots=True)
class Visit:
    """One address that was asked for and what came of it; `outcome` is None where the outlet said "not modified".

    `aliases` are the addresses on the way and at the end of it (redirects); the record's own need not be among them.
    `again` is when the address is to be asked for once more (aware; None: never).
    """

    asked: str
    outcome: Article | Reject | None
    fetched_at: dt.datetime
    aliases: tuple[str, ...] = ()
    position: Position | None = None
    validators: Validators = Validators()
    again: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a visit came to; `article` is the record as it was written, only where it is new or revised."""

    what: What
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An article that is to be asked for again; `found` is when a link to it was first found."""

    url: str
    entry: Entry | None
    validators: Validators
    found: dt.datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended: its verdict in a word, its exit status, the sentence for people and figures for programs."""

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
