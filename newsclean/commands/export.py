"""`newsclean export`: the corpus, or a part of it, as one file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsclean.errors import UsageError, count
from newsclean.formats import FORMATS, Columns, Format, Record, columns_of, format_for
from newsclean.formats.documents import DOCUMENTS
from newsclean.formats.documents.folder import DocumentFolder

from .corpus_options import corpus_option, site_option
from .messages import note
from .outcomes import STDOUT, format_option, min_certainty_option, open_output, output_option, refuse_folder

if TYPE_CHECKING:
    from newsclean.corpus import SiteFolder


@click.command()
@site_option
@click.option("--since", metavar="DATE", help="Only articles published on this day or later: 2026-11-24.")
@format_option
@output_option
@click.option(
    "--duplicates",
    type=click.Choice(("mark", "drop")),
    help="Near-duplicates of an earlier record, on any site: name that record in `duplicate_of`, or leave them out.",
)
@click.option("--revisions", is_flag=True, help="Every text that an article has had, not only the latest.")
@min_certainty_option
@corpus_option
def export(
    site: str | None,
    since: str | None,
    format_name: str | None,
    output: Path | None,
    duplicates: str | None,
    revisions: bool,
    min_certainty: float | None,
    root: Path | None,
) -> None:
    """Write the corpus, or a part of it, to a file or to standard output: each article once, in its latest text.

    The file of -o is replaced when everything is written. A record without a date goes by the day it was fetched. CSV
    separates authors and tags by "; "; Parquet has typed columns (docs/recipes.md). Near-duplicates are searched among
    the exported records; this needs the extra `newsclean[dedup]`, and Parquet needs `newsclean[parquet]`. With
    --min-certainty, records without a certainty (of newsclean 0.2 and older) are left out, too; how many are left out
    is on standard error.

    With --format markdown or text, -o is a folder: it gets a file per article, by site and month of publication, with
    the fields of the record as front matter. Older files of these names are replaced, one by one; all others stay.

    \b
    Exit status:
      0  written
      1  the file could not be written
      2  wrong usage, a library is not installed, or there is no corpus
      4  the corpus cannot be read
      130, 143  ended by Ctrl-C or SIGTERM; the file is as before
    """
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.models import Article

    if format_name in DOCUMENTS:
        documents, format_ = DocumentFolder(output, format_name), FORMATS["jsonl"]
    else:
        refuse_folder(output)
        documents, format_ = None, format_for(None if output == STDOUT else output, format_name)
        _ = format_.writer  # loads its library
    if duplicates and revisions:
        raise UsageError("--duplicates compares the latest texts of articles; leave out --revisions")
    day = _day(since)
    folders = site_folders(corpus_root(root), site)
    columns = columns_of(Article)
    records = _records(folders, day, revisions=revisions)
    if duplicates:
        from newsclean.corpus.duplicates import MARK, find_duplicates

        originals = find_duplicates(_records(folders, day))
        if duplicates == "mark":
            columns = columns_of(Article, MARK)
            records = ({**record, MARK: originals.get(record["id"])} for record in records)
        else:
            records = (record for record in records if record["id"] not in originals)
    left_out: Counter[str] = Counter()
    if min_certainty is not None:
        records = _certain(records, min_certainty, left_out)
    written = _write_documents(documents, records) if documents else _write(format_, records, columns, output)
    if output:
        note(f"{count(written, 'record')} in {output}")
    if left_out:
        whys = ", ".join(f"{why} {number}" for why, number in left_out.most_common())
        note(f"{count(left_out.total(), 'record')} left out ({whys})")


def _certain(records: Iterable[dict[str, Any]], least: float, left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """The records with this certainty or more; counts the others by why they are left out."""
    for record in records:
        certainty = record.get("certainty")
        if certainty is None:
            left_out["certainty not known"] += 1
        elif certainty < least:
            left_out[f"certainty under {least:g}"] += 1
        else:
            yield record


def _write_documents(documents: DocumentFolder, records: Iterable[Record]) -> int:
    for record in records:
        documents.write(record)
    return documents.written


def _write(format_: Format, records: Iterable[Record], columns: Columns, output: Path | None) -> int:
    """Writes the file; returns the number of records."""
    written = 0
    with ExitStack() as stack:
        stream = format_.stream(open_output(output, stack))
        writer = format_.writer(stream, columns)
        for record in records:
            writer.write(record)
            written += 1
        writer.close()
        stream.flush()
    return written


def _records(folders: list[SiteFolder], since: dt.date | None, *, revisions: bool = False) -> Iterator[dict[str, Any]]:
    import orjson

    from newsclean.corpus.store import Store

    for folder in folders:
        with Store(folder.database, readonly=True) as store:
            yield from map(orjson.loads, store.records(since, revisions=revisions))


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--since {text!r} is not a date; use YYYY-MM-DD") from None
