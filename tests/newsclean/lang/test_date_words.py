"""Words in dates: whose months count where, and how a zone is named."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from newsclean.lang.date_words import CLDR, month_named, zone_named


@pytest.mark.parametrize(
    ("name", "language", "month"),
    [
        ("listopad", "hr", 10),
        ("listopad", "pl", 11),
        ("listopad", None, 11),
        ("srp", "hr", 7),
        ("srp", "en", 8),
        ("desember", "zu", 12),  # read everywhere
        ("იანვარი", "ka", 1),
        ("იანვარი", None, None),  # Georgian is read on its own pages only
        ("novemba", "zu", 11),
        ("ag", "ca", 8),
        ("ag", "de", None),  # the end of a company's name
        ("nopember", "id", 11),  # ours, not CLDR's
        ("today", "en", None),
    ],
)
def test_the_pages_language_decides_what_a_month_is(name: str, language: str | None, month: int | None) -> None:
    assert month_named(name, language) == month


def test_every_language_of_cldr_reads_its_own_months() -> None:
    languages = json.loads(CLDR.read_text("utf-8"))
    entries = {
        code: entry["months"] for code, entry in languages.items() if isinstance(entry, dict) and "months" in entry
    }
    assert len(entries) > 100
    wrong = [
        (code, name)
        for code, months in entries.items()
        for number, names in enumerate(months, start=1)
        for name in names
        if month_named(name, code) != number and sum(name in other for other in months) == 1
    ]
    assert not wrong


def test_zones_have_the_names_that_pages_use() -> None:
    assert zone_named("wita") == dt.timezone(dt.timedelta(hours=8))
    assert zone_named("gmt") == dt.UTC
    assert str(zone_named("mesz")) == "Europe/Berlin"
    assert zone_named("ist") is None  # India, Israel or Ireland
