"""A harmed corpus is told apart from a new one, and nothing is fetched or exported twice because of it.

Covers accepted, archive and rebuild.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean import Entry
from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, SiteFolder, StoredAs
from newsclean.corpus.check import check
from newsclean.corpus.store import Store
from newsclean.errors import CorpusError
from tests.newsclean.corpus.stories import GOOD, NOW, lines, night, story, url

DAY = dt.timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    folder = SiteFolder(tmp_path / "corpus" / "harbour")
    night(folder, story(1), story(2))
    return folder


def run(*words: str, folder: SiteFolder) -> Result:
    return CliRunner().invoke(main, [*words, "--corpus", str(folder.path.parent)])


def exported(folder: SiteFolder) -> Counter[str]:
    return Counter(record.url for path in folder.export_files() for record in lines(path))


def problems(folder: SiteFolder) -> list[str]:
    return [str(problem).replace(f"{folder.path}/", "") for problem in check(folder)]


def without_log(folder: SiteFolder, *, ended: bool) -> None:
    """A second run that was killed, its export written by the next or not, and then SQLite's log deleted."""
    kept = folder.path.parent.parent / "kept.sqlite"
    shutil.copy(folder.database, kept)
    with CorpusRun(folder, now=NOW + DAY) as killed:
        killed.commit([story(3, at=NOW + DAY), story(4, at=NOW + DAY)])
        if ended:
            killed.end(GOOD, NOW + DAY)
    if not ended:
        CorpusRun(folder, now=NOW + 2 * DAY).close()
    shutil.move(kept, folder.database)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def garble(path: Path) -> None:
    path.write_bytes(b"another file altogether\n" * 300)


@pytest.mark.parametrize("harm", [Path.unlink, empty, cut, garble])
def test_a_run_on_a_harmed_database_refuses_and_a_rebuild_mends_it(
    harm: Callable[[Path], None], folder: SiteFolder
) -> None:
    harm(folder.database)
    with pytest.raises(CorpusError, match="newsclean corpus check --rebuild") as caught:
        CorpusRun(folder, now=NOW + DAY)
    assert caught.value.exit_status == 4
    assert run("corpus", "check", "--rebuild", folder=folder).exit_code == 0
    assert {done.stored_as for done in night(folder, story(1), story(2), at=NOW + DAY)} == {StoredAs.SEEN}
    assert set(exported(folder).values()) == {1}
    assert problems(folder) == []


def test_what_an_earlier_version_fetched_again_is_mended_by_a_rebuild(folder: SiteFolder) -> None:
    (export,) = folder.export_files()
    kept = {path: path.read_bytes() for path in folder.exports.iterdir()}
    shutil.rmtree(folder.path)
    night(folder, story(1, at=NOW + DAY), story(2, at=NOW + DAY), at=NOW + DAY)
    for path, data in kept.items():
        path.write_bytes(data)
    assert problems(folder) == [f"exports/{export.name}: the database has no such run"]
    result = run("corpus", "check", "--rebuild", folder=folder)
    assert (result.exit_code, problems(folder)) == (0, []), result.output
    assert set(exported(folder).values()) == {1}


@pytest.mark.parametrize("ended", [True, False])
def test_records_that_a_lost_log_held_are_taken_back_from_their_export(folder: SiteFolder, ended: bool) -> None:
    without_log(folder, ended=ended)
    before = {path.name: path.read_bytes() for path in folder.exports.iterdir()}
    with CorpusRun(folder, now=NOW + 3 * DAY) as again:
        (note,) = again.notes
        assert "2 were taken back from the export" in note
        todo = again.store.discover([Entry(url=url(n), source="feed") for n in range(1, 6)], NOW + 3 * DAY)
        assert [entry.url for entry in todo] == [url(5)]
        again.commit([story(n, at=NOW + 3 * DAY) for n in range(1, 6)])
        again.end(GOOD, NOW + 3 * DAY)
    assert exported(folder) == Counter({url(n): 1 for n in range(1, 6)})
    assert {name: (folder.exports / name).read_bytes() for name in before} == before
    assert problems(folder) == []
    with CorpusRun(folder, now=NOW + 4 * DAY) as later:
        assert later.notes == []


