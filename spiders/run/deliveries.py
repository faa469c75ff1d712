"""Who has got which record: one is delivered when the pipelines behind StorePipeline and the feeds have taken it.

A record that they did not take waits in the corpus, and the next run hands it out before it fetches anything.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.settings import BaseSettings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from newsclean.corpus import CorpusRun, FetchedPage, Outcome, Undelivered
from newsclean.errors import CorpusError, RecordBroken
from newsclean.formats import ENDINGS
from newsclean.models import Page

from . import stats
from .feed_formats import is_replaced, is_stdout, local_path
from .problems import CANNOT_STORE
from .stopping import Step, in_time

if TYPE_CHECKING:
    from .crawl_run import CrawlRun

logger = logging.getLogger(__name__)

# The takers: any pipeline behind StorePipeline, and any feed to which records are appended. They have no names of their
# own, so that a pipeline that was renamed gets what it missed.
PIPELINES, FEEDS = "pipelines", "feeds"
BATCH = 10  # records handed out at a time; when none of them is taken, the others wait for the next run
_FEED_FAILED = "feedexport/failed_count/"


class _Delivery:
    """A record on its way through pipelines and feeds; `number` is None where it has none to wait by."""

    def __init__(self, number: int | None, *, is_again: bool) -> None:
        self.number = number
        self.is_again = is_again
        self.is_settled = False
        self.error: BaseException | None = None  # that settled it


# Of the item that the current task hands through the pipelines: what comes out of them need not resemble the record.
_UNDER_WAY: ContextVar[_Delivery | None] = ContextVar("newsclean-delivery", default=None)


class Deliveries:
    """Follows each record by Scrapy's signals, and counts what became of those that were not taken."""

    def __init__(self, run: CrawlRun) -> None:
        self._run = run
        self._feeds = [_Feed(*feed) for feed in run.crawler.settings.getdict("FEEDS").items()]
        self._unwritten = 0  # records, by the feeds' own count so far
        self._held: list[int] = []  # records that are taken once the feeds have been closed
        self._handed_out: dict[int, bool | None] = {}  # the records of a batch, and whether they were taken
        self._all_back = asyncio.Event()
        for signal in ("item_scraped", "item_dropped", "item_error"):
            run.crawler.signals.connect(getattr(self, signal), getattr(signals, signal))

    def takers(self, store: type) -> tuple[str, ...]:
        """Who is to get every record: the pipelines behind `store`, and the feeds that are appended to.

        A feed that is replaced holds what was known as well, so that no record needs to wait for it.
        """
        pipelines = (PIPELINES,) if _is_followed(store, self._run.crawler.settings) else ()
        return (*pipelines, FEEDS) if any(feed.is_appended for feed in self._feeds) else pipelines

    def begin(self, number: int | None, *, is_again: bool = False) -> None:
        """Says that the item of the current task is a record, and on its way; for StorePipeline."""
        _UNDER_WAY.set(_Delivery(number, is_again=is_again))

    @property
    def is_again(self) -> bool:
        """Whether the item of the current task was handed out: a feed that is replaced has it from the corpus."""
        delivery = _UNDER_WAY.get()
        return delivery is not None and delivery.is_again

    def pass_by(self) -> None:
        """Says that the item of the current task is no record."""
        _UNDER_WAY.set(None)

    def broke(self, error: BaseException | None) -> bool:
        """Whether it was a record that a pipeline broke on, so that the pipeline is not ours."""
        delivery = _UNDER_WAY.get()
        return delivery is not None and (not delivery.is_settled or delivery.error is error)

    def item_scraped(self) -> None:
        """Scrapy's signal, which the feeds have received before."""
        unwritten, self._unwritten = self._unwritten, self._run.counted(stats.RECORDS_UNWRITTEN)
        if (delivery := _settled()) is None or delivery.number is None:
            return
        if any(feed.is_appended for feed in self._feeds) and self._unwritten > unwritten:
            self._settle(delivery.number, is_taken=False)
        elif all(feed.is_written_at_once for feed in self._feeds if feed.is_appended):
            self._settle(delivery.number, is_taken=True)
        else:
            self._held.append(delivery.number)
            self._back(delivery.number, is_taken=True)

    def item_dropped(self, item: Any, exception: DropItem) -> None:
        """Scrapy's signal. Whoever drops a record wants it no more."""
        delivery = _settled(exception)
        number = _number(item, delivery)
        if delivery is not None or number is not None:
            self._run.count(f"{stats.DROPPED}{raiser(exception)}")
        if number is not None:
            self._settle(number, is_taken=True)

    def item_error(self, item: Any, failure: Failure) -> None:
        """Scrapy's signal. A record waits for the next run; without a corpus, and if it is no record, it is lost."""
        error = failure.value
        assert error is not None
        delivery = _settled(error)
        number = _number(item, delivery)
        what = f"{raiser(error)} raised {type(error).__name__}"
        if number is not None:
            self._run.count(f"{stats.NOT_TAKEN}{what}")
            self._settle(number, is_taken=False)
        elif delivery is not None or not isinstance(item, Page | FetchedPage | Outcome):  # else a bug of ours
            self._run.count(f"{stats.LOST}{what}")

    async def hand_out(self) -> AsyncIterator[Undelivered]:
        """The records that wait, as items; returns when all of them have been taken, or a batch of them in vain.

        One that cannot be read is reported, and keeps no other from its turn.

        Raises CloseSpider when the corpus cannot be written, RunStoppedError when the run ends before.
        """
        corpus = self._run.corpus
        if corpus is None or not corpus.store.takers:
            return
        try:
            numbers = await self._run.plan(corpus.undelivered)
            for batch in (numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH)):
                found = await self._run.plan(corpus.records, batch)
                records = self._readable(batch, found)
                self._handed_out = {record.number: None for record in records}
                self._all_back.clear()
                for record in records:
                    self._run.count(stats.HANDED_OUT)
                    yield record
                if records:
                    await in_time(self._run.crawler, Step.CLEANING, self._all_back.wait())
                await self._run.plan(corpus.deliver)
                if records and not any(self._handed_out.values()):
                    return
        except CorpusError as error:
            self._run.note_fatal(error)
            raise CloseSpider(CANNOT_STORE) from None

    def _readable(self, numbers: Sequence[int], found: Sequence[Undelivered | RecordBroken]) -> list[Undelivered]:
        """The records among what was found for these numbers. The others go on waiting, behind all that can be read."""
        for number, one in zip(numbers, found, strict=True):
            if isinstance(one, RecordBroken):
                logger.error("a record waits to be delivered and cannot be read: %s", one)
                self._run.count(stats.RECORDS_BROKEN)
                self._settle(number, is_taken=False)
        return [one for one in found if isinstance(one, Undelivered)]

    def close(self, corpus: CorpusRun) -> None:
        """Called when the feeds have been closed: what they hold back no longer is delivered, if they were written."""
        values = self._run.crawler.stats.get_stats()
        if self._run.counted(stats.RECORDS_UNWRITTEN) or any(key.startswith(_FEED_FAILED) for key in values):
            return
        for number in self._held:
            corpus.settle(number, is_taken=True)

    def _settle(self, number: int, *, is_taken: bool) -> None:
        if self._run.corpus is not None:
            self._run.corpus.settle(number, is_taken=is_taken)
        self._back(number, is_taken=is_taken)

    def _back(self, number: int, *, is_taken: bool) -> None:
        if number in self._handed_out:
            self._handed_out[number] = is_taken
            if None not in self._handed_out.values():
                self._all_back.set()


