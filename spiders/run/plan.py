"""What a run asks for: the links that it found and has not seen, what earlier runs left over, what is due again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from newsclean import Entry
from newsclean.corpus import CorpusRun, Due, Validators
from newsclean.spiders.discovery.links import Link, order
from newsclean.urls import record_id

_NONE = Validators()


@dataclass(frozen=True, slots=True)
class Ask:
    """An address to ask for. What is asked for again has `validators`, and `first`: when it was first found."""

    entry: Entry
    validators: Validators = _NONE
    first: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The addresses to ask for, in order. `discovered` counts them and the `seen` ones that need not be asked for."""

    asks: tuple[Ask, ...]
    seen: int = 0

    @property
    def discovered(self) -> int:
        return len(self.asks) + self.seen


def plan_all(links: Iterable[Link]) -> Plan:
    """The plan of a run without a corpus: each link."""
    return Plan(tuple(Ask(link.entry) for link in links))


def plan_run(
    links: Sequence[Link],
    corpus: CorpusRun,
    now: dt.datetime,
    *,
    limit: int | None = None,
    only_found: bool = False,
    is_older: Callable[[Link], bool] = lambda _: False,
) -> Plan:
    """The plan of a run with a corpus, which keeps the links before any is fetched: a run that is killed loses none.

    New articles come first, the newest of them before the others, then those that are looked at again. With
    `only_found` nothing but `links` is asked for. What earlier runs left over waits on while it `is_older`, or over the
    limit. Raises CorpusError when the corpus cannot be written.
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
    return Plan((*(Ask(link.entry) for link in new), *again), seen)


def _again(due: Due) -> Ask:
    return Ask(due.entry or Entry(url=due.url, source="argument"), due.validators, due.found)
