"""What `newsclean corpus status` shows: a table of the sites, the worst first."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence

from newsclean.corpus import SiteFolder
from newsclean.corpus.status import Status, status_of
from newsclean.corpus.verdicts import verdict

from . import waiting
from .table import Column, table

_COLUMNS = (
    Column("site"),
    Column("articles", is_number=True),
    Column("waiting", is_number=True),
    Column("given up", is_number=True),
    Column("MB", is_number=True),
    Column("last run"),
    Column("verdict"),
)


def lines(known: Sequence[tuple[SiteFolder, Status]], *, with_reasons: bool) -> Iterator[str]:
    """The table, the sites first whose last run was the worst; `with_reasons` why links wait or were given up."""
    ordered = sorted(known, key=lambda pair: (-verdict(pair[1].verdict).gravity, pair[0].site))
    heading, *rows = table(_COLUMNS, [_row(folder.site, status) for folder, status in ordered])
    yield heading
    for row, (_, status) in zip(rows, ordered, strict=True):
        yield row
        yield from waiting.undelivered(status)
        if with_reasons:
            yield from waiting.reasons(status)


def json_line(folder: SiteFolder, status: Status) -> str:
    """The fields of `Status` as JSON."""
    fields = {"site": folder.site, **dataclasses.asdict(status)}
    return json.dumps(fields, default=lambda moment: moment.isoformat(), ensure_ascii=False)


def read(folder: SiteFolder) -> tuple[SiteFolder, Status]:
    """Raises CorpusError when the corpus of the site cannot be read."""
    return folder, status_of(folder)


def _row(site: str, status: Status) -> tuple[str, ...]:
    numbers = (f"{number:,}" for number in (status.articles, status.waiting, status.given_up))
    day = f"{status.last_run:%Y-%m-%d}" if status.last_run else ""
    return site, *numbers, f"{status.size / 1e6:,.1f}", day, status.verdict
