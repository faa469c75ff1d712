"""What a command line names, as one stream of pages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from newsclean.corpus.warc_pages import Tally
from newsclean.errors import FileError, UsageError
from newsclean.models import Page, Reject
from newsclean.page.files import uri_of
from newsclean.page.urls import is_web_url

from .addresses import fetched
from .folder import files_in
from .reading import Options, pages_in, reject_of, with_site
from .source import STDIN


class Inputs:
    """The pages of addresses, files and folders, in their order. Those of addresses come as they arrive, where the
    first of them stands.

    Files are read as the pages are asked for. What cannot be read is a Reject. Of all else that is passed over, `files`
    counts files of folders by their endings, `tally` records of WARC files by their kind. `size` are the bytes of all
    files; None if that is not known.
    """

    def __init__(self, given: Sequence[str], options: Options, without: Collection[Path] = ()) -> None:
        """`without` are files of folders that are to be left out: those that are written.

        Raises UsageError when addresses are to be read as if they were fetched from another.
        """
        self.files: Counter[str] = Counter()
        self.tally = Tally()
        self._options = options
        self._urls = [name for name in dict.fromkeys(given) if is_web_url(name)]
        if options.url is not None and self._urls:
            raise UsageError(f"--url says where a file was fetched from; {self._urls[0]} is an address. Leave it out.")
        self._found: list[Path | str | FileError] = []  # each file; the first address; what cannot be read
        self._read = 0
        left_out = set(map(os.path.realpath, without))
        for name in given:
            if is_web_url(name):
                self._found += [name] if name not in self._found and name == self._urls[0] else []
            elif name == STDIN or not Path(name).is_dir():
                self._found.append(name if name == STDIN else Path(name))
            else:
                self._found += self._of_folder(Path(name), left_out)
        sizes = [_size(found) for found in self._found]
        self.size = None if None in sizes else sum(filter(None, sizes))

    def __len__(self) -> int:
        """The number of addresses and files."""
        return len(self._found) + len(self._urls) - bool(self._urls)

    @property
    def position(self) -> int:
        """The bytes that were read of files, about."""
        return self._read + self.tally.position

    def __iter__(self) -> Iterator[Page | Reject]:
        for found in self._found:
            if isinstance(found, FileError):
                yield reject_of(found, uri_of(Path(found.file)))
            elif isinstance(found, str) and found != STDIN:
                pages = fetched(self._urls, self.tally.skipped, self._options.settings)
                yield from (with_site(page, self._options) for page in pages)
            else:
                yield from pages_in(found, self._options, self.tally)
                self._read += _size(found) or 0
                self.tally.position = 0

    def _of_folder(self, folder: Path, without: Collection[str]) -> list[Path | FileError]:
        return list(files_in(folder, self.files, without)) or [FileError(folder, "no page in this folder")]


def _size(found: Path | str | FileError) -> int | None:
    """The bytes of a file; 0 for one that is not there, None for what is no file."""
    if not isinstance(found, Path):
        return 0 if isinstance(found, FileError) else None
    return found.stat().st_size if found.is_file() else 0
