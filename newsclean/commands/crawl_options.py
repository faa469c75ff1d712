"""The options of `scrapy crawl`, as far as several crawls at once must know them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from newsclean.errors import UsageError

NAME = "%(name)s"  # as Scrapy writes it in the addresses of feeds
_MANY = (("-a",), ("-s", "--set"), ("-o", "--output"), ("-O", "--overwrite-output"))
_ONE = (("-L", "--loglevel"), ("--logfile",), ("--pidfile",), ("--profile",))
_FLAGS = (("--nolog",), ("--pdb",), ("-h", "--help"))


@dataclass(frozen=True)
class CrawlOptions:
    """A command line: the `names` of sites, the `files` that it writes by option, and what every crawl is given."""

    names: tuple[str, ...]
    shared: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    logfile: str | None
    level: str | None
    is_silent: bool
    asks_for_help: bool

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Self | None:
        """The options; None where they are wrong, which Scrapy says best."""
        parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
        for names in _MANY:
            parser.add_argument(*names, dest=names[0], action="append", default=[])
        for names in _ONE:
            parser.add_argument(*names, dest=names[0])
        for names in _FLAGS:
            parser.add_argument(*names, dest=names[0], action="store_true")
        parser.add_argument("names", nargs="*")
        try:
            read, others = parser.parse_known_intermixed_args(arguments)
        except argparse.ArgumentError:
            return None
        given = vars(read)
        files = [(option, text) for option in ("-o", "-O") for text in given[option]]
        files += [("--pidfile", given["--pidfile"])] if given["--pidfile"] else []
        shared = [word for option in ("-a", "-s") for text in given[option] for word in (option, text)]
        shared += ["--profile", given["--profile"]] if given["--profile"] else []
        return cls(
            names=tuple(dict.fromkeys(given["names"])),
            shared=(*others, *shared),
            files=tuple(files),
            logfile=given["--logfile"],
            level=given["-L"],
            is_silent=given["--nolog"],
            asks_for_help=given["-h"],
        )

    def setting(self, name: str) -> str | None:
        """What `-s` gives this setting."""
        values = [word.partition("=")[2] for word in self.shared if word.startswith(f"{name}=")]
        return values[-1] if values else None


def own_file(option: str, text: str, label: str) -> str:
    """The name of a file as one of several crawls writes it. Raises UsageError where it is the same for all."""
    if NAME not in text:
        raise UsageError(
            f"{option} {text} would be written by several crawls at once. Put the site into the name: "
            f"{option} '{NAME}-{Path(text).name}'"
        )
    return text.replace(NAME, label)
