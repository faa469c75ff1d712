"""Pipelines of a crawl that is hard to stop: pages that take long, and a disk that answers late or never."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, Self

from scrapy.crawler import Crawler

from newsclean.pipelines.clean import CleanPipeline
from newsclean.pipelines.store import StorePipeline

COMMIT, END, LOOP = "SLOW_COMMIT", "SLOW_END", "SLOW_LOOP"  # in the environment: seconds for each


class SlowPages(CleanPipeline):
    cleaner = "benchmarks.slow:clean"


class SlowDisk(StorePipeline):
    """Waits before each commit, before the run is ended in the corpus, and in the event loop before each page."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = super().from_crawler(crawler)
        corpus: Any = pipeline.run.corpus
        corpus.commit, corpus.end = _late(corpus.commit, COMMIT), _late(corpus.end, END)
        return pipeline

    async def process_item(self, item: Any) -> Any:
        time.sleep(_seconds(LOOP))
        return await super().process_item(item)


def _late(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    def called(*args: Any, **kwargs: Any) -> Any:
        time.sleep(_seconds(name))
        return function(*args, **kwargs)

    return called


def _seconds(name: str) -> float:
    return float(os.environ.get(name, "0"))
