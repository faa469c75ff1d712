"""`newsclean reclean`: archived pages, cleaned again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsclean.errors import UsageError
from newsclean.models import Article, Page, Reject
from newsclean.workers.pool import Workers, processors

from .outcomes import Outcomes, count, open_output

if TYPE_CHECKING:
    from newsclean.corpus.warc_pages import Skipped


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the records to this file.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write pages without a record here.")
@click.option("--jobs", type=click.IntRange(min=1), help="Clean so many pages at a time; by default one a processor.")
@click.pass_context
def reclean(
    ctx: click.Context, paths: tuple[Path, ...], output: Path | None, rejects: Path | None, jobs: int | None
) -> None:
    """Clean archived pages again, without fetching them: one JSON object a line, in the order of the pages.

    PATH is the folder of a site in the corpus (corpus/sindonews), or a WARC file from anywhere, also gzipped. Records
    go to standard output, or to the file of -o, which is replaced when the run has ended. The corpus is not changed.

    Of a corpus folder, a page that was fetched again and says the same gives no second record, and one that has
    changed gives the next revision. Of other files every page gives its record. What is no page (requests, revisits,
    images, errors) is passed over. Where a file is cut off or damaged, file and byte are named, and reading goes on.

    \b
    Exit status:
      0  all files were read whole
      1  a file could not be read, was cut off or damaged, or gave no page
      2  wrong usage
    """
    from newsclean.corpus.warc_pages import Skipped

    skipped = Skipped()
    with ExitStack() as stack:
        run = Outcomes(records=open_output(output, stack), quiet=True)
        if rejects is not None:
            run.rejects = stack.enter_context(rejects.open("wb"))
        workers: Workers = ctx.obj or stack.enter_context(Workers(jobs or processors()))
        sources = list(_sources(paths))
        for ours, group in sources:
            outcomes = workers.map(_pages(group, skipped))
            for outcome in _revised(outcomes) if ours else outcomes:
                run.take(outcome.url, outcome)
        run.records.flush()
    for damage in skipped.damages:
        click.echo(f"newsclean: {damage}", err=True)
    passed = ", ".join(f"{kind} {number}" for kind, number in skipped.kinds.most_common())
    click.echo(f"newsclean: {run.summary()}{f'; passed over: {passed}' if passed else ''}", err=True)
    if not run.written + run.failed:
        click.echo(f"newsclean: no page in {count(sum(len(group) for _, group in sources), 'file')}", err=True)
    ctx.exit(1 if skipped.damages or not run.written + run.failed else 0)


def _sources(paths: Iterable[Path]) -> Iterator[tuple[bool, list[Path]]]:
    """The files of each path, and whether they are a corpus of ours. Raises UsageError for any other folder."""
    from newsclean.corpus.folder import SiteFolder, is_site_folder

    for path in paths:
        if is_site_folder(path):
            yield True, SiteFolder(path).archives()
        elif path.is_dir():
            raise UsageError(f"{path} is no folder of a site in a corpus. Name one, or WARC files: {path}/*.warc.gz")
        else:
            yield False, [path]


def _pages(paths: list[Path], skipped: Skipped) -> Iterator[Page | Reject]:
    from newsclean.corpus.warc_pages import pages_of

    for path in paths:
        yield from pages_of(path, skipped)


def _revised(outcomes: Iterable[Article | Reject]) -> Iterator[Article | Reject]:
    """Records of one id: the first text, then each that differs from the one before, counted as in the corpus."""
    known: dict[str, tuple[str, int]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Article):
            text, revision = known.get(outcome.id, ("", 0))
            if text == outcome.content_hash:
                continue
            known[outcome.id] = (outcome.content_hash, revision + 1)
            outcome = outcome.model_copy(update={"revision": revision + 1})
        yield outcome
