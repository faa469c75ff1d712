"""Long work on the event loop in short turns, so that signals and responses are dealt with in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")
_TURN = 100  # links: a hundred take about 5 ms


async def in_turns(items: Iterable[_T]) -> AsyncIterator[_T]:
    """The items, with a turn for the event loop after every hundred."""
    for number, item in enumerate(items, start=1):
        yield item
        if number % _TURN == 0:
            await asyncio.sleep(0)


def each_line(data: bytes) -> Iterator[bytes]:
    """The lines of the data one by one; splitting all of it at once can take a second."""
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        yield data[start:end]
        start = end + 1
    yield data[start:]
