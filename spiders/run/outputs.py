"""The output files of a run are checked before anything is fetched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from w3lib.url import file_uri_to_path

from newsclean.errors import NewscleanError, UsageError
from newsclean.formats import FORMATS

# Scrapy's formats that enclose all records in one value; a second one behind it is neither JSON nor XML.
_ENCLOSED = frozenset(("json", "xml"))


class OutputCheckExtension:
    """Checks at the start that the files of `-O` and `-o` and the reject file can be written."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NewscleanError naming the first file that cannot be written, and why; UsageError for a format."""
        check_formats(crawler.settings.getdict("FEEDS"))
        for path in _local_files(crawler):
            if why := why_not_writable(path):
                raise NewscleanError(f"{path} cannot be written: {why}. Choose another place for it.")
        return cls()


def check_formats(feeds: Mapping[str, Any]) -> None:
    """Raises UsageError for a feed that cannot be written as asked: a missing library, an option that has no effect."""
    for uri, options in feeds.items():
        _check_append(uri, str(options.get("format")), is_replaced=bool(options.get("overwrite")))
        if format_ := FORMATS.get(str(options.get("format"))):
            _ = format_.writer  # loads its library
            if given := options.get("item_export_kwargs"):
                raise UsageError(
                    f"FEEDS: the format {format_.name} takes no item_export_kwargs, such as {next(iter(given))!r}. "
                    "Leave them out, or name an exporter of Scrapy's in FEED_EXPORTERS."
                )
            if str(options.get("encoding") or "utf-8").lower().replace("_", "-") not in ("utf-8", "utf8"):
                raise UsageError(f"FEEDS: {format_.name} is always written in UTF-8. Leave out its encoding.")


def _check_append(uri: object, name: str, *, is_replaced: bool) -> None:
    """Raises UsageError for a file with records to which another run cannot append: it would no longer be readable."""
    format_ = FORMATS.get(name)
    path = next(_paths([uri]), None)
    if is_replaced or path is None or not path.is_file() or not path.stat().st_size:
        return
    if name in _ENCLOSED or (format_ and format_.is_binary):
        raise UsageError(
            f"{path} exists, and {name} files cannot be appended to. "
            f"Replace it with -O, or append JSON lines: -o {path.with_suffix('.jsonl')}"
        )


def why_not_writable(path: Path) -> str | None:
    """Why no file can be written there, None if one can. Missing folders will be made later; nothing is touched."""
    if path.is_dir():
        return "it is a folder"
    if path.exists():
        return None if os.access(path, os.W_OK) else "you may not write to it"
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        return f"{folder} is not a folder"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"you may not write in {folder}"


def _local_files(crawler: Crawler) -> Iterator[Path]:
    yield from _paths(crawler.settings.getdict("FEEDS"))
    for name in ("NEWSCLEAN_REJECTS", "NEWSCLEAN_FIGURES"):
        if file := crawler.settings[name]:
            yield Path(file)


def _paths(uris: Iterable[object]) -> Iterator[Path]:
    for uri in map(str, uris):
        if uri.startswith("file:"):
            yield Path(file_uri_to_path(uri))
        elif "://" not in uri and not uri.startswith("stdout:"):
            yield Path(uri)
