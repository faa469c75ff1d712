"""The lines of `-O articles.jsonl`: Scrapy's own JSON lines, made safe to cut at line ends and to kill."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import JsonLinesItemExporter

# JSON allows these two inside strings; many readers (str.splitlines, JavaScript before 2019) end a line at them.
_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


class Lines(JsonLinesItemExporter):
    """One record a line, whatever is in its text, and on disk as soon as it is made."""

    def export_item(self, item: Any) -> None:
        line = self.encoder.encode(dict(self.get_serialized_fields(item)))
        for sign, escaped in _LINE_ENDS.items():
            line = line.replace(sign, escaped)
        self.file.write(f"{line}\n".encode(self.encoding or "utf-8"))
        self.file.flush()
