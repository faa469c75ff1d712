"""Outlets crawled as they are laid out: `scrapy crawl NAME` against the pages of fixtures/outlets/NAME, by host name.

fixtures/outlets/README.md says what a folder holds. Expected records are written by hand, by the page and the contract.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from tests.crawls import Crawl, end_of, start_crawl
from tests.replay import OUTLETS, Outlet, ReplayServer

NAMES = sorted(path.parent.name for path in OUTLETS.glob("*/outlet.toml"))
# Two of different kinds, crawled by every run of the tests; `make slow` crawls the others.
USUAL = {"sindonews", "asahishimbun"}
# What every record is compared by; the others only where the outlet's file names them.
FIELDS = ("title", "date", "authors", "section", "paragraphs")


def slow_unless_usual(name: str) -> list[pytest.MarkDecorator]:
    return [] if name in USUAL else [pytest.mark.slow]


def outlets() -> list[Any]:
    return [pytest.param(name, id=name, marks=slow_unless_usual(name)) for name in NAMES]


def fields() -> Iterator[Any]:
    """Each field of each record; `wrong` in an outlet's file names those that come out wrong today."""
    for name in NAMES:
        outlet = Outlet.named(name)
        for record in outlet.records:
            page, wrong = outlet.page_at(record["url"]), record.get("wrong", {})
            for field in dict.fromkeys((*FIELDS, *sorted(record.keys() - {"url", "wrong"}))):
                marks = slow_unless_usual(name)
                if field in wrong:
                    marks.append(pytest.mark.xfail(reason=wrong[field]))
                yield pytest.param(name, record, field, id=f"{name}/{page}-{field}", marks=marks)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Crawl]:
    """The crawl of an outlet, made when the first test asks for it."""

    @cache
    def run(name: str) -> Crawl:
        folder = tmp_path_factory.mktemp(name)
        with ReplayServer(Outlet.named(name), folder) as server:
            return end_of(start_crawl(folder, name, environment=server.environment), folder)

    return run


@pytest.mark.parametrize("name", outlets())
def test_a_crawl_finds_the_articles_and_nothing_else(crawled: Callable[[str], Crawl], name: str) -> None:
    crawl, outlet = crawled(name), Outlet.named(name)
    assert crawl.status == 0, crawl.log
    assert sorted(crawl.urls) == sorted(record["url"] for record in outlet.records)
    assert {reject["url"]: reject["reason"] for reject in crawl.rejects}.items() <= outlet.rejects.items()


@pytest.mark.parametrize(("name", "expected", "field"), list(fields()))
def test_a_record_says_what_the_page_says(
    crawled: Callable[[str], Crawl], name: str, expected: dict[str, Any], field: str
) -> None:
    (record,) = [record for record in crawled(name).records if record["url"] == expected["url"]]
    match field:
        case "paragraphs":
            assert record["body"].split("\n\n") == expected["paragraphs"]
        case "date":
            assert moment(record["date"]) == moment(expected.get("date"))
        case _:
            assert record[field] == expected.get(field, [] if field == "authors" else None)


def moment(date: str | dt.date | None) -> tuple[dt.date, dt.timedelta | None] | None:
    """A date with its offset: two moments are also equal where their offsets differ."""
    if isinstance(date, str):
        date = dt.datetime.fromisoformat(date) if len(date) > 10 else dt.date.fromisoformat(date)
    return date and (date, date.utcoffset() if isinstance(date, dt.datetime) else None)
