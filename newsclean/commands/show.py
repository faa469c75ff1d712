"""`newsclean show`: records as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import ValidationError

from newsclean.errors import InputError, first_fault
from newsclean.models import Article

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 88


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--first", type=click.IntRange(min=1), help="Show only the first N records.", metavar="N")
def show(file: Path, first: int | None) -> None:
    """Show the records of a JSONL FILE (- for standard input) as text: title, date, address, body."""
    from rich.console import Console

    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    for number, article in enumerate(islice(_records(file), first)):
        if number:
            console.rule(style="dim")
        _print(article, console)


def _records(file: Path) -> Iterator[Article]:
    number = 0
    with click.open_file(str(file), "rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                # An export that marks duplicates has one more field.
                yield Article.model_validate_json(line, extra="ignore")
            except ValidationError as error:
                raise InputError(f"{file}, line {number}: not a record of newsclean: {first_fault(error)}") from None
    if number == 0:
        raise InputError(f"{file}: no records in it")


def _print(article: Article, console: Console) -> None:
    from rich.text import Text

    # isoformat and not str: with T and zone, as in the file
    date = article.date.isoformat() if article.date else "no date"
    console.print(Text(article.title, style="bold"))
    console.print(Text(" · ".join([date, *article.authors]), style="dim"))
    console.print(Text(article.url, style="dim"), soft_wrap=True)  # in one piece, to be copied
    for paragraph in article.body.split("\n\n"):
        console.print()
        console.print(Text(paragraph))
