"""A crawl of several sites: which ones, with which options each, and what is told of them."""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from newsclean.corpus.folder import corpus_root
from newsclean.errors import NewscleanError, UsageError
from newsclean.page.urls import domain_of, is_web_url, site_label
from newsclean.sites.selection import selected
from newsclean.sites.site import Site, site_named, site_of
from newsclean.sites.site_file import WITH_CODE
from newsclean.spiders.run.status import RunStatus
from newsclean.workers.pool import processors

from . import messages
from .child_crawls import Child, ChildCrawls, Ended
from .crawl_options import NAME, CrawlOptions, own_file
from .crawl_table import lines, show
from .messages import Verbosity, verbosity

# Gravest first; what is none of these (killed) is graver.
_GRAVITY = (
    RunStatus.NOT_STORED, RunStatus.FAULT, RunStatus.WRONG_USE, RunStatus.NOT_DELIVERED, RunStatus.NOTHING_FETCHED,
    RunStatus.NOTHING_DISCOVERED, RunStatus.IN_USE, RunStatus.STOPPED, RunStatus.DEADLINE, RunStatus.CLOCK_WRONG,
    RunStatus.UNUSUAL, RunStatus.GOOD,
)  # fmt: skip
_RANKS = {status.exit_status: -rank for rank, status in enumerate(_GRAVITY)}


def chosen(names: Sequence[str], country: str | None, language: str | None, *, everything: bool) -> Sequence[str]:
    """The sites of a group. Raises UsageError when both names and a choice are given, or no site is that."""
    if not (country or language or everything):
        if not names:
            raise UsageError("there is nothing to crawl: name sites, or choose them by --country, --language or --all.")
        return names
    if names:
        raise UsageError(f"{names[0]}: name sites, or choose them by --country, --language or --all; not both.")
    found = [site.name for site in selected(country=country, language=language) if site.name not in WITH_CODE]
    if not found:
        raise UsageError("there is no such site; `newsclean sites list` shows what there is.")
    return found


def crawl_group(names: Sequence[str], options: CrawlOptions, jobs: int | None, report: Path | None = None) -> int:
    """Crawls the sites, `jobs` at a time; then writes the `report`. Gives the exit status of the worst.

    Raises NewscleanError, before any begins, for what is wrong with one of them.
    """
    level = _level(options)
    at_once = min(jobs or processors(), len(names))
    children = [_child(name, options, level, at_once) for name in names]
    _refuse_one_file_for_two(children, options)
    figures = options.setting("NEWSCLEAN_FIGURES")
    for path in (*(child.log for child in children), figures and Path(figures)):
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()  # one that cannot be written is an error before any begins
    if report is not None:
        report.parent.mkdir(parents=True, exist_ok=True)
    is_watched = sys.stderr.isatty() and verbosity() > Verbosity.QUIET
    results = ChildCrawls(at_once, show, _Observer(len(children), figures, is_watched=is_watched)).run(children)
    results.sort(key=lambda one: -_gravity(one.exit_status))
    for line in lines(results, is_full=is_watched or level <= logging.INFO):
        show(line)
    statuses = [one.exit_status for one in results]
    if report is not None:
        statuses.append(_write_report(options, report))
    return max(statuses, key=_gravity)


def _gravity(exit_status: int) -> int:
    """The higher, the graver."""
    return _RANKS.get(exit_status, 1)


class _Observer:
    """Keeps the figures of each crawl that ends; on a terminal, a line for each that begins or ends."""

    def __init__(self, total: int, figures: str | None, *, is_watched: bool) -> None:
        self._total = total
        self._figures = figures
        self._is_watched = is_watched
        self._done = 0

    def began(self, label: str) -> None:
        if self._is_watched:
            show(f"{label}: begins")

    def ended(self, one: Ended) -> None:
        self._done += 1
        if self._figures and one.figures:
            with Path(self._figures).open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(one.figures)}\n")
        if self._is_watched:
            show(f"{one.label}: {one.word}, {one.figures.get('new', 0)} new ({self._done} of {self._total} sites)")


def _write_report(options: CrawlOptions, output: Path) -> int:
    """Writes the report of the corpus; gives the exit status: one that fails takes nothing from the night."""
    from newsclean.report import write_report

    try:
        write_report(corpus_root(Path(given) if (given := options.setting("NEWSCLEAN_CORPUS")) else None), output)
    except (NewscleanError, OSError) as error:
        messages.error(f"the report {output} is not written: {error}")
        return RunStatus.FAULT.exit_status
    return RunStatus.GOOD.exit_status


def _child(name: str, options: CrawlOptions, level: int, at_once: int) -> Child:
    """One of the crawls. Raises SiteError for an undeclared name, UsageError for a file that all would write."""
    is_url = is_web_url(name)
    site = site_of(name) if is_url else site_named(name)
    label = site_label(name) if is_url else name
    log = Path(own_file("--logfile", options.logfile, label)) if options.logfile else None
    words = [name, *options.shared, "-L", logging.getLevelName(min(level, logging.INFO) if log else level)]
    if options.is_silent:
        words.append("--nolog")
    if options.setting("NEWSCLEAN_WORKERS") is None:
        words += ["-s", f"NEWSCLEAN_WORKERS={max(1, processors() // at_once)}"]
    for option, text in options.files:
        words += [option, own_file(option, text, label)]
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
    levels = logging.getLevelNamesMapping()
    level = options.level or options.setting("LOG_LEVEL") or "WARNING"
    if level not in levels:
        raise UsageError(f"there is no log level {level!r}. There are: {', '.join(levels)}.")
    return levels[level]
