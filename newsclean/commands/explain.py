"""`newsclean explain`: why a page yields this record, or none."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from io import StringIO
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from newsclean.errors import FileError, UsageError
from newsclean.explanation import BlockTrace, CandidateTrace, Explanation, evidence_of
from newsclean.explanation import explain as explain_page
from newsclean.inputs.fields import Fields
from newsclean.inputs.inputs import Inputs
from newsclean.inputs.reading import Options
from newsclean.inputs.source import STDIN
from newsclean.models import Page
from newsclean.page.urls import is_web_url
from newsclean.sites.site_lines import SiteLines

from .clean import check_origin, fields_option
from .outcomes import open_output
from .sites_new import settings_option

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
_UNLIMITED = 2**30  # characters of a line: programs that read the text are not to find it wrapped
_INDENT = 2


@click.command()
@click.argument("page", metavar="[PAGE]", default=STDIN)
@click.option("--url", help="Address the page was fetched from; of a file of many pages, the one to explain.")
@click.option(
    "--site", metavar="NAME", help="Site the page is from (see `newsclean sites`); by default it follows from the URL."
)
@fields_option
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Take the page of an address from this corpus, as it was last fetched, instead of fetching it.",
)
@click.option(
    "--lines-of",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Folder of its site in the corpus (corpus/sindonews): also drop lines that stand on many of its pages.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.option(
    "--html",
    "as_html",
    is_flag=True,
    help="Make an HTML page of it: the text with what was dropped struck out, the record.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, and not to the terminal.",
)
@settings_option
def explain(
    page: str,
    url: str | None,
    site: str | None,
    fields: str | None,
    corpus: Path | None,
    lines_of: Path | None,
    as_json: bool,
    as_html: bool,
    output: Path | None,
    settings: tuple[str, ...],
) -> None:
    """Explain the outcome of a PAGE: why each line was kept or dropped.

    PAGE is what `newsclean clean` takes: an address, which is fetched, a file, or - for standard input. --url picks one
    from a file of many (JSONL, WARC).

    First come the candidates for title and date, with why each won or lost. Then the text: a line with + is part of
    the body, a line with - is not; below it are the rule that decided and its evidence (docs/reference/rules.md).
    --html shows the same as a page: newsclean explain --html page.html -o explained.html

    \b
    Exit status:
      0  the page was explained, whether it yields a record or not
      1  the page could not be read or fetched
      2  wrong usage
    """
    check_origin(url, site)
    if as_json and as_html:
        raise UsageError("--json and --html are two forms; leave out one of them.")
    if as_html and output is None and sys.stdout.isatty():
        raise UsageError("--html makes a page to open in a browser: name a file for it with -o explained.html")
    if page == STDIN and sys.stdin.isatty():
        raise UsageError("nothing to explain. Name a page, or pipe one in; see `newsclean explain --help`.")
    standing = _lines_of(lines_of) if lines_of else None
    if corpus is not None:
        found, learned = _in_corpus(page, corpus)
        standing = standing or learned
    else:
        found = _only_page(page, Options(url=url, site=site, fields=Fields.read(fields), settings=settings))
    explanation = explain_page(found, site_lines=standing)
    if as_html:
        from newsclean.html.explained import explained_page

        _write(explained_page(explanation), output)
    elif as_json:
        _write(explanation.model_dump_json(indent=2) + "\n", output)
    elif output is None and sys.stdout.isatty():
        _print(explanation, None, WIDTH)
    else:
        text = StringIO()
        _print(explanation, text, _UNLIMITED)
        _write(text.getvalue(), output)


def _write(text: str, output: Path | None) -> None:
    with ExitStack() as stack:
        stream = open_output(output, stack)
        stream.write(text.encode("utf-8", "replace"))  # a lone surrogate of the page
        stream.flush()


def _only_page(given: str, options: Options) -> Page:
    """The page of that name. Raises UsageError for several, FileError when it cannot be read or fetched."""
    inputs = Inputs([given], options)
    found = list(islice(inputs, 1 if options.url and len(inputs) == 1 else 2))
    if len(found) > 1:
        which = "Name one of its files." if Path(given).is_dir() else "Pick one by its address with --url."
        raise UsageError(f"{given} holds more than one page, and one is explained at a time. {which}")
    if isinstance(found[0], Page):
        return found[0]
    raise FileError(found[0].file or found[0].url, found[0].detail)


def _in_corpus(url: str, root: Path) -> tuple[Page, SiteLines]:
    """The archived page. Raises UsageError for what is no address, InputError when the corpus does not have it."""
    from newsclean.corpus.lookup import page_with

    if not is_web_url(url):
        raise UsageError(f"--corpus {root} takes the page of an address, and {url!r} is none.")
    return page_with(url, root)


def _lines_of(path: Path) -> SiteLines:
    """What the site's corpus has learned. Raises UsageError for another folder, CorpusError for a damaged one."""
    from newsclean.corpus.folder import SiteFolder, is_site_folder
    from newsclean.corpus.store import Store

    if not is_site_folder(path):
        raise UsageError(f"{path} is not the folder of a site in a corpus, such as corpus/sindonews")
    with Store(SiteFolder(path).database, readonly=True) as store:
        return store.site_lines()


