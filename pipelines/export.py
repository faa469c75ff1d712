"""The lines of `-O articles.jsonl`: Scrapy's own JSON lines, made safe to cut at line ends and to kill."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exporters import JsonLinesItemExporter

logger = logging.getLogger(__name__)

UNWRITTEN = "newsclean/records_unwritten"
# JSON allows these two inside strings; many readers (str.splitlines, JavaScript before 2019) end a line at them.
_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


class Lines(JsonLinesItemExporter):
    """One record a line, whatever is in its text, and on disk as soon as it is made.

    A record that cannot be written (a full disk, say) is counted, and the cause is told once: the run ends non-zero.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: BytesIO, **options: Any) -> Self:
        exporter = cls(file, **options)
        exporter.crawler = crawler
        return exporter

    def export_item(self, item: Any) -> None:
        line = self.encoder.encode(dict(self.get_serialized_fields(item)))
        for sign, escaped in _LINE_ENDS.items():
            line = line.replace(sign, escaped)
        try:
            self.file.write(f"{line}\n".encode(self.encoding or "utf-8"))
            self.file.flush()
        except OSError as error:
            if not self.crawler.stats.get_value(UNWRITTEN):
                logger.error("records cannot be written to %s: %s", self.file.name, error.strerror)
            self.crawler.stats.inc_value(UNWRITTEN)
