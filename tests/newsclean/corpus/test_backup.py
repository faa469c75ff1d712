"""A backup of a live corpus is one moment of it, and a corpus at once."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, SiteFolder, StoredAs
from newsclean.corpus.check import check
from newsclean.corpus.store import Store
from tests.newsclean.corpus.stories import NOW, night, story

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
    assert (status, "is not an empty folder" in told) == (2, True)
