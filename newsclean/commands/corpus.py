"""`newsclean corpus`: checks, status and pruning of what all runs have collected."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from newsclean.errors import CorpusError, UsageError

from .outcomes import count

_AGE = re.compile(r"(\d{1,5})d")

corpus_option = click.option(
    "--corpus",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the corpus; by default $NEWSCLEAN_CORPUS, else corpus/.",
)
site_option = click.option("--site", metavar="NAME", help="Only this site; by default every site of the corpus.")


def _of_sites(command: Callable[..., Any]) -> Callable[..., Any]:
    return corpus_option(site_option(command))


@click.group()
def corpus() -> None:
    """Look after the corpus: everything that all runs have collected (docs/explanation/corpus.md)."""


@corpus.command()
@click.option("--rebuild", "repair", is_flag=True, help="Rebuild what is missing or damaged from the rest.")
@_of_sites
@click.pass_context
def check(ctx: click.Context, repair: bool, site: str | None, root: Path | None) -> None:
    """Verify database, exports and archive, and report each problem with its file and position.

    --rebuild makes a missing or damaged database from exports and archive, and missing or changed exports from the
    database. It reports what could not be recovered. Replaced files stay, with the time and .old in their names.

    \b
    Exit status:
      0  no problems, or everything was recovered
      1  there are problems, or something could not be recovered
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
        if repair:
            with Workers() as workers:
                report = rebuild(folder, workers.map, dt.datetime.now(dt.UTC))
            for sentence in report.done:
                click.echo(sentence)
            for sentence in report.lost:
                click.echo(f"could not recover: {sentence}")
            bad += len(report.lost)
        number = 0
        for problem in problems_of(folder):
            click.echo(str(problem))
            number += 1
        bad += number
        click.echo(f"{folder.site}: {count(number, 'problem') if number else 'no problems'}", err=bool(number))
    ctx.exit(1 if bad else 0)


@corpus.command()
@_of_sites
@click.pass_context
def status(ctx: click.Context, site: str | None, root: Path | None) -> None:
    """Show for each site: articles, links not yet fetched, size on disk, and how the last run ended.

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
            site_status = status_of(folder)
        except CorpusError as error:  # the others are still shown
            click.echo(f"newsclean: {error}", err=True)
            bad = error.exit_status
            continue
        size = f"{site_status.size / 1e6:,.1f} MB"
        click.echo(
            f"{folder.site:<20}{site_status.articles:>10,}{site_status.revisions:>11,}{site_status.waiting:>9,}"
            f"{size:>11}  {site_status.last_run}"
        )
    ctx.exit(bad)


@corpus.command()
@click.option("--pages-older-than", "age", required=True, metavar="DAYS", help="Age in days: 90d.")
@_of_sites
def prune(age: str, site: str | None, root: Path | None) -> None:
    """Remove archived pages that are older than a number of days, file by file. Their records stay.

    A file of pages/ is removed when its newest page is old enough. Its pages can no longer be cleaned again.

    \b
    Exit status:
      0  done, even if there was nothing to remove
      2  wrong usage, or there is no corpus
      4  the corpus cannot be read or written
      5  another run holds the site
    """
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.prune import prune as prune_site

    if not (days := _AGE.fullmatch(age)):
        raise UsageError(f"--pages-older-than {age!r} is not a number of days; use one like 90d")
    now = dt.datetime.now(dt.UTC)
    for folder in site_folders(corpus_root(root), site):
        done = prune_site(folder, now - dt.timedelta(days=int(days[1])), now)
        click.echo(f"{folder.site}: {count(len(done.files), 'file')} removed, {done.bytes / 1e6:,.1f} MB")
