"""The output files of a run are checked before anything is fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from w3lib.url import file_uri_to_path

from newsclean.errors import NewscleanError


class OutputCheckExtension:
    """Checks at the start that the files of `-O` and `-o` and the reject file can be written."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NewscleanError naming the first file that cannot be written, and why."""
        for path in _local_files(crawler):
            if why := why_not_writable(path):
                raise NewscleanError(f"{path} cannot be written: {why}. Choose another place for it.")
        return cls()


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
    for name in crawler.settings.getdict("FEEDS"):
        uri = str(name)
        if uri.startswith("file:"):
            yield Path(file_uri_to_path(uri))
        elif "://" not in uri and not uri.startswith("stdout:"):
            yield Path(uri)
    if rejects := crawler.settings["NEWSCLEAN_REJECTS"]:
        yield Path(rejects)
