"""The pipelines with cleaners of the tests' own, and with a disk or an event loop that hangs."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any, Self

from scrapy.crawler import Crawler

from newsclean.pipelines.clean import CleanPipeline
from newsclean.pipelines.store import StorePipeline

FOREVER = 10**6  # seconds


class Misbehaving(CleanPipeline):
    cleaner = "tests.misbehaving:clean"


class Missing(CleanPipeline):
    cleaner = "tests.misbehaving:no_such_function"


class Plain(CleanPipeline):
    cleaner = "tests.plaincleaner:clean"


class StoppedEarly(Plain):
    """A signal comes while the crawl still starts."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        os.kill(os.getpid(), signal.SIGTERM)


class KilledWithinItsFigures(Plain):
    """The process is killed when it has told the first part of its figures."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        with open(crawler.settings["NEWSCLEAN_FIGURES"], "ab", buffering=0) as file:
            file.write(b'{"site": "pier", "new')
        os.kill(os.getpid(), signal.SIGKILL)


class HangingDisk(StorePipeline):
    """Says so when a commit begins, and never ends it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = super().from_crawler(crawler)
        corpus: Any = pipeline.run.corpus

        def commit(_: object) -> None:
            _say("the disk hangs")
            threading.Event().wait()

        corpus.commit = commit
        return pipeline


class HangingLoop(StorePipeline):
    async def process_item(self, item: Any) -> Any:
        _say("the event loop hangs")
        time.sleep(FOREVER)
        return item


def _say(text: str) -> None:
    os.write(2, f"{text}\n".encode())