def _print(shown: Explanation, file: TextIO | None, width: int) -> None:
    """To a file, or to standard output, in lines of at most this width."""
    from rich.console import Console

    console = Console(file=file, highlight=False, markup=False, emoji=False)
    console.width = width if file else min(console.width, width)
    console.print(shown.url, style="dim", soft_wrap=True)  # in one piece, to be copied
    _heading(console, f"record {shown.id}" if shown.reason is None else f"no record: {shown.reason}: {shown.detail}")
    if shown.score is not None:
        _line(console, f"score {shown.score}, an article needs {shown.needed}")
        for signal in shown.signals:
            _line(console, signal, "dim", indent=_INDENT)
    if shown.certainty is not None:
        _line(console, f"certainty {shown.certainty:.2f}{'; what lowers it:' if shown.doubts else ''}")
        for doubt in shown.doubts:
            _line(console, doubt, "dim", indent=_INDENT)
    if shown.main_content is not None:
        _line(console, shown.main_content)
    _choice(console, "title", shown.title, shown.titles)
    _choice(console, "date", shown.date, shown.dates)
    if shown.blocks:
        console.print()
        kept = sum(block.kept for block in shown.blocks)
        _heading(console, f"text: {kept} of {len(shown.blocks)} blocks are the body")
    for block, following in zip_longest(shown.blocks, shown.blocks[1:]):
        _print_block(console, block, following)


def _choice(console: Console, name: str, value: str | None, claims: Sequence[CandidateTrace]) -> None:
    console.print()
    _heading(console, f"{name}: {value or 'none'}")
    for claim in claims:
        read = f" = {claim.value}" if claim.value and claim.value != claim.text else ""
        _line(console, f"{claim.source}: {claim.text}{read}", indent=_INDENT)
        _line(console, claim.why, "dim", indent=2 * _INDENT)


def _print_block(console: Console, block: BlockTrace, following: BlockTrace | None) -> None:
    _line(console, block.text, "green" if block.kept else "red", mark="+ " if block.kept else "- ")
    why = _why(block)
    # Menus and footers are long rows of lines with one and the same reason.
    if following is None or why != _why(following):
        _line(console, why, "dim", indent=2 * _INDENT)


def _why(block: BlockTrace) -> str:
    evidence = evidence_of(block)
    return f"{block.rule}: {evidence}" if evidence else block.rule


def _heading(console: Console, text: str) -> None:
    _line(console, text, "bold")


def _line(console: Console, text: str, style: str = "", *, indent: int = 0, mark: str = "") -> None:
    """A text wrapped to the console's width, its first line after the mark and all lines indented as far."""
    from rich.padding import Padding
    from rich.text import Text

    width = indent + len(mark)
    lines = Text(text, style).wrap(console, max(20, console.width - width))
    for number, line in enumerate(lines):
        line.rstrip()
        console.print(
            Padding(Text(mark if number == 0 else " " * len(mark), style) + line, (0, 0, 0, indent), expand=False)
        )
