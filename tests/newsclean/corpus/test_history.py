"""What runs have left in the history, for people and for programs.

Covers verdicts, status, newsclean.commands.history, newsclean.commands.status and newsclean.commands.table.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, Ending, SiteFolder
from newsclean.corpus.verdicts import Gravity, verdict
from newsclean.spiders.run.status import RunStatus
from tests.newsclean.corpus.stories import GOOD, NOW, night, story

DAY = dt.timedelta(days=1)
FOUND_NONE = Ending("nothing-discovered", 3, "0 discovered, 0 new, 0 rejected, 0 failed.", {"discovered": 0, "new": 0})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two sites, one of which was killed in its last run and found nothing in the one before."""
    night(SiteFolder(tmp_path / "quay"), story(1))
    folder = SiteFolder(tmp_path / "harbour")
    night(folder, story(1), story(2))
    with CorpusRun(folder, now=NOW + DAY) as run:
        run.end(FOUND_NONE, NOW + DAY)
    with CorpusRun(folder, now=NOW + 2 * DAY) as run:
        run.commit([story(3)])
    folder.lock.write_text("")  # its holder is this process, which lives
    return tmp_path


def lines(root: Path, *arguments: str) -> list[str]:
    result = CliRunner().invoke(main, ["corpus", *arguments, "--corpus", str(root)])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_history_has_a_line_for_each_run_and_tells_of_a_killed_one_what_is_stored(root: Path) -> None:
    heading, *rows = lines(root, "history", "harbour")
    assert heading.split()[2:] == ["verdict", "found", "new", "revised", "rejected", "failed", "seconds", "sentence"]
    assert [row.split()[:8] for row in rows] == [
        ["2026-11-26", "02:15", "killed", "-", "1", "0", "0", "0"],
        ["2026-11-25", "02:15", "nothing-discovered", "0", "0", "-", "-", "-"],
        ["2026-11-24", "02:15", "good", "-", "2", "-", "-", "-"],
    ]
    assert rows[2].endswith(GOOD.sentence)
    assert len(lines(root, "history", "harbour", "--runs", "1")) == 2


def test_history_as_json_has_the_figures_of_the_log(root: Path) -> None:
    runs = [json.loads(line) for line in lines(root, "history", "harbour", "--json")]
    assert [run["verdict"] for run in runs] == ["killed", "nothing-discovered", "good"]
    assert (runs[0]["ended"], runs[0]["exit_status"], runs[0]["new"]) == (None, None, 1)
    assert (
        runs[1].items() >= {"site": "harbour", "run": "2026-11-25T021500Z", "exit_status": 3, "discovered": 0}.items()
    )


def test_a_run_under_way_is_running(root: Path) -> None:
    with CorpusRun(SiteFolder(root / "quay"), now=NOW + DAY):
        assert " running " in lines(root, "history", "quay")[1]


def test_status_has_the_worst_first_and_fits_a_terminal(root: Path) -> None:
    heading, *rows = lines(root, "status")
    assert [row.split()[0] for row in rows] == ["harbour", "quay"]
    assert rows[0].split()[-2:] == ["2026-11-26", "killed"]
    assert max(map(len, (heading, *rows))) <= 80


def test_status_as_json_has_a_line_for_each_site(root: Path) -> None:
    harbour, quay = (json.loads(line) for line in lines(root, "status", "--json"))
    assert (harbour["site"], harbour["articles"], harbour["verdict"]) == ("harbour", 3, "killed")
    assert (quay["waiting"], quay["reasons"], quay["last_run"]) == (0, [], "2026-11-24T02:15:00+00:00")


def test_every_word_by_which_a_run_ends_has_a_gravity_and_a_meaning() -> None:
    assert verdict(RunStatus.GOOD.word).gravity is Gravity.GOOD
    for status in RunStatus:
        assert "ended with" not in verdict(status.word).meaning, status
    assert verdict("of a later version").gravity is Gravity.NEEDS_A_LOOK
