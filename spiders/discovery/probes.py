"""Links of which nothing tells whether they are articles: some of them are fetched, and the article check decides.

What it says of a few pages holds for all of the same shape; a shape of few pages is read whole, as long as the budget
lasts.
"""

from __future__ import annotations

from collections import defaultdict

from newsclean.page.urls import record_id

from .addresses import shape_of
from .collection import Collection
from .judge import Verdict
from .links import Link
from .visits import Visits

# Pages of a shape that are read before anything is said of the others, if there are more.
_SAMPLE = 3


async def probe(collection: Collection, visits: Visits, budget: int) -> frozenset[str]:
    """Decides the links in doubt by at most `budget` requests; gives the records among them that were read.

    All that were read are worth a look: the pipelines clean them like any other page, and the corpus remembers them.
    Those that earlier runs have read are given too, as nothing has to be asked.
    """
    doubts = collection.doubts()
    known = await visits.known([link.entry.url for link in doubts])
    keep = {record_id(url) for url in known}
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in doubts:
        if record_id(link.entry.url) not in keep:
            groups[shape_of(link.entry.url)].append(link)
    queue = sorted(groups.items(), key=lambda group: -len(group[1]))
    while queue and budget > 0:
        shape, links = queue.pop(0)
        sample, rest = _sample(links, min(_SAMPLE, budget))
        budget -= len(sample)
        found = 0
        for link in sample:
            reading = await visits.read(link.entry.url, guess=True, check=True)
            if reading is not None and not reading.is_feed:
                keep.add(record_id(link.entry.url))
                found += reading.is_article
        if 2 * found > len(sample) and rest:
            collection.judge.decide(shape, Verdict.ARTICLE)
        elif rest:
            queue.append((shape, rest))
    return frozenset(keep)


def _sample(links: list[Link], number: int) -> tuple[list[Link], list[Link]]:
    """Links from all over a list, at most `number`, and the others."""
    step = max(1, len(links) // max(1, number))
    chosen = links[::step][:number]
    return chosen, [link for link in links if link not in chosen]
