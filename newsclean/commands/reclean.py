"""`newsclean reclean`: archived pages cleaned again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsclean.errors import UsageError
from newsclean.models import Article, Page, Reject
from newsclean.sites.site_lines import without_standing
from newsclean.workers.pool import Workers, processors

from .messages import error, note
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
)

if TYPE_CHECKING:
    from newsclean.corpus.folder import SiteFolder
    from newsclean.corpus.warc_pages import Tally


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@output_option
@format_option
@blocks_option
@rejects_option
@min_certainty_option
@jobs_option
@click.pass_context
def reclean(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path | None,
    format_name: str | None,
    blocks: bool,
    rejects: Path | None,
    min_certainty: float | None,
    jobs: int | None,
) -> None:
    """Clean archived pages again without fetching them: one JSON object per line, in the order of the pages.

    PATH is the folder of a site in the corpus (corpus/sindonews) or any WARC or WACZ file. Records go to standard
    output or to the file of -o, which is replaced when the run ends; it holds complete records also when the run is
    ended early (Ctrl-C, SIGTERM, a full disk). The corpus is not changed.

    In a corpus folder, a page that was fetched again yields a record only if its text has changed, as the next
    revision, and lines that stand on many of the site's pages are left out. In other files every page yields its
    record. Everything else (requests, revisits, images, errors) is
    skipped and counted. Where a file is cut off or damaged, file and byte are reported, and reading goes on.

    \b
    Exit status:
      0  all files were read completely
      1  a file could not be read, was cut off or damaged, or held no page
      2  wrong usage
      130, 143  ended by Ctrl-C or SIGTERM
    """
    from newsclean.corpus.warc_pages import Tally

    tally = Tally()
    with ExitStack() as stack:
        files = stack.enter_context(output_files(output, rejects, format_name=format_name, blocks=blocks))
        run = OutcomeWriter(*files, is_brief=True, min_certainty=min_certainty, blocks=blocks)
        workers: Workers = ctx.obj or stack.enter_context(Workers(jobs or processors()))
        for folder, path in list(_sources(paths)):
            outcomes = workers.map(_archived(folder, tally) if folder else _in_file(path, tally))
            # Revised twice: a page may have changed only in a line that stands on many pages.
            for outcome in _revised(without_standing(_revised(outcomes))) if folder else outcomes:
                run.take(outcome)
    note(f"{run.summary()}{passed_over(tally.skipped)}")
    is_empty = not run.written + run.failed
    if is_empty:
        error("no page in these archives")
    ctx.exit(1 if run.unreadable or is_empty else 0)


def _sources(paths: Iterable[Path]) -> Iterator[tuple[SiteFolder | None, Path]]:
    """Each path, and the corpus if it is the folder of one. Raises UsageError for any other folder."""
    from newsclean.corpus.folder import SiteFolder, is_site_folder

    for path in paths:
        if is_site_folder(path):
            yield SiteFolder(path), path
        elif path.is_dir():
            raise UsageError(
                f"{path} is not the folder of a site in a corpus. Name one, or WARC files: {path}/*.warc.gz"
            )
        else:
            yield None, path


def _archived(folder: SiteFolder, tally: Tally) -> Iterator[Page | Reject]:
    from newsclean.corpus.warc_pages import pages_of

    for path in folder.archives():
        yield from pages_of(path, tally)


def _in_file(path: Path, tally: Tally) -> Iterator[Page | Reject]:
    from newsclean.inputs.reading import Options, pages_in

    return pages_in(path, Options(), tally, only_archives=True)


def _revised(outcomes: Iterable[Article | Reject]) -> Iterator[Article | Reject]:
    """Of the records of one id the first text, then each that differs from the last, numbered as in the corpus."""
    known: dict[str, tuple[str, int]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Article):
            text, revision = known.get(outcome.id, ("", 0))
            if text == outcome.content_hash:
                continue
            known[outcome.id] = (outcome.content_hash, revision + 1)
            outcome = outcome.model_copy(update={"revision": revision + 1})
        yield outcome
