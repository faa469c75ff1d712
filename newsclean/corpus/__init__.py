"""A corpus on disk: what all runs of a site have collected. Nothing of Scrapy. See docs/explanation/corpus.md.

run.py        one run on a site: the door for a crawl
store.py      what the database holds: records, rejects, addresses, runs;  imprints.py  lines that repeat
tries.py      links whose fetch failed: when they are tried again, and when they are given up
deliveries.py records that wait for pipelines and feeds
addresses.py  what discovery knows from earlier runs, and what it left out
stored.py     reads records back
outcomes.py   what it takes and gives;  moments.py  times as text
database.py   SQLite;  schema.py  the form of its tables
archive.py    the pages as fetched, written as WARC;  warc.py  reads such files, our own and others'
cache.py      files that a run can do without: sources as they last were, texts of feeds
headers.py    the HTTP headers of a page, byte for byte
exports.py    what each run added, as a file
history.py    the runs, and the figures by which they are compared;  baseline.py  is one like those before
verdicts.py   what the word by which a run ended says;  search.py, query.py  full-text search
health.py     harm that is recognised when a run begins;  accepted.py  losses that were accepted
reading.py    SQLite for who may only read;  backup.py  a copy of a live corpus
folder.py     where all of it lies;  lock.py  one run a site at a time
check.py      is all as it should be;  rebuild.py  makes it so again;  status.py, retry.py and prune.py  look after it
duplicates.py  near-duplicates across sites;  warc_pages.py  pages to be cleaned again
"""

from .addresses import Skipped
from .folder import SiteFolder, site_folders
from .headers import Headers
from .outcomes import (
    Due,
    Ending,
    Failure,
    FetchedPage,
    Judgement,
    Outcome,
    Run,
    StoredAs,
    StoredOutcome,
    Undelivered,
    Validators,
    Waiting,
)
from .run import CorpusRun

__all__ = [
    "CorpusRun",
    "Due",
    "Ending",
    "Failure",
    "FetchedPage",
    "Headers",
    "Judgement",
    "Outcome",
    "Run",
    "SiteFolder",
    "Skipped",
    "StoredAs",
    "StoredOutcome",
    "Undelivered",
    "Validators",
    "Waiting",
    "site_folders",
]
