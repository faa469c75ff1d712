"""The output files of a run are checked before anything is fetched."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import apply_uri_params

from newsclean.corpus import CorpusRun
from newsclean.errors import NewscleanError, UsageError
from newsclean.formats import as_lines, format_of

from .feed_formats import check_feeds, local_path


class OutputCheckExtension:
    """Checks at the start that the files of `-O` and `-o` and the reject file can be written."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NewscleanError naming the first file that cannot be written, and why; UsageError for a format."""
        _check_rejects(crawler.settings["NEWSCLEAN_REJECTS"] or "")
        feeds = dict(_feeds(crawler))
        for path in _local_files(crawler, feeds):
            if why := why_not_writable(path):
                raise NewscleanError(f"{path} cannot be written: {why}. Choose another place for it.")
        check_feeds(feeds)
        return cls()


def _feeds(crawler: Crawler) -> Iterator[tuple[str, dict[str, Any]]]:
    """The feeds by the names of their first files, and their options. Raises UsageError for a name without a value."""
    for given, options in crawler.settings.getdict("FEEDS").items():
        uri = str(given)
        if not options.get("uri_params", crawler.settings["FEED_URI_PARAMS"]):  # else only the feed can say its name
            try:
                uri = apply_uri_params(uri, _Names(crawler.spider))
            except (KeyError, TypeError, ValueError) as error:
                raise UsageError(
                    f"FEEDS: the name {uri} cannot be made, for want of {error}. "
                    "Use %(name)s, %(time)s or %(batch_id)d."
                ) from None
        yield uri, options


class _Names(dict[str, Any]):
    """What stands for the `%(...)s` in the name of a feed, as Scrapy has it: the time, and the spider's attributes."""

    def __init__(self, spider: object) -> None:
        now = dt.datetime.now(dt.UTC).isoformat().replace(":", "-")
        super().__init__(time=now, batch_time=now, batch_id=1)
        self._spider = spider

    def __missing__(self, name: str) -> Any:
        if not hasattr(self._spider, name):
            raise KeyError(name)
        return getattr(self._spider, name)


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


def _local_files(crawler: Crawler, feeds: Iterable[str]) -> Iterator[Path]:
    yield from filter(None, map(local_path, feeds))
    for name in ("NEWSCLEAN_REJECTS", "NEWSCLEAN_FIGURES"):
        if file := crawler.settings[name]:
            yield Path(file)


def whereabouts(corpus: CorpusRun | None, export: Path | None, *, records: int) -> str:
    """A sentence that says where the records of a crawl without a feed are, of which `export` holds the new ones."""
    if export is not None:
        return f"The records are in {export}."
    if corpus is not None:
        folder = corpus.folder.path
        return f"`newsclean export --corpus {folder.parent} --site {folder.name}` writes all records so far."
    return "The records are nowhere: name a file with -O, or a corpus with NEWSCLEAN_CORPUS." if records else ""
