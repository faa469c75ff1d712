"""Whether a page that was read as a list is an article. Loads all that cleans, so only workers import it."""

from __future__ import annotations

import datetime as dt

from newsclean.articleness.score import calls_itself_article
from newsclean.cleaning import Trace, clean_traced
from newsclean.models import Article, Page

_LIST = 5  # headlines that a list of articles links


def is_article(url: str, html: bytes, content_type: str | None, headlines: int) -> bool:
    """Whether a page is an article; it links others by so many headlines."""
    trace = Trace()
    now = dt.datetime.now(dt.UTC)
    found = clean_traced(Page(url=url, html=html, content_type=content_type, fetched_at=now), trace)
    # A page that calls itself an article and is none in the end becomes a reject, which says why.
    if trace.page is not None and calls_itself_article(trace.page):
        return True
    # Teasers of a list may read like a text, which then has no date.
    return isinstance(found, Article) and (found.date is not None or headlines < _LIST)
