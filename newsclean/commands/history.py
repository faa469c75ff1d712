"""`newsclean corpus history`: the last runs of a site, one line each."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .corpus_options import corpus_option
from .table import Column, table

if TYPE_CHECKING:
    from newsclean.corpus.history import PastRun

_FIGURES = {"found": "discovered", "new": "new", "revised": "revised", "rejected": "rejected", "failed": "failed"}
_COLUMNS = (
    Column("start (UTC)"),
    Column("verdict"),
    *(Column(heading, is_number=True) for heading in (*_FIGURES, "seconds")),
    Column("sentence"),
)


@click.command()
@click.argument("site")
@click.option(
    "--runs", "number", type=click.IntRange(min=1), default=30, show_default=True, metavar="N", help="How many."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, a run a line, with all figures.")
@corpus_option
def history(site: str, number: int, as_json: bool, root: Path | None) -> None:
    """Show the last runs of a SITE, the latest first: start, verdict, figures and, where there is room, the sentence.

    `running` and `killed` are runs that have not ended; a `-` stands for what such a run has not told.

    \b
    Exit status:
      0  shown, even if there is no run
      2  wrong usage, or there is no such site in the corpus
      4  the corpus of the site cannot be read
    """
    from newsclean.corpus.folder import corpus_root, site_folders
    from newsclean.corpus.history import past_runs
    from newsclean.corpus.status import reading

    (folder,) = site_folders(corpus_root(root), site)
    with reading(folder) as store:
        runs = past_runs(folder, store, last=number)
    for line in (_json_line(folder.site, run) for run in runs) if as_json else _lines(runs):
        click.echo(line)


def _lines(runs: Sequence[PastRun]) -> Iterator[str]:
    """The table; on a terminal, no line is longer than that is wide."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in table(_COLUMNS, map(_row, runs)):
        yield line if width is None or len(line) <= width else f"{line[: width - 1]}…"


def _row(run: PastRun) -> tuple[str, ...]:
    figures = [_number(run, figure) for figure in (*_FIGURES.values(), "seconds")]
    return f"{run.started:%Y-%m-%d %H:%M}", run.verdict, *figures, run.sentence


def _number(run: PastRun, figure: str) -> str:
    known = run.figures.get(figure)
    return "-" if known is None else f"{known:,.0f}"


def _json_line(site: str, run: PastRun) -> str:
    fields = {
        "site": site,
        "run": run.name,
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "verdict": run.verdict,
        "exit_status": run.exit_status,
        "sentence": run.sentence,
        **run.figures,
    }
    return json.dumps(fields, ensure_ascii=False)
