"""Names in Scrapy's stats for what became of a crawl, each written only here. They are an interface.

Those that end in a slash are prefixes: of the reason for which a link was skipped or a page rejected, of who dropped
or did not take a record.
"""

from collections.abc import Mapping
from typing import Any

from newsclean.corpus import StoredAs


def stored(stored_as: StoredAs) -> str:
    """The stat for pages that the corpus stored this way."""
    return f"newsclean/{stored_as}"


def by_name(values: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """The counts under a prefix, by what follows it."""
    return {key.removeprefix(prefix): number for key, number in values.items() if key.startswith(prefix)}


SOURCES = "newsclean/sources"
SOURCES_FAILED = "newsclean/sources_failed"
SOURCES_UNCHANGED = "newsclean/sources_unchanged"  # of the sources, those that hold what they held before
LINKS = "newsclean/links"  # in this run's sources; earlier runs may have left more
SKIPPED = "newsclean/skipped/"
LEFT_OUT = "newsclean/left_out"  # links of the sources that were not followed, for whatever reason
DISCOVERED = "newsclean/discovered"
REQUESTED = "newsclean/asked"  # those of the discovered that had to be requested
RESTING = "newsclean/skipped/waiting"  # links of this run's sources that failed and whose next try is not yet due
NOT_TRIED = "newsclean/skipped/given_up"  # the same, given up by earlier runs
TRIED_AGAIN = "newsclean/tried_again"  # of this run's failures, those that later runs try again
GIVEN_UP = "newsclean/given_up"  # and those that none does
REFUSED = "newsclean/refused"  # requests not made because of their address
HOSTS_GIVEN_UP = "newsclean/hosts_given_up"
PAGES = "newsclean/pages"  # articles' pages that came
RENDERED = "newsclean/rendered"  # pages that a browser has shown
RENDER_FAILED = "newsclean/render_failed"
RENDER_REQUESTS = "newsclean/render_requests"  # of their scripts
RENDER_REFUSED = "newsclean/render_refused"  # requests of theirs that were not answered
SINGLE_PAGES = "newsclean/whole"
SINGLE_PAGES_FAILED = "newsclean/whole_failed"
FURTHER_PAGES = "newsclean/further_pages"  # pages 2 to n of articles, fetched one by one
FURTHER_PAGES_FAILED = "newsclean/further_pages_failed"
NEW, REVISED, SEEN = map(stored, (StoredAs.NEW, StoredAs.REVISED, StoredAs.SEEN))
FROM_FEEDS = "newsclean/from_feeds"  # of the new and revised, those whose text is that of a feed
REJECTED = "newsclean/rejected/"
HANDED_OUT = "newsclean/handed_out"  # records of earlier runs, which waited to be delivered
DROPPED = "newsclean/dropped/"  # records, by the pipeline behind StorePipeline that dropped them
NOT_TAKEN = "newsclean/not_taken/"  # records that wait for the next run, by the pipeline and what it raised
LOST = "newsclean/lost/"  # the same for what cannot wait: items that are no records, and records without a corpus
UNDELIVERED = "newsclean/undelivered"  # records that wait when the run has ended
RECORDS_BROKEN = "newsclean/records_broken"  # of earlier runs, to be delivered or written again
RECORDS_UNWRITTEN = "newsclean/records_unwritten"
REJECTS_UNWRITTEN = "newsclean/rejects_unwritten"
FATAL = "newsclean/fatal"  # why no further page could be cleaned or stored
