"""`newsclean report`: how the night went, as an HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from .corpus_options import corpus_option


@click.command()
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The HTML file to write; one that is there is replaced.",
)
@click.option(
    "--nights", type=click.IntRange(2, 366), default=30, show_default=True, metavar="N", help="How far back to look."
)
@corpus_option
def report(output: Path, nights: int, root: Path | None) -> None:
    """Write a report of the last night as an HTML file: how each site went, what looks wrong, and what to do about it.

    The file needs no network and holds no script. It has a card for each site that needs a person, the nights of all
    sites, and records and rejects of the last night to read. The corpus is only read; a crawl may go on meanwhile.

    \b
    Exit status:
      0  written, whatever the night was like
      1  the file could not be written
      2  wrong usage, or there is no corpus
    """
    from newsclean.corpus.folder import corpus_root
    from newsclean.report import write_report

    click.echo(write_report(corpus_root(root), output, nights).verdict)
