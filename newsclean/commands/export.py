"""`newsclean export`: the corpus, or a part of it, as one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsclean.errors import UsageError

from .corpus import corpus_option, site_option
from .outcomes import count, open_output

if TYPE_CHECKING:
    from newsclean.corpus import SiteFolder

FORMATS = ("jsonl", "csv", "parquet")


@click.command()
@site_option
@click.option("--since", metavar="DATE", help="Only what was published on that day or later: 2026-11-24.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="By default that of -o's ending, else jsonl.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option(
    "--duplicates",
    type=click.Choice(("mark", "drop")),
    help="Name in `duplicate_of` the earliest record with nearly the same text, on whatever site; or leave it out.",
)
@click.option("--revisions", is_flag=True, help="All texts that an article has had, not only the latest.")
@corpus_option
def export(
    site: str | None,
    since: str | None,
    form: str | None,
    output: Path | None,
    duplicates: str | None,
    revisions: bool,
    root: Path | None,
) -> None:
    """Write the corpus, or a part of it, as one file or to standard output: each article once, in its latest text.

    The file of -o is replaced when all is written. A record without a date goes by the day it was fetched. In CSV and
    Parquet dates are text; in CSV authors and tags are separated by "; ". Near-duplicates are looked for among the
    records that are exported; they need the extra `newsclean[dedup]`, and Parquet needs `newsclean[parquet]`.

    \b
    Exit status:
      0  written
      1  the file could not be written
      2  wrong usage, a library that is not installed, or there is no corpus
      4  the corpus cannot be read
    """
    from newsclean.corpus.duplicates import find_duplicates
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.formats import MARK, WRITERS, marked
    from newsclean.models import Article

    form = form or _form_of(output)
    if form == "parquet" and output is None:
        raise UsageError("parquet is no text: name a file for it with -o")
    if duplicates and revisions:
        raise UsageError("--duplicates compares articles by their latest text; leave out --revisions")
    day = _day(since)
    folders = site_folders(corpus_root(root), site)

    def records() -> Iterator[bytes]:
        return _records(folders, day, revisions=revisions)

    columns, lines = list(Article.model_fields), records()
    if duplicates:
        lines = marked(lines, find_duplicates(records()), drop=duplicates == "drop")
        columns += [MARK] if duplicates == "mark" else []
    with ExitStack() as stack:
        stream = open_output(output, stack)
        written = WRITERS[form](lines, stream, columns)
        stream.flush()
    if output:
        click.echo(f"newsclean: {count(written, 'record')} in {output}", err=True)


def _records(folders: list[SiteFolder], since: dt.date | None, *, revisions: bool) -> Iterator[bytes]:
    from newsclean.corpus.store import Store

    for folder in folders:
        with Store(folder.database, readonly=True) as store:
            yield from store.records(since, revisions=revisions)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--since {text!r} is no day. Write it like 2026-11-24.") from None


def _form_of(output: Path | None) -> str:
    ending = output.suffix.removeprefix(".") if output else ""
    return ending if ending in FORMATS else "jsonl"
