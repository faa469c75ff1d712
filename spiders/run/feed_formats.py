"""What the feeds of a run ask for is checked before anything is fetched: their formats, options and older files."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from w3lib.url import file_uri_to_path

from newsclean.errors import UsageError
from newsclean.formats import ENDINGS, Format, as_lines, format_of, listed
from newsclean.formats.compression import COMPRESSIONS, without_cut_part

logger = logging.getLogger(__name__)


def check_feeds(feeds: Mapping[str, Any]) -> None:
    """Raises UsageError for a feed that cannot be written as asked: a missing library, an option that has no effect.

    A compressed file that is appended to loses what a power cut has left of its last record.
    """
    for uri, options in feeds.items():
        if format_ := feed_format(str(uri), options):
            _ = format_.writer  # loads its library
            _check_options(format_, options)
            _check_compression(str(uri), format_, is_processed="postprocessing" in options)
            path = local_path(uri)
            if path and path.is_file() and path.stat().st_size and not options.get("overwrite"):
                _check_append(path, format_)


def local_path(uri: object) -> Path | None:
    """The file of a feed on this machine; None for any other place, and for standard output."""
    text = str(uri)
    if text.startswith("file:"):
        return Path(file_uri_to_path(text))
    return None if "://" in text or is_stdout(uri) else Path(text)


def is_replaced(uri: object, options: Mapping[str, Any]) -> bool:
    """Whether a feed will hold what the run writes and no more. Scrapy's remote storages replace by default."""
    return not is_stdout(uri) and bool(options.get("overwrite", local_path(uri) is None))


def is_stdout(uri: object) -> bool:
    return str(uri).startswith("stdout:")


def feed_format(uri: str, options: Mapping[str, Any]) -> Format | None:
    """The format of a feed; None for one of Scrapy's own. Raises UsageError where the name of its file says none."""
    name = str(options.get("format") or Path(uri).suffix.removeprefix("."))
    if name not in COMPRESSIONS:
        return ENDINGS.get(name)
    if not (format_ := format_of(Path(uri))):
        raise UsageError(f"{uri} does not end in the name of a format. {listed()}")
    if local_path(uri) is None:  # its exporter would not see the name
        raise UsageError(f"{uri} is no file on this machine. Name its format: -O {uri}:{format_.name}")
    return format_


def _check_options(format_: Format, options: Mapping[str, Any]) -> None:
    given = options.get("item_export_kwargs") or {}
    if others := given.keys() - {*format_.options, "export_empty_fields"}:
        raise UsageError(
            f"FEEDS: the format {format_.name} takes no item_export_kwargs, such as {min(others)!r}. "
            "Leave them out, or name an exporter of Scrapy's in FEED_EXPORTERS."
        )
    if str(options.get("encoding") or "utf-8").lower().replace("_", "-") not in ("utf-8", "utf8"):
        raise UsageError(f"FEEDS: {format_.name} is always written in UTF-8. Leave out its encoding.")


def _check_compression(uri: str, format_: Format, *, is_processed: bool) -> None:
    """Raises UsageError for a feed that would be compressed twice, or not although its name says so."""
    named = Path(uri).suffix.removeprefix(".").lower()
    if format_.compression and is_processed:
        raise UsageError(f"FEEDS: {uri} would be processed after it was compressed. Leave out its postprocessing.")
    if named in COMPRESSIONS and named != format_.compression and not is_processed:
        plain = format_.name.partition(".")[0]
        raise UsageError(f"FEEDS: {uri} would not be compressed by .{named}. Its format is {plain}.{named}.")


def _check_append(path: Path, format_: Format) -> None:
    """Raises UsageError for a file to which another run cannot append: it would no longer be readable."""
    if format_.has_end:
        raise UsageError(
            f"{path} exists, and {format_.name} files cannot be appended to. "
            f"Replace it with -O, or append JSON lines: -o {as_lines(path)}"
        )
    if format_.compression is None:
        return
    try:
        if lost := without_cut_part(path, format_.compression):
            logger.warning("%s was cut off within its last record; the %d bytes left of it were removed", path, lost)
    except (OSError, ValueError) as why:
        raise UsageError(f"{path} cannot be appended to: {why}. Replace it with -O, or name another file.") from None
