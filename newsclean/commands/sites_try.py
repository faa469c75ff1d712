"""`newsclean sites try`: the newest articles of a site as a reader would see them, and what was left out."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from newsclean.errors import InputError, SiteError, count
from newsclean.explanation import BlockTrace, Explanation, explain
from newsclean.models import Article, Page, Reject
from newsclean.page.urls import is_web_url
from newsclean.sites.folders import VARIABLE
from newsclean.sites.site import faults_in, site_named

from .show import WIDTH, print_article
from .sites_new import settings_option

if TYPE_CHECKING:
    from rich.console import Console

# Lines that a rule dropped from a page, those that are shown.
_LINES = 3
NOTHING_DISCOVERED = 3  # of spiders/run/status.py, which loads Scrapy


@click.command("try")
@click.argument("target", metavar="NAME|FILE|URL")
@click.option("-n", "number", type=click.IntRange(min=1), default=5, show_default=True, help="Number of pages.")
@click.option(
    "--html",
    "explained",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a page for each into this folder: its text with what was dropped struck out, and the record.",
)
@settings_option
@click.pass_context
def try_(ctx: click.Context, target: str, number: int, explained: Path | None, settings: tuple[str, ...]) -> None:
    """Crawl the newest articles of a site and show them with what was dropped from their pages.

    The site is a declared one (NAME), that of a site FILE anywhere, or any other by its URL. Nothing is kept but the
    pages of --html, which are those of `newsclean explain --html`.

    \b
    Exit status:
      0  every page became a record
      1  some did not, or the crawl was broken off
      2  wrong usage
      3  no article was found
    """
    with TemporaryDirectory(prefix="newsclean-") as name:
        folder = Path(name)
        crawled = [*_crawled(target, folder), "-a", f"limit={number}", "-L", "WARNING"]
        records, rejects, corpus = folder / "articles.jsonl", folder / "rejects.jsonl", folder / "corpus"
        given = (f"NEWSCLEAN_CORPUS={corpus}", f"NEWSCLEAN_REJECTS={rejects}", "NEWSCLEAN_ARCHIVE=1", *settings)
        from newsclean.spiders.process import crawl

        status = crawl([*crawled, "-O", str(records), *(part for setting in given for part in ("-s", setting))])
        articles = [Article.model_validate_json(line) for line in _lines(records)]
        rejected = [Reject.model_validate_json(line) for line in _lines(rejects)]
        explanations = _explanations(corpus)
        _show(articles, explanations, rejected)
        if explained is not None:
            _write(explained, explanations)
    if articles or rejected:
        click.echo(_summary(articles, rejected))
        status = 1 if rejected or not articles else 0
    ctx.exit(status if status in (0, 2, NOTHING_DISCOVERED) else 1)


def _crawled(target: str, folder: Path) -> list[str]:
    """What `newsclean crawl` is to crawl. Raises SiteError for a file that is wrong, and for an unknown name."""
    if is_web_url(target):
        return [target]
    path = Path(target)
    if not path.is_file():
        site_named(target)
        return [target]
    if faults := faults_in(path):
        raise SiteError("\n".join(map(str, faults)))
    sites = folder / "sites"
    sites.mkdir()
    shutil.copy(path, sites / path.name)
    os.environ[VARIABLE] = str(sites)  # the workers look there, too
    return [path.stem]


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as lines:
            yield from lines


def _explanations(corpus: Path) -> dict[str, Explanation]:
    """Those of the pages in the archive of a corpus, by address."""
    from newsclean.corpus import site_folders
    from newsclean.corpus.warc_pages import Tally, pages_of

    archives = (path for folder in site_folders(corpus) for path in folder.archives())
    found = (page for path in archives for page in pages_of(path, Tally()))
    return {page.url: explain(page) for page in found if isinstance(page, Page)}


def _write(folder: Path, explanations: Mapping[str, Explanation]) -> None:
    """Makes a page of each, and says which is whose. Raises InputError when they cannot be written."""
    from newsclean.html.explained import explained_page

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, (url, explanation) in enumerate(explanations.items(), 1):
            path = folder / f"{number}.html"
            path.write_text(explained_page(explanation), "utf-8")
            click.echo(f"{path}: {url}")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}") from None


def _show(articles: Iterable[Article], explanations: Mapping[str, Explanation], rejected: Iterable[Reject]) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    for article in articles:
        print_article(article, console, certainty=True)
        if shown := explanations.get(article.url):
            _print_dropped(shown, console)
        console.rule(style="dim")
    for reject in rejected:
        console.print(f"no record: {reject.url}", style="red", soft_wrap=True)
        console.print(f"  {reject.reason}: {reject.detail}", style="dim")


def _print_dropped(shown: Explanation, console: Console) -> None:
    """The lines that are not in the body, by the rule that dropped them: the first of each."""
    dropped: dict[str, list[BlockTrace]] = defaultdict(list)
    for block in shown.blocks:
        if not block.kept:
            dropped[block.rule].append(block)
    console.print()
    console.print(f"dropped: {count(sum(map(len, dropped.values())), 'line')}", style="dim")
    for rule, blocks in dropped.items():
        for block in blocks[:_LINES]:
            console.print(f"- {rule}: {block.text}", style="red", no_wrap=True, overflow="ellipsis")
        if len(blocks) > _LINES:
            console.print(f"- {rule}: {len(blocks) - _LINES} more", style="red")


def _summary(articles: list[Article], rejected: list[Reject]) -> str:
    """How many of what, and what is missing."""
    undated = sum(article.date is None for article in articles)
    doubtful = [article for article in articles if article.doubtful]
    parts = [count(len(articles), "article"), count(len(rejected), "reject")]
    parts += [f"{undated} without a date"] if undated else []
    if doubtful:
        fields = dict.fromkeys(field for article in doubtful for field in article.doubtful)
        parts.append(f"{len(doubtful)} doubtful ({', '.join(fields)})")
    return ", ".join(parts)
