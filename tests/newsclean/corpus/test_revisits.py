"""When an article is fetched again."""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean.corpus.revisits import next_visit

NOW = dt.datetime(2026, 11, 24, 2, 20, tzinfo=dt.UTC)


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


@pytest.mark.parametrize(
    ("schedule", "first", "date", "expected"),
    [
        ((20,), None, NOW - hours(3), NOW + hours(20)),
        ((20,), None, None, NOW + hours(20)),  # an unknown date may be today's
        ((20,), None, NOW.date() - dt.timedelta(days=8), None),  # a backfill
        ((20,), NOW - hours(24), NOW - hours(27), None),  # it was looked at again
        ((6, 20, 72), NOW - hours(24), NOW - hours(27), NOW + hours(48)),
        ((), None, NOW, None),
    ],
)
def test_a_recent_article_has_its_next_visit_on_the_sites_schedule(
    schedule: tuple[int, ...], first: dt.datetime | None, date: dt.datetime | None, expected: dt.datetime | None
) -> None:
    assert next_visit(schedule, NOW, first=first, date=date) == expected
