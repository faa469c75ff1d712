"""Which records of a corpus a crawl's arguments select: with those that the run adds, what the file of `-O` holds."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from newsclean.corpus import Run, addresses
from newsclean.corpus.store import Store
from newsclean.errors import RecordBroken
from newsclean.models import Article, Entry
from newsclean.spiders.discovery.links import Link, order
from newsclean.spiders.discovery.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that are `wanted`; with `urls`, those of these addresses instead."""

    wanted: Wanted
    urls: frozenset[str] | None = None

    def earlier(self, store: Store, run: Run, but: Collection[str]) -> Iterator[Article | RecordBroken]:
        """The selected records that the corpus had before the run, in their latest text; none of the ids in `but`.

        With a limit, the newest of them, as many as make up the number together with `but`. Then an error for each that
        cannot be read, and might be selected. Reads as it is iterated, and raises CorpusError when the corpus cannot be
        read.
        """
        stories = None if self.urls is None else addresses.stories(store, self.urls)
        broken: list[RecordBroken] = []
        known = _sound(store.articles(run, stories), broken)
        selected = (article for article in known if article.id not in but and self._has(article))
        if self.wanted.limit is None:
            yield from selected
        else:
            room = max(0, self.wanted.limit - len(but))
            yield from heapq.nlargest(room, selected, key=lambda article: order(article.date or article.fetched_at))
        yield from broken

    def _has(self, article: Article) -> bool:
        if self.urls is not None:
            return True
        date = article.date or article.fetched_at
        entry = Entry(url=article.url, source="argument", date=date, section=article.section)
        return self.wanted.why_not(Link(entry, article.modified), article.url) is None


def _sound(found: Iterable[Article | RecordBroken], broken: list[RecordBroken]) -> Iterator[Article]:
    """The articles; the errors go to the list."""
    for one in found:
        if isinstance(one, Article):
            yield one
        else:
            broken.append(one)
