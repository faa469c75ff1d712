"""`newsclean corpus`: checks, status and pruning of what all runs have collected."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

import click

from newsclean.errors import CorpusError, UsageError, count

from . import messages
from .corpus_options import of_sites
from .history import history
from .search import search

_AGE = re.compile(r"(\d{1,5})d")


@click.group()
def corpus() -> None:
    """Look after the corpus: everything that all runs have collected (docs/explanation/corpus.md)."""


@corpus.command()
@click.option("--rebuild", "repair", is_flag=True, help="Rebuild what is missing or damaged from the rest.")
@click.option(
    "--accept", "accepting", is_flag=True, help="Accept what is lost for good: it is only counted from now on."
)
@of_sites
@click.pass_context
def check(ctx: click.Context, repair: bool, accepting: bool, site: str | None, root: Path | None) -> None:
    """Verify database, exports and archive, and report each problem with its file and position.

    --rebuild makes a missing or damaged database from exports and archive, and missing or changed exports from the
    database. It reports what could not be recovered. Replaced files stay, with the time and .old in their names.

    --accept accepts the problems that no rebuild mends: lost pages, and exports that are not of this corpus.

    \b
    Exit status:
      0  no problems but accepted ones, or everything was recovered
      1  there are problems, or something could not be recovered
      2  wrong usage, or there is no corpus
      4  the corpus cannot be read or written
      5  another run holds the site (only with --rebuild and --accept)
    """
    from newsclean.corpus.accepted import accept, accepted, can_be_accepted, key_of
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
        known, number, new = accepted(folder), 0, []
        passed = 0
        for problem in problems_of(folder):
            if key_of(folder, problem) in known:
                passed += 1
            elif accepting and can_be_accepted(folder, problem):
                new.append(problem)
                click.echo(f"accepted: {problem}")
            else:
                click.echo(str(problem))
                number += 1
        if new:
            accept(folder, new)
        bad += number
        some = f", {passed + len(new)} accepted" if passed or new else ""
        click.echo(f"{folder.site}: {count(number, 'problem') if number else 'no problems'}{some}", err=bool(number))
    ctx.exit(1 if bad else 0)


@corpus.command()
@click.option("--waiting", "with_links", is_flag=True, help="List each link that waits or was given up, and why.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, a site a line; with --waiting, a link a line.")
@of_sites
@click.pass_context
def status(ctx: click.Context, with_links: bool, as_json: bool, site: str | None, root: Path | None) -> None:
    """Show a table of the sites: articles, links not yet fetched, size on disk, and how the last run ended.

    The sites whose last run was the worst come first. With --site, it also says why links wait or were given up. A link
    waits when it was not requested yet, or when its fetch failed and is tried again. One is given up when it has failed
    for 14 days, when its site has said repeatedly that it is gone, or when it must not be requested; `newsclean corpus
    retry` asks again.

    \b
    Exit status:
      0  shown
      2  wrong usage, or there is no corpus
      4  the corpus of a site cannot be read
    """
    from newsclean.corpus.folder import corpus_root, site_folders

    from . import status as shown
    from . import waiting

    bad, known = 0, []
    for folder in site_folders(corpus_root(root), site):
        try:
            if with_links:
                for line in waiting.links(folder, as_json=as_json):
                    click.echo(line)
            else:
                known.append(shown.read(folder))
        except CorpusError as error:  # the others are still shown
            messages.error(str(error))
            bad = error.exit_status
    if as_json:
        for pair in known:
            click.echo(shown.json_line(*pair))
    elif known:
        for line in shown.lines(known, with_reasons=site is not None):
            click.echo(line)
    ctx.exit(bad)


@corpus.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, a link a line.")
@of_sites
@click.pass_context
def skipped(ctx: click.Context, as_json: bool, site: str | None, root: Path | None) -> None:
    """List the links that the latest run of each site found and did not follow: reason, address, source.

    The columns are separated by tabs. Reasons: `doubtful` (it may be an article, but NEWSCLEAN_PROBE was used up),
    `like-no-article` (pages of its form were read, and none was one), `no-article` (it is not as the site's
    article_url), `menu`, `section`, `tag`, `standing-page`, `media`, `file`, `no-news`, `other-sitemap`, `offsite`,
    `older`, `newer`, `other-section`, `over-limit`, `too-many`. The latest run is that of the whole site: one with a
    limit, a section or addresses of its own does not count. An article is fetched by `newsclean crawl ADDRESS`.

    \b
    Exit status:
      0  shown, even if there is none
      2  wrong usage, or there is no corpus
      4  the corpus of a site cannot be read
    """
    from newsclean.corpus.folder import corpus_root, site_folders

    from .skipped import lines

    bad = 0
    for folder in site_folders(corpus_root(root), site):
        try:
            for line in lines(folder, as_json=as_json):
                click.echo(line)
        except CorpusError as error:  # the others are still shown
            messages.error(str(error))
            bad = error.exit_status
    ctx.exit(bad)


@corpus.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--given-up", is_flag=True, help="Links that were given up, too; those named by URL are in any case.")
@of_sites
@click.pass_context
def retry(ctx: click.Context, urls: tuple[str, ...], given_up: bool, site: str | None, root: Path | None) -> None:
    """Ask again for links that wait for their next try: the next run requests them, as if they had just been found.

    Without a URL: for all of them. `newsclean corpus status --waiting` lists them.

    \b
    Exit status:
      0  done, even if nothing waits
      2  wrong usage, there is no corpus, or none of the URLs waits in it
      4  the corpus of a site cannot be read or written
      5  another run holds the site
    """
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.retry import retry as retry_site

    bad = total = 0
    for folder in site_folders(corpus_root(root), site):
        try:
            number = retry_site(folder, urls, also_given_up=given_up)
        except CorpusError as error:  # the others are still done
            messages.error(str(error))
            bad = error.exit_status
            continue
        total += number
        if number or not urls:
            click.echo(f"{folder.site}: {count(number, 'link')} due in the next run")
    if urls and not total and not bad:
        raise UsageError(
            f"{urls[0]} is no link that waits or was given up. `newsclean corpus status --waiting` lists them."
        )
    ctx.exit(bad)


@corpus.command()
@click.option("--pages-older-than", "age", required=True, metavar="DAYS", help="Age in days: 90d.")
@of_sites
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


@corpus.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@of_sites
@click.pass_context
def backup(ctx: click.Context, target: Path, site: str | None, root: Path | None) -> None:
    """Copy the corpus to DIR, a new folder, as it is at this moment. A crawl may go on meanwhile.

    The copy is a corpus, for `--corpus DIR` and for the next run. Each site is copied whole, or not at all; one that
    cannot be copied does not keep the others from it. What is being copied lies in DIR/.unfinished-...: after a kill,
    remove it.

    \b
    Exit status:
      0  copied
      2  wrong usage, there is no corpus, or a site is in DIR already
      4  the corpus of a site cannot be read, or its copy cannot be written
      130, 143  ended by Ctrl-C or SIGTERM; the site that was being copied is not in DIR
    """
    from newsclean.corpus.backup import backup as back_up
    from newsclean.corpus.backup import refuse_used
    from newsclean.corpus.folder import SiteFolder, corpus_root, site_folders

    folders = site_folders(corpus_root(root), site)
    refuse_used(target / folder.site for folder in folders)
    bad = 0
    for folder in folders:
        try:
            back_up(folder, SiteFolder(target / folder.site))
        except CorpusError as error:  # the others are still copied
            messages.error(str(error))
            bad = error.exit_status
            continue
        if sys.stderr.isatty():  # cron has nothing to report
            messages.note(f"{folder.site}: copied to {target / folder.site}")
    ctx.exit(bad)


corpus.add_command(history)
corpus.add_command(search)
