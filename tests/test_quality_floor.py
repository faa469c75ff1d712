"""No change makes records of our own fixture pages worse; the floor rises freely and is lowered only on demand.

Covers newsclean.body: what is taken of every fixture page.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import floor

HINT = (
    "Mend it; or, if the new records are right by docs/explanation/contract.md, correct the expected ones. "
    "Only a loss that is wanted is stored: python -m benchmarks.floor --update --lower, with the reason in the commit."
)


def test_quality_on_our_pages_is_not_below_the_floor() -> None:
    figures, wrong = floor.measure()
    fallen = floor.below(figures, json.loads(floor.FLOOR.read_text("utf-8")))
    assert not fallen, "\n".join(["Quality fell:", *fallen, "What is wrong:", *wrong, HINT])


def test_a_fixture_page_cannot_be_taken_away_unnoticed() -> None:
    stored = json.loads(floor.FLOOR.read_text("utf-8"))
    assert floor.below({**stored, "pages": stored["pages"] - 1}, stored)


def test_the_floor_rises_by_itself_and_is_lowered_only_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "floor.json"
    figures, _ = floor.measure()
    file.write_text(json.dumps({**figures, "titles": 0.5}), "utf-8")
    assert floor.main(["--update", "--floor", str(file)]) == 0
    assert json.loads(file.read_text("utf-8")) == figures

    higher = {**figures, "pages": figures["pages"] + 1}
    file.write_text(json.dumps(higher), "utf-8")
    assert floor.main(["--update", "--floor", str(file)]) == 1
    assert "--lower" in capsys.readouterr().err
    assert json.loads(file.read_text("utf-8")) == higher
    assert floor.main(["--update", "--lower", "--floor", str(file)]) == 0
    assert json.loads(file.read_text("utf-8")) == figures
