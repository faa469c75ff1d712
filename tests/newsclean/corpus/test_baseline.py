"""Which figures are a break with earlier runs, and which are ordinary variation."""

from __future__ import annotations

from typing import Any

import pytest

from newsclean.corpus.baseline import breaks

WEEK = (93, 88, 97, 90, 41, 38, 95)  # articles: two of seven days are a weekend
TWO_WEEKS = [{"articles_a_day": number} for number in (*WEEK, *WEEK)]


@pytest.mark.parametrize(
    ("articles", "told"),
    [
        (0, ["0 new articles, where 90 is usual in the last 14 runs."]),
        (12, ["12 new articles, where 90 is usual in the last 14 runs."]),
        (38, []),  # a weekend
        (60, []),
        (400, []),  # an election: more is no harm
    ],
)
def test_fewer_articles_than_usual_are_reported_and_a_quiet_day_is_not(articles: int, told: list[str]) -> None:
    assert breaks({"articles_a_day": articles}, TWO_WEEKS) == told


def test_a_site_with_few_articles_per_day_is_broken_when_it_has_none() -> None:
    earlier = [{"articles_a_day": number} for number in (3, 1, 5, 2, 4, 1, 2)]
    assert breaks({"articles_a_day": 1}, earlier) == []
    assert len(breaks({"articles_a_day": 0}, earlier)) == 1
    assert breaks({"articles_a_day": 0}, [*earlier, *[{"articles_a_day": 0}] * 3]) == [], "it often has such days"


@pytest.mark.parametrize(
    ("name", "usual", "far", "near", "told"),
    [
        ("body_length", 2400, 700, 1800, "700 characters in the median body, where 2,400 is usual in the last 8 runs."),
        ("share_undated", 0.0, 0.5, 0.1, "50% of the articles without a date, where 0% is usual in the last 8 runs."),
        ("share_rejected", 0.1, 0.6, 0.2, "60% of the pages rejected, where 10% is usual in the last 8 runs."),
        ("share_failed", 0.02, 0.9, 0.05, "90% of the pages failed, where 2% is usual in the last 8 runs."),
    ],
)
def test_each_figure_has_its_limit(name: str, usual: float, far: float, near: float, told: str) -> None:
    earlier = [{name: usual}] * 8
    assert breaks({name: far}, earlier) == [told]
    assert breaks({name: near}, earlier) == []


def test_what_stays_broken_is_reported_for_some_nights_and_then_becomes_usual() -> None:
    history, told = list(TWO_WEEKS), 0
    for _ in range(10):
        told += len(breaks({"articles_a_day": 0}, history))
        history.insert(0, {"articles_a_day": 0})
    assert 3 <= told <= 6


def test_one_mad_night_does_not_move_what_is_usual() -> None:
    earlier = [{"share_rejected": share} for share in (0.1, 1.0, 0.1, 0.12, 0.08, 0.1, 0.1)]
    assert len(breaks({"share_rejected": 0.7}, earlier)) == 1


@pytest.mark.parametrize(
    "earlier",
    [
        [],
        [{"articles_a_day": 90}] * 6,
        [{"articles_a_day": None}] * 14,
        [{"body_length": 2000}] * 14,
    ],
)
def test_what_is_not_known_is_not_compared(earlier: list[dict[str, Any]]) -> None:
    assert breaks({"articles_a_day": 0, "body_length": None}, earlier) == []
