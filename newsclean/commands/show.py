"""`newsclean show`: records as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import ValidationError

from newsclean.errors import InputError, first_fault
from newsclean.formats.compression import lines_of
from newsclean.models import Article

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 88


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--first", type=click.IntRange(min=1), help="Show only the first N records.", metavar="N")
@click.option("--least-certain", is_flag=True, help="Begin with the least certain records: those to check.")
def show(file: Path, first: int | None, least_certain: bool) -> None:
    """Show the records of a JSONL FILE, also .gz or .zst (- for standard input), as text: title, date, address, body.

    With --least-certain, each has its certainty and which of title, date and body lower it.
    """
    from rich.console import Console

    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    articles = _records(file)
    if least_certain:  # those without a certainty, of older versions, are last
        articles = iter(sorted(articles, key=lambda article: 2 if article.certainty is None else article.certainty))
    for number, article in enumerate(islice(articles, first)):
        if number:
            console.rule(style="dim")
        print_article(article, console, certainty=least_certain)


def _records(file: Path) -> Iterator[Article]:
    number = 0
    for number, line in enumerate(_lines(file), start=1):
        try:
            # An export that marks duplicates has one more field.
            yield Article.model_validate_json(line, extra="ignore")
        except ValidationError as error:
            raise InputError(f"{file}, line {number}: not a record of newsclean: {first_fault(error)}") from None
    if number == 0:
        raise InputError(f"{file}: no records in it")


def _lines(file: Path) -> Iterator[bytes]:
    with click.open_file(str(file), "rb") as stream:
        try:
            yield from lines_of(stream, str(file))
        except ValueError as damage:
            raise InputError(str(damage)) from None


def print_article(article: Article, console: Console, *, certainty: bool) -> None:
    """Prints a record: title, date and authors, its certainty if wanted, address, body."""
    from rich.text import Text

    # isoformat and not str: with T and zone, as in the file
    date = article.date.isoformat() if article.date else "no date"
    console.print(Text(article.title, style="bold"))
    console.print(Text(" · ".join([date, *article.authors]), style="dim"))
    if certainty:
        value = "not known" if article.certainty is None else f"{article.certainty:.2f}"
        parts = [f"doubtful: {', '.join(article.doubtful)}"] if article.doubtful else []
        console.print(Text(" · ".join([f"certainty {value}", *parts]), style="dim"))
    console.print(Text(article.url, style="dim"), soft_wrap=True)  # in one piece, to be copied
    for paragraph in article.body.split("\n\n"):
        console.print()
        console.print(Text(paragraph))
