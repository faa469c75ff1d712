"""Who may only read a corpus can read it, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsclean.corpus import CorpusRun, SiteFolder
from newsclean.corpus.store import Store
from newsclean.errors import CorpusChanged
from tests.newsclean.corpus.stories import NOW, night, open_to_all, story

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user who may only read")

READER = """
import os, sys
from click.testing import CliRunner
from newsclean.commands.cli import main
def read(corpus):
    for words in (["corpus", "status"], ["corpus", "check"], ["export"]):
        done = CliRunner().invoke(main, [*words, "--corpus", corpus])
        told = (done.output, done.exception) if done.exit_code else ""
        yield f"{words[-1]} {done.exit_code} {done.output.count('Ferry number')} {told}"
list(read(sys.argv[2]))  # loads all modules, which that user may not read
os.setgroups([]); os.setgid(65534); os.setuid(65534)
print(*read(sys.argv[1]), sep=chr(10))
"""


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    folder = SiteFolder(tmp_path / "corpus" / "harbour")
    night(folder, story(1))
    open_to_all(tmp_path)
    return folder


def read(folder: SiteFolder) -> list[str]:
    before = sorted(folder.path.rglob("*"))
    other = folder.path.parents[1] / "other"
    shutil.copytree(folder.path.parent, other, dirs_exist_ok=True)
    command = [sys.executable, "-c", READER, str(folder.path.parent), str(other)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert sorted(folder.path.rglob("*")) == before
    return done.stdout.splitlines()


@as_root
def test_a_corpus_at_rest_beside_a_run_and_after_a_kill_is_read(folder: SiteFolder, tmp_path: Path) -> None:
    assert read(folder) == ["status 0 0 ", "check 0 0 ", "export 0 1 "]
    with CorpusRun(folder, now=NOW) as run:
        run.commit([story(2)])
        assert read(folder) == ["status 0 0 ", "check 0 0 ", "export 0 2 "]
        killed = SiteFolder(tmp_path / "killed" / "harbour")
        shutil.copytree(folder.path, killed.path)
    assert read(killed) == ["status 0 0 ", "check 0 0 ", "export 0 2 "]
    killed.database.with_name("corpus.sqlite-shm").unlink()
    assert read(killed) == ["status 0 0 ", "check 0 0 ", "export 0 2 "]


@as_root
def test_a_reader_leaves_no_log_in_a_folder_of_many(folder: SiteFolder) -> None:
    folder.path.chmod(0o777)  # its owner's next run could not write to another user's log
    assert read(folder) == ["status 0 0 ", "check 0 0 ", "export 0 1 "]


@as_root
def test_a_run_that_begins_beside_a_reader_is_no_damage(folder: SiteFolder) -> None:
    os.setreuid(65534, -1)  # os.access() goes by this one
    try:
        store = Store(folder.database, readonly=True)
    finally:
        os.setreuid(0, -1)
    data = folder.database.read_bytes()
    folder.database.write_bytes(data[:4096] + bytes(len(data) - 4096))  # as the midst of a checkpoint looks
    with pytest.raises(CorpusChanged, match="Read it again"):
        store.count("articles")
    with pytest.raises(CorpusChanged, match="Read it again"):
        store.close()


@as_root
def test_what_may_not_be_read_is_named(folder: SiteFolder) -> None:
    (export,) = folder.export_files()
    export.chmod(0o600)
    told = "\n".join(read(folder))
    assert f"{export}: it cannot be read: Permission denied" in told
    folder.database.chmod(0o600)
    told = "\n".join(read(folder))
    assert told.count("corpus.sqlite may not be read by this user") >= 2


def test_reading_leaves_nothing_beside_the_database(folder: SiteFolder) -> None:
    before = sorted(folder.path.rglob("*"))
    with Store(folder.database, readonly=True) as store:
        assert store.count("articles") == 1
    assert sorted(folder.path.rglob("*")) == before
