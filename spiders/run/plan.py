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
    """The requests to make, in order. `discovered` counts them and the `seen` articles that need none."""

    requests: tuple[PageRequest, ...]
    seen: int = 0

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
    requested. What earlier runs left over stays there while it `is_older`, or over the `limit`. Raises CorpusError when
    the corpus cannot be written.
    """
    unseen = {record_id(entry.url) for entry in corpus.store.discover([link.entry for link in links], now)}
    due = {record_id(again.url): again for again in corpus.store.due(now)}
    found = {record_id(link.entry.url): link for link in links}
    new = [link for key, link in found.items() if key in unseen]
    again = [_again(due[key]) for key in found if key in due and key not in unseen]
    seen = len(found) - len(new) - len(again)
    if not only_found:
        room = limit - len(found) if limit is not None else None
        waiting = {record_id(entry.url): Link(entry) for entry in corpus.store.waiting()}
        left_over = [link for key, link in waiting.items() if key not in found and not is_older(link)][:room]
        new += left_over
        room = room - len(left_over) if room is not None else None
        again += [_again(other) for key, other in due.items() if key not in found and key not in waiting][:room]
    new.sort(key=lambda link: order(link.latest), reverse=True)
    return Plan((*(PageRequest(link.entry) for link in new), *again), seen)


def _again(due: Due) -> PageRequest:
    return PageRequest(due.entry or Entry(url=due.url, source="argument"), due.validators, due.found)
