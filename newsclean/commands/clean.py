"""`newsclean clean`: pages from the web, on disk or from a pipe as records."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import click

from newsclean.errors import InputError, UsageError, count
from newsclean.inputs.fields import Fields
from newsclean.inputs.inputs import Inputs
from newsclean.inputs.reading import Options
from newsclean.inputs.source import STDIN
from newsclean.page.urls import is_web_url
from newsclean.sites.site import site_named
from newsclean.workers.pool import Workers, processors

from .messages import note
from .outcomes import (
    OutcomeWriter,
    blocks_option,
    format_option,
    jobs_option,
    min_certainty_option,
    output_files,
    output_option,
    passed_over,
    rejects_option,
    with_progress,
)
from .sites_new import settings_option

_MAX_ENDINGS = 8  # that are told of skipped files

fields_option = click.option(
    "--fields",
    metavar="NAMES",
    help="Fields of JSON that hold the pages, if they have other names: url=link,html=raw (also content_type, "
    "fetched_at, site).",
)


@click.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--url", help="Address the page was fetched from; of a file of many pages, the one to clean.")
@click.option(
    "--site",
    metavar="NAME",
    help="Site the pages are from (see `newsclean sites`); by default it follows from the URL.",
)
@fields_option
@output_option
@format_option
@blocks_option
@rejects_option
@min_certainty_option
@jobs_option
@settings_option
@click.pass_context
def clean(
    ctx: click.Context,
    inputs: tuple[str, ...],
    url: str | None,
    site: str | None,
    fields: str | None,
    output: Path | None,
    format_name: str | None,
    blocks: bool,
    rejects: Path | None,
    min_certainty: float | None,
    jobs: int | None,
    settings: tuple[str, ...],
) -> None:
    """Clean pages into records, one JSON object per line.

    Each INPUT is one of these, in any order:

    \b
      https://...  fetched once, as in a crawl: robots.txt, pauses, limits
      a page       HTML, plain text, or MHTML as browsers save it
      JSON         pages as objects with url and html: one a line, or an array
      WARC, WACZ   the HTML pages among their responses
      a folder     all of these in it and below, by their endings: .html, .htm,
                   .xhtml, .shtml, .php, .asp, .aspx, .jsp, .mhtml, .txt, .jsonl,
                   .ndjson, .warc, .wacz; without an ending, by their content
      -            standard input, which is the default

    Compressed files (gzip, zstd; by the endings .br and .deflate, too) are unpacked. What else a folder holds is
    skipped and counted; hidden files are left out, and so are the files that this command writes.

    Records go to standard output or to the file of -o, which is replaced when the run ends, and only if there is a
    record. A run that is ended early (Ctrl-C, SIGTERM, a full disk) leaves the complete records in it that were done.
    Pages that yield no record are listed on standard error and in the file of --rejects, with the reason. A page that
    takes longer than 10 s or needs more than 1 GiB yields none. Records keep the order of the pages; those of
    addresses come together, as they arrive. `file` in a record says which file it is from.

    With --format markdown or text, -o is a folder: it gets a file per article, with the fields of the record as front
    matter. Pages of a folder keep their place in it (pages/a/b.html becomes a/b.md); all others are named by site,
    month and address. Older files of these names are replaced, one by one, and all others stay.

    \b
    Exit status:
      0  every page yielded a record
      1  an input could not be read or fetched, or a page yielded no record
      2  wrong usage
      130, 143  ended by Ctrl-C or SIGTERM
    """
    if not inputs and sys.stdin.isatty():
        raise UsageError("nothing to clean. Name an address, a file or a folder; see `newsclean clean --help`.")
    check_origin(url, site)
    options = Options(url=url, site=site, fields=Fields.read(fields), settings=settings)
    pages = Inputs(inputs or (STDIN,), options, without=[path for path in (output, rejects) if path])
    if url is not None and len(pages) > 1:
        raise UsageError(f"--url is the address of one page, but there are {len(pages)}. Clean that page on its own.")

    def told(done: int) -> str:
        share = f", {min(pages.position / pages.size, 1):.0%} read" if pages.size else ""
        return f"cleaning: {count(done, 'page')}{share}"

    with ExitStack() as stack:
        files = stack.enter_context(
            output_files(
                output,
                rejects,
                format_name=format_name,
                blocks=blocks,
                roots=tuple(Path(given) for given in inputs),
                may_be_empty=False,
            )
        )
        run = OutcomeWriter(*files, min_certainty=min_certainty, blocks=blocks)
        # A program that calls the command many times can pass in workers that stay (as click's `obj`).
        workers: Workers = ctx.obj or stack.enter_context(Workers(jobs or processors()))
        outcomes = workers.map(pages)
        for outcome in with_progress(outcomes, told, to_terminal=output is None and sys.stdout.isatty()):
            run.take(outcome)
        if (run.written + run.failed > 1 or rejects) and (run.failed or sys.stderr.isatty()):
            note(f"{run.summary()}{passed_over(pages.tally.skipped)}")
        if pages.files.total():
            note(_skipped(pages.files))
    if output is not None and not run.written:
        raise InputError(f"no page yielded a record; {output} was left as it was")
    ctx.exit(1 if run.failed else 0)


def check_origin(url: str | None, site: str | None) -> None:
    """Raises UsageError for a --url that is not http(s), SiteError for an unknown --site."""
    if site is not None:
        site_named(site)
    if url is not None and (not is_web_url(url) or any(char.isspace() or not char.isprintable() for char in url)):
        raise UsageError(f"--url {url!r} is not a web address; use one like https://example.com/news/1")


def _skipped(files: Counter[str]) -> str:
    """The files of folders that hold no pages: "12 files skipped: 9 .jpg, 3 .css"."""
    told = [f"{number} {ending}" for ending, number in files.most_common(_MAX_ENDINGS)]
    if rest := files.total() - sum(number for _, number in files.most_common(_MAX_ENDINGS)):
        told.append(f"{rest} others")
    return f"{count(files.total(), 'file')} skipped: {', '.join(told)}"
