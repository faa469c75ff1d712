"""The output files of a run are checked before anything is fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler

from newsclean.errors import NewscleanError, UsageError
from newsclean.formats import as_lines, format_of

from .feed_formats import check_feeds, local_path


class OutputCheckExtension:
    """Checks at the start that the files of `-O` and `-o` and the reject file can be written."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NewscleanError naming the first file that cannot be written, and why; UsageError for a format."""
        _check_rejects(crawler.settings["NEWSCLEAN_REJECTS"] or "")
        for path in _local_files(crawler):
            if why := why_not_writable(path):
                raise NewscleanError(f"{path} cannot be written: {why}. Choose another place for it.")
        check_feeds(crawler.settings.getdict("FEEDS"))
        return cls()


def _check_rejects(name: str) -> None:
    """Raises UsageError for a reject file whose ending says another format than it is written in."""
    format_ = format_of(Path(name))
    if format_ and format_.name != "jsonl":
        raise UsageError(f"{name} would hold JSON lines, and not {format_.name}. Name it {as_lines(Path(name))}.")


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
    yield from filter(None, map(local_path, crawler.settings.getdict("FEEDS")))
    for name in ("NEWSCLEAN_REJECTS", "NEWSCLEAN_FIGURES"):
        if file := crawler.settings[name]:
            yield Path(file)
