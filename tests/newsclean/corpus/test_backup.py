"""A backup of a live corpus is one moment of it, and a corpus at once."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, SiteFolder, StoredAs
from newsclean.corpus.check import check
from newsclean.corpus.folder import site_folders
from newsclean.corpus.store import Store
from newsclean.errors import UsageError
from tests.newsclean.corpus.stories import NOW, night, open_to_all, story

DAY = dt.timedelta(days=1)
WRITING = """
import datetime as dt, sys
from pathlib import Path
from newsclean.corpus import CorpusRun, SiteFolder
from tests.newsclean.corpus.stories import NOW, story
with CorpusRun(SiteFolder(Path(sys.argv[1])), now=NOW + dt.timedelta(days=1)) as run:
    number = 1
    while True:
        number += 1
        run.commit([story(number)])
        if number == 3:
            print("begun", flush=True)
"""


def backed_up(corpus: Path, target: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["corpus", "backup", str(target), "--corpus", str(corpus), *words])
    return result.exit_code, result.output


def test_backups_beside_a_run_pass_the_check_and_are_corpora_at_once(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "corpus" / "harbour")
    night(folder, story(1))
    with subprocess.Popen([sys.executable, "-c", WRITING, str(folder.path)], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            copies = [SiteFolder(tmp_path / f"copy{number}" / "harbour") for number in range(4)]
            for copy in copies:
                assert backed_up(folder.path.parent, copy.path.parent) == (0, "")
        finally:
            writer.kill()
    for copy in copies:
        assert [*check(copy)] == []
        with Store(copy.database, readonly=True) as store:
            number = store.count("articles")
        assert number >= 3
        with CorpusRun(copy, now=NOW + 2 * DAY) as run:
            assert run.notes == []
            results = run.commit([story(n) for n in (1, 2, 3)] + [story(number + 1)])
            assert [done.stored_as for done in results] == [StoredAs.SEEN] * 3 + [StoredAs.NEW]
        assert [*check(copy)] == []


def test_a_backup_of_one_site_goes_to_a_new_folder_only(tmp_path: Path) -> None:
    for site in ("harbour", "quay"):
        night(SiteFolder(tmp_path / "corpus" / site), story(1))
    target = tmp_path / "copy"
    assert backed_up(tmp_path / "corpus", target, "--site", "quay") == (0, "")
    assert [path.name for path in target.iterdir()] == ["quay"]
    status, told = backed_up(tmp_path / "corpus", target)
    assert (status, f"{target / 'quay'} is there already" in told) == (2, True)
    assert [path.name for path in target.iterdir()] == ["quay"]


def test_a_site_that_cannot_be_copied_does_not_keep_the_others_from_it(tmp_path: Path) -> None:
    for site in ("harbour", "quay"):
        night(SiteFolder(tmp_path / "corpus" / site), story(1))
    (tmp_path / "corpus" / "harbour" / "corpus.sqlite").write_bytes(b"no database" * 1000)
    status, told = backed_up(tmp_path / "corpus", tmp_path / "copy")
    assert (status, "harbour/corpus.sqlite is damaged" in told) == (4, True)
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["quay"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user who may only read")
@pytest.mark.parametrize(("changes", "status"), [(2, 0), (9, 4)])
def test_a_run_that_begins_while_the_database_is_copied_makes_it_begin_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: int, status: int
) -> None:
    night(SiteFolder(tmp_path / "corpus" / "harbour"), story(1))
    open_to_all(tmp_path)
    times = iter(range(changes))

    class Written(Store):
        def close(self) -> None:
            if self.path.is_relative_to(tmp_path / "corpus") and (number := next(times, None)) is not None:
                os.utime(self.path, (number, number))  # as a run does that begins now
            super().close()

    monkeypatch.setattr("newsclean.corpus.backup.Store", Written)
    os.setreuid(65534, -1)  # os.access() goes by this one
    try:
        result, told = backed_up(tmp_path / "corpus", tmp_path / "copy")
    finally:
        os.setreuid(0, -1)
    assert (result, "Read it again" in told) == (status, status == 4)
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["harbour"] * (status == 0)


LIMITED = """
import resource, sys
from newsclean.commands.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(["corpus", "backup", sys.argv[3], "--corpus", sys.argv[2]])
"""


@pytest.mark.parametrize(("limit", "named"), [(40_000, "corpus.sqlite cannot be written"), (200_000, "to {target}")])
def test_no_room_is_named_by_the_file_of_the_copy_and_leaves_none(tmp_path: Path, limit: int, named: str) -> None:
    folder, target = SiteFolder(tmp_path / "corpus" / "harbour"), tmp_path / "copy"
    night(folder, story(1))
    (archive,) = folder.archives()
    archive.write_bytes(archive.read_bytes() + bytes(300_000))
    with Store(folder.database) as store:
        store.ask("UPDATE files SET size = ?", archive.stat().st_size)
    command = [sys.executable, "-c", LIMITED, str(limit), str(folder.path.parent), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("newsclean: ")) == (4, 1)
    assert named.format(target=target) in done.stderr
    assert str(target) in done.stderr
    assert [*target.iterdir()] == []


KILLED = """
import os, signal, sys
import newsclean.corpus.backup as module
from newsclean.commands.cli import main
module.write_export = lambda *_: os.kill(os.getpid(), getattr(signal, sys.argv[1]))
main(["corpus", "backup", sys.argv[3], "--corpus", sys.argv[2]])
"""


@pytest.mark.parametrize(("signal", "left"), [("SIGTERM", 0), ("SIGKILL", 1)])
def test_a_backup_that_was_broken_off_is_never_taken_for_one(tmp_path: Path, signal: str, left: int) -> None:
    night(SiteFolder(tmp_path / "corpus" / "harbour"), story(1))
    target = tmp_path / "copy"
    command = [sys.executable, "-c", KILLED, signal, str(tmp_path / "corpus"), str(target)]
    assert subprocess.run(command, check=False).returncode in (143, -9)
    assert [path.name.partition("-")[0] for path in target.iterdir()] == [".unfinished"] * left
    with pytest.raises(UsageError, match="no site in this corpus"):
        site_folders(target)
    assert backed_up(tmp_path / "corpus", target) == (0, "")
    assert [*check(SiteFolder(target / "harbour"))] == []
