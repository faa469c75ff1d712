"""One run on a site's corpus: the door for a crawl. Nothing here waits for the network or knows an event loop."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from newsclean.errors import CorpusError, RecordBroken
from newsclean.models import Article, Reject

from . import deliveries
from .archive import Archive
from .cache import Cache
from .exports import write_pending
from .folder import SiteFolder
from .health import refuse_lost_database, short_archives, take_back
from .lock import locked
from .outcomes import Ending, FetchedPage, Judgement, Outcome, StoredOutcome, Undelivered
from .store import Store

_LATEST = 20  # runs of which one is surely by a clock that was right


class CorpusRun:
    """The corpus of a site, held and open for a run. Its methods write to disk: call them from one thread at a time,
    in an asyncio program through `asyncio.to_thread`.

    A batch of outcomes is committed in one transaction after its pages are on disk. The caller chooses its size: 20
    outcomes or 2 s cost little and leave little to be fetched again after a kill.
    """

    def __init__(
        self,
        folder: SiteFolder,
        *,
        archive: bool = True,
        blocks: bool = False,
        now: dt.datetime | None = None,
        takers: Collection[str] = (),
    ) -> None:
        """Takes the lock, makes up for a killed run (its export, its torn archive) and for
        records that the database has lost and exports have, and begins a run at `now` (aware).
        `blocks`: whether records are stored with theirs.

        `takers` are names, without spaces, of those who are to get every record: it waits until `settle` says that
        all of them have it, in this run or in a later one. Without any, records do not wait.

        Raises CorpusInUse when another run holds the site, CorpusError when the corpus is damaged or cannot be written.
        """
        self.folder = folder
        self._settled: deque[deliveries.Settled] = deque()  # not yet on disk
        folder.make()
        with ExitStack() as stack:
            stack.enter_context(locked(folder.lock, "a crawl"))
            refuse_lost_database(folder)
            self.store = stack.enter_context(Store(folder.database))
            self.store.blocks = blocks
            self.store.takers = tuple(takers)
            self.notes = [*take_back(self.store, folder)]  # on harm that was found, in sentences
            self.earlier_exports = write_pending(self.store, folder)  # of runs that were killed
            self.store.judge()  # failures of runs that were killed
            self.last_moment = max((run.ended or run.started for run in self.store.runs(_LATEST)), default=None)
            self.newest = self.store.newest_date()
            for kept in (folder.sources, folder.texts):
                Cache(kept).prune(dt.datetime.now(dt.UTC))
            self.run = self.store.begin_run(now or dt.datetime.now(dt.UTC))
            sizes = self.store.sizes()
            self._archive = Archive(folder, sizes, self.run.name) if archive else None
            self.notes += [
                f"{path} is shorter than the database says; its last pages are lost, not their records. "
                "The run goes on in a new file. `newsclean corpus check` lists the pages."
                for path in short_archives(folder, sizes)
                if path.name == max(sizes)  # later, pages are in a new file, and this was said
            ]
            if self._archive:
                stack.callback(self._archive.close)
            self._held = stack.pop_all()

    def commit(self, batch: Sequence[Outcome]) -> list[StoredOutcome]:
        """What became of each outcome; all of them are safe on disk when this returns, or none of them.

        A page that says something new goes into the archive, if there is one. One that cannot be archived or stored
        because of a bug becomes a reject (`StoredOutcome.broken`). Raises CorpusError when nothing can be written.
        """
        placed = [self._placed(outcome) for outcome in batch]
        if self._archive:
            self._archive.sync()
        with self._written_down() as settled:
            stored = self.store.commit(self.run, [outcome for outcome, _ in placed], settled)
        return [
            replace(done, broken=broken) if broken else done for (_, broken), done in zip(placed, stored, strict=True)
        ]

    def _placed(self, outcome: Outcome) -> tuple[Outcome, Reject | None]:
        """The outcome, with the position of its page if that is archived; or what stands for it, with its reject."""
        try:
            if self._archive and outcome.fetched and not self.store.has(outcome.result):
                return replace(outcome, position=self._archive.append(_as_used(outcome.fetched, outcome.result))), None
        except CorpusError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is
            return self.store.stand_ins.of(outcome, error)
        return outcome, None

    def undelivered(self) -> list[int]:
        """The numbers of the records that wait for takers of this run, those first that are to be handed out first."""
        return deliveries.waiting(self.store, self.store.takers)

    def records(self, numbers: Sequence[int]) -> list[Undelivered | RecordBroken]:
        """The records of these numbers, in this order; an error in place of one that cannot be read."""
        return deliveries.records(self.store, numbers)

    def settle(self, number: int, *, is_taken: bool) -> None:
        """Notes that all takers have the record of this number, or that it is to wait for the next run.

        Any thread may call it. It is on disk with the next `commit`, `deliver` or `end`; a run that is killed before
        leaves the record to the next one.
        """
        self._settled.append(deliveries.Settled(number, is_taken))

    def deliver(self) -> None:
        """Writes down what was settled. Raises CorpusError when it cannot be written."""
        if self._settled:
            with self._written_down() as settled, self.store.transaction():
                deliveries.settle(self.store, settled)

    @contextmanager
    def _written_down(self) -> Iterator[list[deliveries.Settled]]:
        """What was settled and is to be written within the block; what is not stays for the next time."""
        settled = [self._settled.popleft() for _ in range(len(self._settled))]
        try:
            yield settled
        except BaseException:
            self._settled.extend(settled)
            raise

    def judge(self) -> Judgement:
        """What becomes of the links whose fetch failed in this run, which has made all its requests."""
        return self.store.judge()

    def end(self, ending: Ending, now: dt.datetime | None = None) -> Path | None:
        """Keeps how the run ended and writes its export; gives its path, None where nothing was added."""
        self.store.judge()
        self.deliver()
        self.store.end_run(self.run, now or dt.datetime.now(dt.UTC), ending)
        written = write_pending(self.store, self.folder)
        return next((path for path in written if path.stem == self.run.name), None)

    def close(self) -> None:
        """Gives all back. A run that has not ended counts as killed: the next one writes its export."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _as_used(fetched: FetchedPage, result: Article | Reject | None) -> FetchedPage:
    """The page without the text of its feed, unless the record is made of that."""
    if fetched.page.feed_text is None or (isinstance(result, Article) and result.body_source == "feed"):
        return fetched
    return replace(fetched, page=fetched.page.model_copy(update={"feed_text": None}))
