"""The feeds of a crawl (`-O articles.jsonl`): the formats of `newsclean export`, on disk as soon as possible.

Scrapy loads an exporter by the path of its class and does not say for which format. So this module has one class per
format, each made when it is first asked for: `JsonlExporter`, `CsvExporter`, `ParquetExporter`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, ClassVar, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exporters import BaseItemExporter

from newsclean.formats import FORMATS, Format, Writer
from newsclean.formats.whole import ends_within_a_line, whole
from newsclean.models import Article
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun

logger = logging.getLogger(__name__)


class RecordExporter(BaseItemExporter):
    """Writes each record as soon as it is there; Scrapy's `fields` choose, order and rename its fields.

    A record that cannot be written (on a full disk, say) is counted and the cause logged once: the run ends non-zero.
    """

    format: ClassVar[Format]

    def __init__(self, file: IO[bytes], crawler: Crawler, **options: Any) -> None:
        super().__init__(**options)
        self.run = CrawlRun.of(crawler)
        self._file = whole(file)
        self._name = str(getattr(file, "name", "the feed"))
        self._writer: Writer | None = None
        self._exported = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: IO[bytes], **options: Any) -> Self:
        return cls(file, crawler, **options)

    def export_item(self, item: Any) -> None:
        with self._reported(1):
            self._opened(item).write(dict(self.get_serialized_fields(item)))
            self._file.flush()
        self._exported += 1

    def finish_exporting(self) -> None:
        if not self.run.counted(stats.RECORDS_UNWRITTEN):  # else the file is broken, and that is known
            with self._reported(self._exported if self.format.is_binary else 1):
                self._opened().close()
                self._file.flush()

    def _opened(self, first: Any = None) -> Writer:
        """The writer. Its columns are the `fields` of the feed, else those of the first item, else a record's."""
        if self._writer is None:
            self._end_line()
            fields = self.fields_to_export or Article.model_fields.keys()
            if not self.fields_to_export and first is not None:
                fields = ItemAdapter(first).field_names()
            self._writer = self.format.writer(
                self._file, list(fields.values() if isinstance(fields, Mapping) else fields)
            )
        return self._writer

    def _end_line(self) -> None:
        """Keeps a record off the line of one that was cut off, in a file that is appended to."""
        if not self.format.is_binary and ends_within_a_line(Path(self._name)):
            logger.warning("%s ended within a line; the new records begin on the next one", self._name)
            self._file.write(b"\n")

    @contextmanager
    def _reported(self, lost: int) -> Iterator[None]:
        try:
            yield
        except (OSError, TypeError, ValueError) as error:  # a full disk, or a value that the format cannot hold
            if not self.run.counted(stats.RECORDS_UNWRITTEN):
                logger.error("records cannot be written to %s: %s", self._name, getattr(error, "strerror", error))
            self.run.count(stats.RECORDS_UNWRITTEN, lost)


@cache
def __getattr__(name: str) -> type[RecordExporter]:
    for format_ in FORMATS.values():
        if name == exporter_name(format_):
            return type(name, (RecordExporter,), {"format": format_})
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def exporter_name(format_: Format) -> str:
    return f"{format_.name.capitalize()}Exporter"
