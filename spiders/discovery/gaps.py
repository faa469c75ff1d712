"""Feeds that no longer reach back to what is known: between two runs an outlet has published more than they hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from .links import Link, Moment, order

_WHAT_TO_DO = "Crawl more often, or name a sitemap or sections in the site's file, which reach further back."


def feed_addresses(links: Iterable[Link]) -> list[str]:
    """The addresses of the articles that feeds link."""
    return [link.entry.url for link in links if link.entry.source == "feed"]


def gaps(
    links: Collection[Link],
    sources: Mapping[str, str],
    known: Collection[str],
    newest: dt.datetime | None,
    since: Moment | None = None,
) -> Iterator[str]:
    """A sentence for each feed that may have lost articles before this run, in words for people.

    That is a feed whose articles all have dates, are all later than `newest`, the last that is known, and are none of
    the `known` addresses, if no other source links one from the time in between. `sources` says where each link was
    found, by its address; of links before `since` nothing is said.
    """
    if newest is None or (since is not None and order(since) >= newest.timestamp()):
        return
    feeds: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.entry.source == "feed":
            feeds[sources.get(link.entry.url, "")].append(link)
    for source, entries in feeds.items():
        dates = [link.entry.date for link in entries]
        if not all(dates) or any(link.entry.url in known for link in entries):
            continue
        oldest = min(map(order, dates))
        if oldest <= newest.timestamp() or any(newest.timestamp() < order(link.latest) < oldest for link in links):
            continue
        first, last = (f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" for moment in (newest, _utc(oldest)))
        yield (
            f"{source} no longer reaches back to what is known: articles may have been missed between {first} and "
            f"{last}. {_WHAT_TO_DO}"
        )


def _utc(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