def test_a_record_that_can_no_longer_be_read_keeps_no_run_from_its_beginning(folder: SiteFolder) -> None:
    without_log(folder, ended=True)
    with Store(folder.database) as store:
        store.ask("UPDATE articles SET line = '{' WHERE number = 1")
    with CorpusRun(folder, now=NOW + 3 * DAY) as again:
        (note,) = again.notes
    assert "2 were taken back from the export" in note


def test_an_export_of_another_corpus_is_not_taken(folder: SiteFolder, tmp_path: Path) -> None:
    other = SiteFolder(tmp_path / "other" / "quay")
    foreign = story(7)
    assert foreign.result is not None
    night(
        other, type(foreign)(foreign.requested, foreign.result.model_copy(update={"site": "quay"}), NOW), at=NOW + DAY
    )
    for path in other.exports.iterdir():
        shutil.copy(path, folder.exports)
    with CorpusRun(folder, now=NOW + 2 * DAY) as again:
        assert "it has records of quay" in again.notes[0]
        assert not again.store.is_seen(url(7))
    (problem,) = problems(folder)
    assert problem.endswith("the database has no such run")
    accepted = run("corpus", "check", "--accept", folder=folder)
    assert (accepted.exit_code, accepted.stdout.splitlines()[-1]) == (0, "harbour: no problems, 1 accepted")


def test_pages_are_not_appended_to_a_file_that_lost_its_end(folder: SiteFolder) -> None:
    (archive,) = folder.archives()
    archive.write_bytes(archive.read_bytes()[:-50])
    lost = problems(folder)
    for at, n in ((DAY, 3), (2 * DAY, 4)):
        with CorpusRun(folder, now=NOW + at) as again:
            assert len(again.notes) == (n == 3)  # it is said once
            again.commit([story(n, at=NOW + at)])
            again.end(GOOD, NOW + at)
    assert [path.name for path in folder.archives()] == [archive.name, "2026-11-002.warc.gz"]
    assert exported(folder) == Counter({url(n): 1 for n in range(1, 5)})
    assert problems(folder) == lost


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-50])])
def test_lost_pages_are_accepted_once_and_new_losses_are_told(harm: Callable[[Path], None], folder: SiteFolder) -> None:
    night(folder, story(3, at=NOW + 30 * DAY), at=NOW + 30 * DAY)
    november, december = folder.archives()
    harm(november)
    assert run("corpus", "check", folder=folder).exit_code == 1
    assert run("corpus", "check", "--accept", folder=folder).exit_code == 0
    result = run("corpus", "check", folder=folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("harbour: no problems, ")
    december.unlink()
    result = run("corpus", "check", folder=folder)
    assert (result.exit_code, "the file is missing, and 1 pages" in result.stdout) == (1, True)


def test_what_a_rebuild_mends_is_not_accepted(folder: SiteFolder) -> None:
    (export,) = folder.export_files()
    export.unlink()
    assert run("corpus", "check", "--accept", folder=folder).exit_code == 1
    assert run("corpus", "check", "--rebuild", folder=folder).exit_code == 0
    assert exported(folder) == Counter({url(1): 1, url(2): 1})


CHURN = """
import datetime as dt, sys
from pathlib import Path
from newsclean.corpus import SiteFolder
from newsclean.corpus.prune import prune
from tests.newsclean.corpus.stories import NOW, night, story
folder = SiteFolder(Path(sys.argv[1]))
print("begun", flush=True)
for number in range(8):
    at = NOW + dt.timedelta(days=32 * (number + 1))
    night(folder, story(1, f"Something else was said on day {number} of the quarrel about the ferry.", at), at=at)
    prune(folder, at, at)
"""


@pytest.mark.slow
def test_check_beside_runs_and_prunes_gives_no_false_alarm(folder: SiteFolder) -> None:
    command = [sys.executable, "-c", CHURN, str(folder.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
        looks = 0
        while other.poll() is None:
            assert problems(folder) == []
            looks += 1
    assert other.returncode == 0
    assert looks
    assert problems(folder) == []
    with Store(folder.database, readonly=True) as store:
        assert store.count("files", "pruned IS NOT NULL") > 3
