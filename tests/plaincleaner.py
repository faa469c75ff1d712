"""A cleaner for tests of what is done with articles: the headline and the paragraphs of pages that hold nothing else.

A worker with newsclean's own cleaner takes twice as long to start.
"""

from __future__ import annotations

import hashlib
import re

from newsclean import Article, Page, Reason, Reject
from newsclean.page.urls import record_id


def clean(page: Page) -> Article | Reject:
    assert isinstance(page.html, bytes)
    text = page.html.decode("utf-8")
    title = re.search("<h1>(.*?)</h1>", text)
    body = "\n\n".join(paragraph.strip() for paragraph in re.findall("<p>(.*?)</p>", text))
    if not title:
        return Reject(url=page.url, reason=Reason.NO_TITLE, detail="no h1", fetched_at=page.fetched_at)
    return Article(
        url=page.url, site="news.example", title=title[1], body=body, fetched_at=page.fetched_at,
        id=record_id(page.url), content_hash=hashlib.sha256(f"{title[1]}\n{body}".encode()).hexdigest(),
        extractor="none", discovered_via=page.entry.source if page.entry else None,
    )  # fmt: skip
