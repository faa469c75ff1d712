"""`newsclean clean`: pages on disk or from a pipe as records."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from newsclean.errors import InputError, UsageError
from newsclean.models import Page, Reason, Reject
from newsclean.page.files import find_pages, page_of, read_page, unpacked, uri_of
from newsclean.page.limits import MAX_FILE_BYTES
from newsclean.page.urls import is_web_url
from newsclean.sites.site import site_named, site_of
from newsclean.workers.pool import Workers, processors

from .messages import note
from .outcomes import (
    OutcomeWriter,
    jobs_option,
    min_certainty_option,
    output_files,
    output_option,
    rejects_option,
    with_progress,
)

STDIN = Path("-")
STDIN_URI = "file:///dev/stdin"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), metavar="[PATH]...")
@click.option("--url", help="Address the page was fetched from; only for a single page.")
@click.option(
    "--site",
    metavar="NAME",
    help="Site the pages are from (see `newsclean sites`); by default it follows from the URL.",
)
@output_option
@rejects_option
@min_certainty_option
@jobs_option
@click.pass_context
def clean(
    ctx: click.Context,
    paths: tuple[Path, ...],
    url: str | None,
    site: str | None,
    output: Path | None,
    rejects: Path | None,
    min_certainty: float | None,
    jobs: int | None,
) -> None:
    """Clean pages into records, one JSON object per line.

    PATH is a page (HTML or plain text, also compressed as .gz, .zst, .br or .deflate), a folder of pages (*.html,
    *.htm, *.txt, also compressed), or - for standard input, which is the default.

    Records go to standard output or to the file of -o, which is replaced when the run ends, and only if there is a
    record. A run that is ended early (Ctrl-C, SIGTERM, a full disk) leaves the complete records in it that were done.
    Pages that yield no record are listed on standard error and in the file of --rejects, with the reason. A page that
    takes longer than 10 s or needs more than 1 GiB yields none. Records keep the order of the pages.

    \b
    Exit status:
      0  every page yielded a record
      1  a file could not be read, or a page yielded no record
      2  wrong usage
      130, 143  ended by Ctrl-C or SIGTERM
    """
    pages = _pages(paths)
    check_origin(url, site)
    if url is not None and len(pages) > 1:
        raise UsageError(f"--url is the address of one page, but there are {len(pages)}. Clean that page on its own.")
    with ExitStack() as stack:
        files = stack.enter_context(output_files(output, rejects, may_be_empty=False))
        run = OutcomeWriter(*files, min_certainty=min_certainty)
        # A program that calls the command many times can pass in workers that stay (as click's `obj`).
        workers: Workers = ctx.obj or stack.enter_context(Workers(min(jobs or processors(), len(pages))))
        read = (_read(path, url=url, site=site) for path in pages)
        outcomes = zip(pages, workers.map(read), strict=True)
        for path, outcome in with_progress(outcomes, len(pages), to_terminal=output is None and sys.stdout.isatty()):
            run.take(str(path), outcome)
        if (len(pages) > 1 or rejects) and (run.failed or sys.stderr.isatty()):
            note(run.summary())
    if output is not None and not run.written:
        raise InputError(f"no page yielded a record; {output} was left as it was")
    ctx.exit(1 if run.failed else 0)


def page_at(path: Path, *, url: str | None, site: str | None) -> Page:
    """The page of a file, or of standard input for "-". Raises InputError when it cannot be read."""
    if site is None and url is not None and (declared := site_of(url)):
        site = declared.name
    if path == STDIN:
        data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        return page_of(unpacked(Path("standard input"), data), STDIN_URI, url=url, site=site)
    return read_page(path, url=url, site=site)


def _read(path: Path, *, url: str | None, site: str | None) -> Page | Reject:
    try:
        return page_at(path, url=url, site=site)
    except InputError as error:
        now = dt.datetime.now(dt.UTC)
        return Reject(url=uri_of(path), reason=Reason.FETCH_FAILED, detail=str(error), fetched_at=now)


def check_origin(url: str | None, site: str | None) -> None:
    """Raises UsageError for a --url that is not http(s), SiteError for an unknown --site."""
    if site is not None:
        site_named(site)
    if url is not None and (not is_web_url(url) or any(char.isspace() or not char.isprintable() for char in url)):
        raise UsageError(f"--url {url!r} is not a web address; use one like https://example.com/news/1")


def _pages(paths: tuple[Path, ...]) -> list[Path]:
    """The pages of the paths. Raises UsageError when there is no path and nothing is piped in."""
    if not paths:
        if sys.stdin.isatty():
            raise UsageError(
                "nothing to clean. Name a file or a folder, or pipe a page in; see `newsclean clean --help`."
            )
        return [STDIN]
    return [page for path in paths for page in ([path] if path == STDIN else find_pages(path))]
