"""Outcomes on their way to disk, in batches."""

from __future__ import annotations

import asyncio
from collections import deque

from newsclean.corpus import CorpusRun, Outcome, StoredOutcome

MAX_BATCH = 20  # outcomes per transaction

_Waiting = tuple[Outcome, asyncio.Future[StoredOutcome]]


class BatchWriter:
    """Commits outcomes to a corpus, off the event loop.

    Outcomes that arrive while one batch is written make up the next: a lone page is safe at once, and many are cheap.
    """

    def __init__(self, corpus: CorpusRun) -> None:
        self.corpus = corpus
        self._waiting: deque[_Waiting] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def flush(self) -> None:
        """Waits until nothing is being written."""
        if self._writer is not None:
            await asyncio.wait([self._writer])

    async def store(self, outcome: Outcome) -> StoredOutcome:
        """What became of the outcome, once it is safe on disk. Raises CorpusError when it cannot be written."""
        done: asyncio.Future[StoredOutcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MAX_BATCH, len(self._waiting)))]
            outcomes = [outcome for outcome, _ in batch]
            work = asyncio.ensure_future(asyncio.to_thread(self.corpus.commit, outcomes))
            await asyncio.wait([work])
            for number, (_, done) in enumerate(batch):
                if done.cancelled():  # given up, as the run ends
                    continue
                if error := work.exception():
                    done.set_exception(error)
                else:
                    done.set_result(work.result()[number])
