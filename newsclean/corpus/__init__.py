"""A corpus on disk: what all runs of a site have brought together, and nothing of Scrapy. See docs/corpus.md.

folder.py   where everything of a site lies
lock.py     one run a site at a time
archive.py  the pages as fetched, written as WARC;  warc.py  reads such files, our own and others'
store.py    the database: records, rejects, addresses, runs
exports.py  what each run added, as a file
run.py      one run: the door for a crawl
check.py    is all as it should be;  rebuild.py  makes it so again
"""

from .archive import Fetched
from .folder import SiteFolder, site_folders
from .run import CorpusRun
from .visits import Answer, Due, Ending, Result, Run, Validators, Visit, What

__all__ = [
    "Answer",
    "CorpusRun",
    "Due",
    "Ending",
    "Fetched",
    "Result",
    "Run",
    "SiteFolder",
    "Validators",
    "Visit",
    "What",
    "site_folders",
]
