"""The feeds of a crawl (`-O articles.jsonl`): the formats of `newsclean export`, on disk as soon as possible.

Scrapy loads an exporter by the path of its class and does not say for which format. So this module has one class per
name of a format, each made when it is first asked for: `JsonlExporter`, `CsvGzExporter`, and `GzExporter` for the
format that the name of the file says.
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
from scrapy.exporters import PythonItemExporter

from newsclean.errors import UsageError
from newsclean.formats import ENDINGS, FEED_NAMES, Columns, Format, Writer, format_of, listed
from newsclean.formats.whole import ends_within_a_line, whole
from newsclean.models import Article
from newsclean.record import record_of
from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun

logger = logging.getLogger(__name__)


class RecordExporter(PythonItemExporter):
    """Writes each item as soon as it is there; Scrapy's `fields` choose, order and rename its fields.

    An item that cannot be written (on a full disk, say) is counted and the cause logged once: the run ends non-zero.
    """

    named: ClassVar[Format | None]

    def __init__(self, file: IO[bytes], crawler: Crawler, **options: Any) -> None:
        """Raises UsageError where neither the feed nor the name of its file says a format."""
        self._name = str(getattr(file, "name", "the feed"))
        self.format = self.named or _format_by(self._name)
        self._options = {option: options.pop(option) for option in self.format.options if option in options}
        super().__init__(**options)
        self.run = CrawlRun.of(crawler)
        self._file = self.format.stream(whole(file))
        self._blocks = crawler.settings.getbool("NEWSCLEAN_BLOCKS")
        self._writer: Writer | None = None
        self._columns: Columns = {}
        self._has_warned = False
        self._exported = 0
        self._error: Exception | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: IO[bytes], **options: Any) -> Self:
        return cls(file, crawler, **options)

    def export_item(self, item: Any) -> None:  # type: ignore[override]  # of the parent only `serialize_field` is used
        with self._reported(1):
            writer, record = self._opened(item), self._record(item)
            self._warn_of_dropped(record)
            writer.write(record)
            self._file.flush()
            self._exported += 1

    def _record(self, item: Any) -> dict[str, Any]:
        """The fields of an item that are to be written, under the names they are to have; `blocks` are no field."""
        record = dict(self.get_serialized_fields(item))
        if name := self._blocks_of(item):
            record[name] = record_of(item, blocks=True)["blocks"]
        return record

    def finish_exporting(self) -> None:
        is_broken = isinstance(self._error, OSError)  # which is known
        if not (is_broken and self.format.is_binary):
            with self._reported(0 if is_broken else self._exported if self.format.is_binary else 1):
                self._opened().close()
                self._file.flush()

    def _blocks_of(self, item: Any) -> str | None:
        """The name that the blocks of an item are to have; None where none are written."""
        chosen = self.fields_to_export or ("blocks",)
        if not self._blocks or not isinstance(item, Article) or "blocks" not in chosen:
            return None
        return str(chosen["blocks"]) if isinstance(chosen, Mapping) else "blocks"

    def _opened(self, first: Any = None) -> Writer:
        if self._writer is None:
            self._end_line()
            self._columns = self._columns_for(first)
            self._writer = self.format.writer(self._file, self._columns, **self._options)
        return self._writer

    def _columns_for(self, first: Any) -> Columns:
        """The columns of the file: the `fields` of the feed, else those of the first item, else a record's."""
        own = Article.model_fields.keys() if first is None else ItemAdapter(first).field_names()
        chosen = self.fields_to_export or own
        names = chosen if isinstance(chosen, Mapping) else {field: field for field in chosen}
        # Items of other spiders may have fields of the same name that hold something else.
        is_record = Article.model_fields.keys() <= {*own}
        columns = {column: field if is_record else None for field, column in names.items()}
        return columns | {name: None} if (name := self._blocks_of(first)) else columns

    def _warn_of_dropped(self, record: Mapping[str, object]) -> None:
        """Says once which fields a table has no columns for, because its first item had none."""
        dropped = record.keys() - self._columns.keys()
        if self.format.has_columns and dropped and not self._has_warned:
            self._has_warned = True
            logger.warning(
                "%s has the columns of its first item; %s of a later one are left out. Give the feed `fields`, or "
                "`item_classes` and a feed for each class.",
                self._name,
                ", ".join(sorted(dropped)),
            )

    def _end_line(self) -> None:
        """Keeps a record off the line of one that was cut off, in a file that is appended to."""
        if not (self.format.has_end or self.format.compression) and ends_within_a_line(Path(self._name)):
            logger.warning("%s ended within a line; the new records begin on the next one", self._name)
            self._file.write(b"\n")

    @contextmanager
    def _reported(self, lost: int) -> Iterator[None]:
        try:
            yield
        except (OSError, TypeError, ValueError) as error:  # a full disk, or a value that the format cannot hold
            if self._error is None:
                logger.error("records cannot be written to %s: %s", self._name, getattr(error, "strerror", error))
            if not isinstance(self._error, OSError):
                self._error = error
            self.run.count(stats.RECORDS_UNWRITTEN, lost)


def _format_by(name: str) -> Format:
    if format_ := format_of(Path(name)):
        return format_
    raise UsageError(f"{name} does not end in the name of a format. {listed()}")


@cache
def __getattr__(name: str) -> type[RecordExporter]:
    for format_name in FEED_NAMES:
        if name == exporter_name(format_name):
            return type(name, (RecordExporter,), {"named": ENDINGS.get(format_name)})
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def exporter_name(format_name: str) -> str:
    """The class for a name that Scrapy knows a format by: `JsonlGzExporter` for "jsonl.gz"."""
    return f"{format_name.title().replace('.', '')}Exporter"
