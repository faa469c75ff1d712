"""A crawl of several sites: which ones, with which options each, and the table at the end."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from newsclean.errors import UsageError
from newsclean.page.urls import domain_of, is_web_url, site_label
from newsclean.sites.selection import selected
from newsclean.sites.site import Site, site_named, site_of
from newsclean.sites.site_file import WITH_CODE
from newsclean.spiders.run.status import RunStatus
from newsclean.workers.pool import processors

from .child_crawls import Child, ChildCrawls, Ended
from .crawl_options import NAME, CrawlOptions, own_file

_HEADING = ("site", "status", "exit", "new", "seconds")
# Gravest first; what is none of these (killed) is graver.
_GRAVITY = (
    RunStatus.NOT_STORED, RunStatus.FAULT, RunStatus.WRONG_USE, RunStatus.NOTHING_FETCHED, RunStatus.NOTHING_DISCOVERED,
    RunStatus.IN_USE, RunStatus.STOPPED, RunStatus.DEADLINE, RunStatus.CLOCK_WRONG, RunStatus.UNUSUAL, RunStatus.GOOD,
)  # fmt: skip
_RANKS = {status.exit_status: -rank for rank, status in enumerate(_GRAVITY)}


def chosen(names: Sequence[str], country: str | None, language: str | None, *, everything: bool) -> Sequence[str]:
    """The sites of a group. Raises UsageError when both names and a choice are given, or no site is that."""
    if not (country or language or everything):
        return names
    if names:
        raise UsageError(f"{names[0]}: name sites, or choose them by --country, --language or --all; not both.")
    found = [site.name for site in selected(country=country, language=language) if site.name not in WITH_CODE]
    if not found:
        raise UsageError("there is no such site; `newsclean sites list` shows what there is.")
    return found


def crawl_group(names: Sequence[str], options: CrawlOptions, jobs: int | None) -> int:
    """Crawls the sites, `jobs` at a time; gives the exit status of the worst.

    Raises NewscleanError, before any begins, for what is wrong with one of them.
    """
    level = _level(options)
    at_once = min(jobs or processors(), len(names))
    children = [_child(name, options, min(level, logging.INFO), at_once) for name in names]
    _refuse_one_file_for_two(children, options)
    for child in children:
        if child.log:
            child.log.parent.mkdir(parents=True, exist_ok=True)
            child.log.touch()  # one that cannot be written is an error before any begins
    is_watched = sys.stderr.isatty()
    progress = _Progress(len(children)) if is_watched else None
    results = ChildCrawls(at_once, level, _show, progress).run(children)
    is_full = is_watched or level <= logging.INFO
    for line in _table([one for one in results if is_full or one.exit_status]):
        _show(line)
    return max((one.exit_status for one in results), key=lambda status: _RANKS.get(status, 1))


class _Progress:
    """A line for each crawl that begins or ends."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def began(self, label: str) -> None:
        _show(f"{label}: begins")

    def ended(self, one: Ended) -> None:
        self._done += 1
        _show(f"{one.label}: {one.word}, {one.new or 0} new ({self._done} of {self._total} sites)")


def _child(name: str, options: CrawlOptions, level: int, at_once: int) -> Child:
    """One of the crawls. Raises SiteError for an undeclared name, UsageError for a file that all would write."""
    is_url = is_web_url(name)
    site = site_of(name) if is_url else site_named(name)
    label = site_label(name) if is_url else name
    words = [name, *options.shared, "-L", logging.getLevelName(level)]
    if not options.sets("NEWSCLEAN_WORKERS"):
        words += ["-s", f"NEWSCLEAN_WORKERS={max(1, processors() // at_once)}"]
    for option, text in options.files:
        words += [option, own_file(option, text, label)]
    log = Path(own_file("--logfile", options.logfile, label)) if options.logfile else None
    return Child(label, words, _domains(name, site), log)


def _refuse_one_file_for_two(children: Sequence[Child], options: CrawlOptions) -> None:
    """Raises UsageError where two crawls would write the same files, because they are of one host."""
    for label, number in Counter(child.label for child in children).items():
        if number > 1 and (options.files or options.logfile):
            raise UsageError(
                f"{number} of the addresses are of {label}, and {NAME} is the same for them. Crawl them apart."
            )


def _domains(name: str, site: Site | None) -> frozenset[str]:
    """The registered domains that a crawl asks."""
    if site is None:
        return frozenset((domain_of(name),))
    sources = (url for url in (*site.feeds, *site.sitemaps, *site.sections) if is_web_url(url))
    return frozenset(map(domain_of, [*(f"https://{domain}" for domain in site.domains), *sources]))


def _level(options: CrawlOptions) -> int:
    """From which level on lines of the logs are shown. Raises UsageError for one that there is not."""
    if options.is_silent:
        return logging.CRITICAL + 1
    levels, level = logging.getLevelNamesMapping(), options.level or "WARNING"
    if level not in levels:
        raise UsageError(f"there is no log level {level!r}. There are: {', '.join(levels)}.")
    return levels[level]


def _table(results: Sequence[Ended]) -> Iterator[str]:
    rows = [_HEADING, *map(_row, results)] if results else []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    align: Sequence[Callable[[str, int], str]] = (str.ljust, str.ljust, str.rjust, str.rjust, str.rjust)
    for row in rows:
        yield "  ".join(to_side(cell, width) for to_side, cell, width in zip(align, row, widths, strict=True))


def _row(one: Ended) -> tuple[str, ...]:
    new, seconds = "-" if one.new is None else str(one.new), "-" if one.seconds is None else f"{one.seconds:.0f}"
    return one.label, one.word, str(one.exit_status), new, seconds


def _show(line: str) -> None:
    click.echo(line, err=True)
