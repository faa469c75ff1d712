"""The outcomes of one command: records to one file, rejects to another, a summary for people."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol, TypeVar

import click

from newsclean.errors import UsageError, count
from newsclean.formats import FORMATS, Record, columns_of, listed
from newsclean.formats.documents import DOCUMENTS
from newsclean.formats.documents.folder import DocumentFolder
from newsclean.formats.record_file import RecordFile
from newsclean.formats.replacing import replacing
from newsclean.formats.whole import whole
from newsclean.models import Article, Reason, Reject
from newsclean.progress_line import ProgressLine
from newsclean.record import record_of
from newsclean.sites.site import sites

from .interruption import ignore_signals
from .messages import Verbosity, error, verbosity

STDOUT = Path("-")

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=f"Write the records to this file, in the format of its ending. {listed()}",
)
format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice([*FORMATS, *DOCUMENTS]),
    help="Default: by the ending of -o, else jsonl. markdown and text write a file per article into the folder of -o.",
)
blocks_option = click.option(
    "--blocks",
    is_flag=True,
    help="Say in `blocks` what each paragraph is on its page: subheading, list item, quotation or table row.",
)
rejects_option = click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the pages that yield no record to this file.",
)
min_certainty_option = click.option(
    "--min-certainty",
    type=click.FloatRange(0, 1),
    metavar="X",
    help="Leave out records with a certainty under X (0 to 1).",
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), help="Number of pages to clean at a time; by default one per processor."
)

Outcome = Article | Reject


class Writer(Protocol):
    """Writes a record or a reject."""

    def write(self, record: Record) -> None: ...


@dataclass(slots=True)
class OutcomeWriter:
    """Writes the outcomes of pages and counts them.

    A page that yields no record has a line on standard error, unless `is_brief` or it has one in the file of `rejects`.
    A record with a certainty under `min_certainty` becomes a reject. With `blocks`, records have theirs.
    """

    records: Writer
    rejects: Writer | None = None
    is_brief: bool = False
    min_certainty: float | None = None
    blocks: bool = False
    written: int = 0
    unreadable: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        return self.unreadable + self.reasons.total()

    def take(self, outcome: Outcome) -> None:
        """Writes the record of a page, or says on standard error why there is none."""
        if isinstance(outcome, Article) and self.min_certainty is not None:
            outcome = if_certain(outcome, self.min_certainty)
        if isinstance(outcome, Article):
            self.written += 1
            is_document = isinstance(self.records, DocumentFolder)
            self.records.write(record_of(outcome, blocks=self.blocks or is_document))
            return
        name = outcome.file or outcome.url
        if outcome.reason == Reason.FETCH_FAILED:
            self.unreadable += 1
            error(f"{name}: {outcome.detail}")
        else:
            self.reasons[outcome.reason] += 1
            if verbosity() >= self._least:
                click.echo(f"{name}: {outcome.reason}: {outcome.detail}", err=True)
        if self.rejects is not None:
            self.rejects.write(outcome.model_dump())

    @property
    def _least(self) -> Verbosity:
        """The least verbosity with which each reject is listed."""
        return Verbosity.VERBOSE if self.is_brief or self.rejects is not None else Verbosity.USUAL

    def summary(self) -> str:
        """All outcomes in a sentence, like "20 pages: 17 records, 2 rejected (no-title 2), 1 not read"."""
        parts = [count(self.written, "record")]
        if self.reasons:
            parts.append(
                f"{self.reasons.total()} rejected ({', '.join(f'{r} {n}' for r, n in self.reasons.most_common())})"
            )
        if self.unreadable:
            parts.append(f"{self.unreadable} not read")
        return f"{count(self.written + self.failed, 'page')}: {', '.join(parts)}"


def passed_over(kinds: Counter[str]) -> str:
    """What was skipped, behind a summary: "; skipped: request 20, warcinfo 1"; "" for nothing."""
    return f"; skipped: {', '.join(f'{kind} {n}' for kind, n in kinds.most_common())}" if kinds.total() else ""


def if_certain(article: Article, least: float) -> Article | Reject:
    """The article, or a reject that says how far its certainty is under the least one asked for."""
    certainty = article.certainty or 0.0
    if certainty >= least:
        return article
    parts = f"; doubtful: {', '.join(article.doubtful)}" if article.doubtful else ""
    return Reject(
        url=article.url,
        reason=Reason.UNCERTAIN,
        detail=f"certainty {certainty:.2f} under {least:g}{parts}",
        site=article.site if article.site in sites() else None,
        file=article.file,
        fetched_at=article.fetched_at,
    )


@contextmanager
def output_files(
    records: Path | None,
    rejects: Path | None,
    *,
    format_name: str | None = None,
    blocks: bool = False,
    roots: tuple[Path, ...] = (),
    may_be_empty: bool = True,
) -> Iterator[tuple[RecordFile | DocumentFolder, RecordFile | None]]:
    """The files of -o and --rejects. When the command ends early, also by a signal, it says what they hold.

    `format_name` is that of --format; in a folder of documents, pages in the folders `roots` keep their place.
    `may_be_empty`: whether a run without a record replaces the file of -o. Raises UsageError when both are one file,
    and for a folder where a file is wanted, or the other way round.
    """
    if rejects is not None and records is not None and rejects.absolute() == records.absolute():
        raise UsageError(f"-o and --rejects are both {records}. Name two files.")
    with ExitStack() as stack:
        file: RecordFile | DocumentFolder
        if format_name in DOCUMENTS:
            file = stack.enter_context(_reported(DocumentFolder(records, format_name, roots)))
        else:
            refuse_folder(records)
            columns = columns_of(Article, *(("blocks",) if blocks else ()))
            file = stack.enter_context(
                _reported(RecordFile(records, format_name, columns=columns, may_be_empty=may_be_empty))
            )
        try:
            others = RecordFile(rejects, columns=columns_of(Reject)) if rejects is not None else None
            yield file, stack.enter_context(_reported(others)) if others else None
        finally:
            ignore_signals()


def refuse_folder(path: Path | None) -> None:
    """Raises UsageError for a folder where the file of all records is wanted."""
    if path is not None and path.is_dir():
        raise UsageError(f"{path} is a folder. Name a file in it, or choose --format markdown or text.")


_File = TypeVar("_File", RecordFile, DocumentFolder)


@contextmanager
def _reported(file: _File) -> Iterator[_File]:
    try:
        with file:
            yield file
    finally:
        if file.is_kept:
            noun = "document" if isinstance(file, DocumentFolder) else "line"
            error(f"ended early; {file.path} holds the {count(file.written, noun)} done so far")


def open_output(path: Path | None, stack: ExitStack) -> IO[bytes]:
    """The file of -o, which replaces an older one when the run ends well; standard output without one, or for "-"."""
    if path is None or path == STDOUT:
        return whole(sys.stdout.buffer)
    return stack.enter_context(replacing(path))


def with_progress(done: Iterable[Outcome], told: Callable[[int], str], *, to_terminal: bool) -> Iterable[Outcome]:
    """The outcomes, with a line on the progress if standard error is a terminal and no records are written to it.

    `told` gives the line for a number of outcomes.
    """
    if to_terminal or not sys.stderr.isatty() or verbosity() is Verbosity.QUIET:
        return done
    return _with_line(done, told)


def _with_line(done: Iterable[Outcome], told: Callable[[int], str]) -> Iterator[Outcome]:
    with ProgressLine() as line:
        for number, one in enumerate(done):
            line.show(told(number))
            yield one