class _Feed:
    """What its options say about when a record is safe in a feed."""

    def __init__(self, uri: object, options: dict[str, Any]) -> None:
        format_ = ENDINGS.get(str(options.get("format")))
        self.is_appended = not is_replaced(uri, options)
        is_here = local_path(uri) is not None or is_stdout(uri)
        # Other files are whole only once they have been closed.
        has_lines = format_ is not None and not format_.has_end and format_.compression is None
        self.is_written_at_once = is_here and has_lines and not options.get("postprocessing")


def raiser(error: BaseException) -> str:
    """The name of the pipeline that raised an error."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_name == "process_item" and "self" in frame.f_locals:
            return type(frame.f_locals["self"]).__name__
    return "a pipeline"


def _settled(error: BaseException | None = None) -> _Delivery | None:
    """The record of the current task, settled now; None if there is none, or the one before has left its trace."""
    delivery = _UNDER_WAY.get()
    if delivery is None or delivery.is_settled:
        return None
    delivery.is_settled, delivery.error = True, error
    return delivery


def _number(item: Any, delivery: _Delivery | None) -> int | None:
    """The record's number. One that was handed out has it even where a pipeline before StorePipeline broke on it."""
    if isinstance(item, Undelivered):
        return item.number
    return delivery.number if delivery is not None else None


def _is_followed(store: type, settings: BaseSettings) -> bool:
    names = build_component_list(settings.get_component_priority_dict_with_base("ITEM_PIPELINES"))
    return bool(names) and load_object(names[-1]) is not store
