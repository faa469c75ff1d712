"""`newsclean clean`: pages on disk or from a pipe, cleaned into records."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import click

from newsclean.cleaning import clean as clean_page
from newsclean.errors import InputError, NewscleanError, UsageError
from newsclean.faults import internal_error, place_of
from newsclean.jsonl import replacing, to_line
from newsclean.models import Article, Page, Reason, Reject
from newsclean.pagefiles import find_pages, page_of, read_page, uri_of
from newsclean.site import site_named
from newsclean.urls import is_web_url

logger = logging.getLogger(__name__)

STDIN = Path("-")
STDIN_URI = "file:///dev/stdin"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), metavar="[PATH]...")
@click.option("--url", help="Address the page was fetched from; only with a single page.")
@click.option("--site", metavar="NAME", help="Site the pages are from (see `newsclean sites`), else told by the URL.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the records to this file.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write pages without a record here.")
@click.pass_context
def clean(
    ctx: click.Context,
    paths: tuple[Path, ...],
    url: str | None,
    site: str | None,
    output: Path | None,
    rejects: Path | None,
) -> None:
    """Clean pages into records, one JSON object a line.

    PATH is a page (HTML or plain text, also gzipped), a folder of them (*.html, *.htm, *.txt, also with .gz), or - for
    standard input, which is read, too, when there is no PATH.

    Records go to standard output, or to the file of -o, which is replaced when the run has ended and only if there is a
    record. A page that gives none is named on standard error with the reason, and stands in the file of --rejects.

    \b
    Exit status:
      0  every page gave a record
      1  a file could not be read, or a page gave no record
      2  wrong usage
    """
    pages = _pages(paths)
    check_origin(url, site)
    if url is not None and len(pages) > 1:
        raise UsageError(f"--url is the address of one page, but there are {len(pages)}. Clean that page by itself.")
    with ExitStack() as stack:
        run = _Run(records=_output(output, stack), url=url, site=site)
        if rejects is not None:
            run.rejects = stack.enter_context(rejects.open("wb"))
        for path in _with_progress(pages, to_terminal=output is None and sys.stdout.isatty()):
            run.clean(path)
        run.records.flush()  # here and not at exit, where a reader that has gone (`| head`) would give a warning
        if len(pages) > 1 and (run.failed or sys.stderr.isatty()):
            click.echo(f"newsclean: {run.summary()}", err=True)
        if output is not None and not run.written:
            raise InputError(f"no page gave a record; {output} is as it was")
    ctx.exit(1 if run.failed else 0)


@dataclass(slots=True)
class _Run:
    """The pages of one call: where their records go, and what became of them."""

    records: IO[bytes]
    url: str | None
    site: str | None
    rejects: IO[bytes] | None = None
    written: int = 0
    unreadable: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    bugs: set[str] = field(default_factory=set)

    @property
    def failed(self) -> int:
        return self.unreadable + self.reasons.total()

    def clean(self, path: Path) -> None:
        """Cleans one page, writes its record, or says on standard error why there is none."""
        try:
            page = page_at(path, url=self.url, site=self.site)
        except InputError as error:
            self.unreadable += 1
            click.echo(f"newsclean: {error}", err=True)
            self._reject(_unread(path, error))
            return
        outcome = self._cleaned(page)
        if isinstance(outcome, Article):
            self.written += 1
            self.records.write(to_line(outcome))
        else:
            self.reasons[outcome.reason] += 1
            click.echo(f"{path}: {outcome.reason}: {outcome.detail}", err=True)
            self._reject(outcome)

    def _cleaned(self, page: Page) -> Article | Reject:
        try:
            return clean_page(page)
        except NewscleanError:  # a broken site or phrase file: no page after this one would fare better
            raise
        except Exception as error:
            place = place_of(error)
            logger.log(
                logging.DEBUG if place in self.bugs else logging.ERROR, "%s: %s", page.url, place, exc_info=error
            )
            self.bugs.add(place)
            return internal_error(page.url, page.site, error)

    def _reject(self, reject: Reject) -> None:
        if self.rejects is not None:
            self.rejects.write(to_line(reject))

    def summary(self) -> str:
        """The run in a sentence, like "20 pages: 17 records, 2 rejected (no-title 2), 1 not read"."""
        parts = [_count(self.written, "record")]
        if self.reasons:
            parts.append(
                f"{self.reasons.total()} rejected ({', '.join(f'{r} {n}' for r, n in self.reasons.most_common())})"
            )
        if self.unreadable:
            parts.append(f"{self.unreadable} not read")
        return f"{_count(self.written + self.failed, 'page')}: {', '.join(parts)}"


def _unread(path: Path, error: InputError) -> Reject:
    url = uri_of(path)
    return Reject(url=url, reason=Reason.FETCH_FAILED, detail=str(error), fetched_at=dt.datetime.now(dt.UTC))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def page_at(path: Path, *, url: str | None, site: str | None) -> Page:
    """The page of a file, or of standard input for "-". Raises InputError when it cannot be read."""
    if path == STDIN:
        return page_of(sys.stdin.buffer.read(), STDIN_URI, url=url, site=site)
    return read_page(path, url=url, site=site)


def check_origin(url: str | None, site: str | None) -> None:
    """Raises UsageError for a --url that cannot be meant, SiteError for an unknown --site."""
    if site is not None:
        site_named(site)
    if url is not None and (not is_web_url(url) or any(sign.isspace() or not sign.isprintable() for sign in url)):
        raise UsageError(f"--url {url!r} is no web address. One looks like https://example.com/news/1")


def _pages(paths: tuple[Path, ...]) -> list[Path]:
    """All pages that the paths stand for. Raises UsageError when there is nothing to read and nothing piped in."""
    if not paths:
        if sys.stdin.isatty():
            raise UsageError(
                "nothing to clean. Name a file or a folder, or pipe a page in; see `newsclean clean --help`."
            )
        return [STDIN]
    return [page for path in paths for page in ([path] if path == STDIN else find_pages(path))]


def _output(path: Path | None, stack: ExitStack) -> IO[bytes]:
    if path is None or path == STDIN:
        return sys.stdout.buffer
    return stack.enter_context(replacing(path))


def _with_progress(pages: list[Path], *, to_terminal: bool) -> Iterable[Path]:
    """The pages, with a bar on standard error when a person looks at it and no record runs through it."""
    if len(pages) == 1 or to_terminal or not sys.stderr.isatty():
        return pages
    return _with_bar(pages)


def _with_bar(pages: list[Path]) -> Iterator[Path]:
    from rich.console import Console
    from rich.progress import Progress

    # rich writes what goes to standard error above the bar; standard output stays what it is
    with Progress(console=Console(stderr=True), redirect_stdout=False, transient=True) as progress:
        yield from progress.track(pages, description="cleaning")
