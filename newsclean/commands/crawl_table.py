"""The table at the end of a crawl of several sites: worst first, with the reason in words. It fits 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import click

from .child_crawls import Ended
from .table import Column, table

_COLUMNS = (
    Column("site"),
    Column("verdict"),
    Column("new", is_number=True),
    Column("rejected", is_number=True),
    Column("failed", is_number=True),
    Column("time", is_number=True),
)
_WIDTH = 80


def show(line: str) -> None:
    """Writes a line to standard error."""
    click.echo(line, err=True)


def lines(results: Sequence[Ended], *, is_full: bool) -> Iterator[str]:
    """The lines of the table, in the order given, and a sentence; nothing if all are good and it is not to be full."""
    bad = [one for one in results if one.exit_status]
    if not (bad or is_full):
        return
    shown = results if is_full else bad
    heading, *rows = table(_COLUMNS, map(_row, shown))
    yield heading
    for row, one in zip(rows, shown, strict=True):
        yield row
        yield from _explained(one)
    new = sum(one.figures.get("new", 0) for one in results)
    yield f"{len(results) - len(bad)} of {len(results)} sites are good, {new:,} new records."


def _row(one: Ended) -> tuple[str, ...]:
    told = [one.figures.get(name) for name in ("new", "rejected", "failed")]
    numbers = ["-" if number is None else f"{number:,}" for number in told]
    return one.label, one.word, *numbers, _time(one.figures.get("seconds"))


def _time(seconds: float | None) -> str:
    """As h:mm:ss."""
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _explained(one: Ended) -> Iterator[str]:
    yield from textwrap.wrap(one.reason, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    if one.exit_status and one.log is not None:
        yield f"  Log: {one.log}"
