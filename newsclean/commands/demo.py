"""`newsclean demo`: a crawl of the demo site that comes with newsclean."""

from __future__ import annotations

from pathlib import Path

import click

from newsclean.errors import UsageError
from newsclean.formats import FORMATS, format_of

from .messages import log_level
from .show import show


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("demo.jsonl"),
    show_default=True,
    help="Write the records to this file, replacing it.",
)
@click.pass_context
def demo(ctx: click.Context, output: Path) -> None:
    """Crawl a small demo site on this machine and show the first record.

    Pages that yield no record are listed in rejects.jsonl.
    """
    if format_of(output) != FORMATS["jsonl"]:
        raise UsageError(
            "the demo shows the first of its records, which it reads from JSON lines. Name a file that ends in .jsonl, "
            f"or use `newsclean crawl demo -O {output}`."
        )
    from newsclean.spiders.process import crawl

    if status := crawl(["demo", "-O", str(output), *log_level(None)]):
        ctx.exit(status)
    with output.open("rb") as lines:
        number = sum(1 for _ in lines)
    click.echo(f"\n{number} records are in {output.absolute()}. The first of them:\n")
    ctx.invoke(show, file=output, first=1)
