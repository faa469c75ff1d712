"""A cleaner that takes as long as SLOW_PAGE in the environment says, in seconds: newsclean's own, after a sleep."""

from __future__ import annotations

import os
import time

import newsclean
from newsclean import Article, Page, Reject

PAGE = "SLOW_PAGE"
SAMPLE = "news.example"  # the host of the page that each worker cleans first


def clean(page: Page) -> Article | Reject:
    if SAMPLE not in page.url:
        time.sleep(float(os.environ.get(PAGE, "0")))
    return newsclean.clean(page)
