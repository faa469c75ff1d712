"""Pipelines that a user might put behind ours, for the tests: each appends what it takes to a file."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import DropItem

from newsclean import Article

FILE = "NEWSCLEAN_TEST_TAKEN"  # environment variable: the file
FIFO = "NEWSCLEAN_TEST_FIFO"  # environment variable: a pipe


class Taker:
    """Takes every record, and writes down which."""

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Article):
            with Path(os.environ[FILE]).open("a") as file:
                file.write(json.dumps([item.url, item.revision]) + "\n")
        return {"only": item.title} if isinstance(item, Article) else item


class Faulty(Taker):
    """As a database that is away for a moment: it raises for some of the records."""

    failing: ClassVar[tuple[int, ...]] = (2, 5)

    def __init__(self) -> None:
        self.number = 0

    async def process_item(self, item: Any) -> Any:
        await asyncio.to_thread(lambda: None)
        self.number += 1
        if self.number in self.failing:
            raise ConnectionError("the database is away")
        return super().process_item(item)


class Away(Faulty):
    failing = tuple(range(1000))


class Choosy:
    """Lets no record of an even number through."""

    def process_item(self, item: Any) -> Any:
        if int(item.url.rpartition("/")[2]) % 2 == 0:
            raise DropItem("an even number")
        return item


class Hanging(Taker):
    """Never returns with the record of day 1, and takes all others."""

    async def process_item(self, item: Any) -> Any:
        if item.url.endswith("/1"):
            await asyncio.get_running_loop().create_future()
        return super().process_item(item)


class Late(Taker):
    """Takes nothing before FIFO has been opened and closed."""

    told: asyncio.Future[bytes] | None = None

    async def process_item(self, item: Any) -> Any:
        if self.told is None:
            self.told = asyncio.ensure_future(asyncio.to_thread(Path(os.environ[FIFO]).read_bytes))
        await asyncio.shield(self.told)
        return super().process_item(item)


class Closed(Taker):
    """As a database that is away when the run begins."""

    def open_spider(self) -> None:
        raise ConnectionError("the database is away")
