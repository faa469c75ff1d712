"""`newsclean corpus`: what all runs have brought together, looked after."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from newsclean.errors import CorpusError, UsageError

_AGE = re.compile(r"(\d{1,5})d")

corpus_option = click.option(
    "--corpus",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the corpus; by default NEWSCLEAN_CORPUS of the environment, else corpus/.",
)
site_option = click.option("--site", metavar="NAME", help="Only this site; by default all of the corpus.")


def _of_sites(command: Callable[..., Any]) -> Callable[..., Any]:
    return corpus_option(site_option(command))


@click.group()
def corpus() -> None:
    """Look after the corpus: what all runs have brought together (docs/explanation/corpus.md)."""


@corpus.command()
@click.option("--rebuild", "again", is_flag=True, help="Make again what is lost or broken, from what is there.")
@_of_sites
@click.pass_context
def check(ctx: click.Context, again: bool, site: str | None, root: Path | None) -> None:
    """Verify database, exports and archive, and name each problem with its file and place.

    --rebuild makes a lost or broken database again from exports and archive, and missing or changed exports from the
    database. It says what could not be had back; what it replaces stays beside it, with the time and .old in its name.

    \b
    Exit status:
      0  all is as it should be, or could be had back whole
      1  there are problems, or something could not be had back
      2  wrong usage, or there is no corpus
      4  the corpus cannot be read or written
      5  another run holds the site (only with --rebuild)
    """
    from newsclean.corpus.check import check as problems_of
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.rebuild import rebuild
    from newsclean.workers.pool import Workers

    bad = 0
    for folder in site_folders(corpus_root(root), site):
        if again:
            with Workers() as workers:
                told = rebuild(folder, workers.map, dt.datetime.now(dt.UTC))
            for sentence in told.done:
                click.echo(sentence)
            for sentence in told.lost:
                click.echo(f"not had back: {sentence}")
            bad += len(told.lost)
        number = 0
        for problem in problems_of(folder):
            click.echo(str(problem))
            number += 1
        bad += number
        click.echo(f"{folder.site}: {f'{number} problems' if number else 'all is as it should be'}", err=bool(number))
    ctx.exit(1 if bad else 0)


@corpus.command()
@_of_sites
@click.pass_context
def status(ctx: click.Context, site: str | None, root: Path | None) -> None:
    """Show each site: articles, links not yet fetched, size on disk, and the last run with its verdict.

    \b
    Exit status:
      0  shown
      2  wrong usage, or there is no corpus
      4  the corpus of a site cannot be read
    """
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.status import status_of

    bad = 0
    click.echo(f"{'site':<20}{'articles':>10}{'revisions':>11}{'waiting':>9}{'size':>11}  last run")
    for folder in site_folders(corpus_root(root), site):
        try:
            told = status_of(folder)
        except CorpusError as error:  # the others are shown all the same
            click.echo(f"newsclean: {error}", err=True)
            bad = error.exit_status
            continue
        size = f"{told.size / 1e6:,.1f} MB"
        click.echo(
            f"{folder.site:<20}{told.articles:>10,}{told.revisions:>11,}{told.waiting:>9,}{size:>11}  {told.last_run}"
        )
    ctx.exit(bad)


@corpus.command()
@click.option("--pages-older-than", "age", required=True, metavar="DAYS", help="How old, in days: 90d.")
@_of_sites
def prune(age: str, site: str | None, root: Path | None) -> None:
    """Remove the archived pages that were fetched longer ago, a file at a time. Their records stay.

    A file of pages/ goes when its newest page is old enough. Such pages cannot be cleaned again afterwards.

    \b
    Exit status:
      0  done, also when there was nothing to remove
      2  wrong usage, or there is no corpus
      4  the corpus cannot be read or written
      5  another run holds the site
    """
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.prune import prune as prune_site

    if not (days := _AGE.fullmatch(age)):
        raise UsageError(f"--pages-older-than {age!r} is not understood. Write a number of days, like 90d.")
    now = dt.datetime.now(dt.UTC)
    for folder in site_folders(corpus_root(root), site):
        done = prune_site(folder, now - dt.timedelta(days=int(days[1])), now)
        click.echo(f"{folder.site}: {len(done.files)} files removed, {done.bytes / 1e6:,.1f} MB")
