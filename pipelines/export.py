"""The lines of `-O articles.jsonl`: Scrapy's own JSON lines, made safe to cut at line ends and to kill."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exporters import JsonLinesItemExporter

from newsclean.spiders.run import stats
from newsclean.spiders.run.crawl_run import CrawlRun

logger = logging.getLogger(__name__)

# JSON allows these inside strings; many readers (str.splitlines, JavaScript before 2019) end a line at them.
_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


class RecordLinesExporter(JsonLinesItemExporter):
    """One record per line, whatever its text holds, and on disk as soon as it is made.

    A record that cannot be written (a full disk, say) is counted, and the cause is logged once: the run ends non-zero.
    """

    run: CrawlRun

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: BytesIO, **options: Any) -> Self:
        exporter = cls(file, **options)
        exporter.run = CrawlRun.of(crawler)
        return exporter

    def export_item(self, item: Any) -> None:
        line = self.encoder.encode(dict(self.get_serialized_fields(item)))
        for character, escaped in _LINE_ENDS.items():
            line = line.replace(character, escaped)
        try:
            self.file.write(f"{line}\n".encode(self.encoding or "utf-8"))
            self.file.flush()
        except OSError as error:
            if self.run.count(stats.RECORDS_UNWRITTEN) == 1:
                logger.error("records cannot be written to %s: %s", self.file.name, error.strerror)
