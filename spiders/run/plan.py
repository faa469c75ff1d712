"""What a run requests: new links, what earlier runs left over, and articles due for another look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from newsclean.corpus import CorpusRun, Due, Validators
from newsclean.models import Entry
from newsclean.page.urls import record_id
from newsclean.spiders.discovery.links import Link, order

_NONE = Validators()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """An article to request. One requested before has `validators`, and `first_found`, the time of the first link."""

    entry: Entry
    validators: Validators = _NONE
    first_found: dt.datetime | None = None

    @property
    def url(self) -> str:
        return self.entry.url


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests to make, in order. `discovered` counts them and the `seen` articles that need none.

    Of the links that failed in earlier runs, `resting` ones wait for their next try, and `given_up` ones have none.
    """

    requests: tuple[PageRequest, ...]
    seen: int = 0
    resting: int = 0
    given_up: int = 0

    @property
    def discovered(self) -> int:
        return len(self.requests) + self.seen


def plan_all(links: Iterable[Link]) -> Plan:
    """The plan of a run without a corpus: each link."""
    return Plan(tuple(PageRequest(link.entry) for link in links))


def plan_run(
    links: Sequence[Link],
    corpus: CorpusRun,
    now: dt.datetime,
    *,
    limit: int | None = None,
    only_found: bool = False,
    is_older: Callable[[Link], bool] = lambda _: False,
) -> Plan:
    """The plan of a run with a corpus, which keeps the links before any is fetched, so that a killed run loses none.

    New articles come first, newest first, then those due for another look. With `only_found` nothing but `links` is
    requested, and that even if it failed and is not yet to be tried again. What earlier runs left over stays there over
    the `limit` of requests, or while it `is_older` and was never asked for: what failed was wanted. Raises CorpusError
    when the corpus cannot be written.
    """
    if only_found:
        corpus.store.ask_again(link.entry.url for link in links)
    unseen = {record_id(entry.url) for entry in corpus.store.discover([link.entry for link in links], now)}
    due = {record_id(again.url): again for again in corpus.store.due(now)}
    found = {record_id(link.entry.url): link for link in links}
    new = [link for key, link in found.items() if key in unseen]
    again = [_again(due[key]) for key in found if key in due and key not in unseen]
    requested = unseen | due.keys()
    resting, given_up = corpus.store.held_back(link.entry.url for key, link in found.items() if key not in requested)
    seen = len(found) - len(new) - len(again) - resting - given_up
    if not only_found:
        left_over = {record_id(left.entry.url): left for left in corpus.store.waiting(now)}
        new += [
            link
            for key, left in left_over.items()
            if key not in found and not (is_older(link := Link(left.entry)) and left.failure is None)
        ][: _room(limit, new, again)]
        others = [_again(other) for key, other in due.items() if key not in found and key not in left_over]
        again += others[: _room(limit, new, again)]
    new.sort(key=lambda link: order(link.latest), reverse=True)
    return Plan((*(PageRequest(link.entry) for link in new), *again), seen, resting, given_up)


def _room(limit: int | None, *planned: Sequence[object]) -> int | None:
    return None if limit is None else max(0, limit - sum(map(len, planned)))


def _again(due: Due) -> PageRequest:
    return PageRequest(due.entry or Entry(url=due.url, source="argument"), due.validators, due.found)
