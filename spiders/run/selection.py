"""What a crawl's arguments select out of the records of its corpus: the files of `-O` hold that."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from heapq import nlargest

from newsclean.corpus.store import Store
from newsclean.models import Article
from newsclean.spiders.discovery.links import order
from newsclean.spiders.discovery.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Selection:
    """`urls`: only what these addresses led to; None: all of the site. Nothing is selected by default."""

    wanted: Wanted = field(default_factory=Wanted)
    urls: frozenset[str] | None = frozenset()

    def known(self, store: Store, written: Set[str]) -> Iterator[Article]:
        """The selected articles in their latest text, but for those with an id of `written`, in the corpus's order.

        With a limit, no more of them than are missing to it: the newest. Raises CorpusError.
        """
        found = (article for article in self._stored(store) if article.id not in written and self._takes(article))
        limit = self.wanted.limit
        if limit is None:
            yield from found
            return
        newest = nlargest(max(0, limit - len(written)), found, key=lambda article: order(article.date))
        yield from reversed(newest)

    def _stored(self, store: Store) -> Iterator[Article]:
        lines = store.records() if self.urls is None else store.records_at(self.urls)
        return map(Article.model_validate_json, lines)

    def _takes(self, article: Article) -> bool:
        """A record without a date goes by the day it was fetched."""
        moment = article.date or article.fetched_at
        wanted = self.wanted
        if wanted.is_older(moment) or wanted.is_newer(moment):
            return False
        return wanted.section is None or wanted.is_of_section(article.section, article.url)
