"""A corpus that an earlier version wrote opens, is sound, and goes on: schema, archive, exports and store together."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsclean import Article, clean
from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, Outcome, SiteFolder
from newsclean.corpus.check import check
from newsclean.corpus.store import Store
from newsclean.corpus.warc_pages import Tally, pages_of
from newsclean.spiders.demo.server import DemoSite
from tests.crawls import ROOT, crawl
from tests.newsclean.corpus.stories import GOOD

PORT = 8471  # the corpora know the demo site by it
ARTICLES = 24


@pytest.fixture(params=sorted(path.name for path in (ROOT / "fixtures" / "corpus").iterdir() if path.is_dir()))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> SiteFolder:
    """A copy, for even reading a database makes files beside it."""
    shutil.copytree(ROOT / "fixtures" / "corpus" / request.param, tmp_path / "corpus")
    return SiteFolder(tmp_path / "corpus" / "demo")


@pytest.fixture
def site() -> Iterator[str]:
    try:
        server = DemoSite(port=PORT)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        pytest.skip(f"another program has port {PORT}")
    with server:
        yield server.url


def export_of(folder: SiteFolder) -> bytes:
    return CliRunner().invoke(main, ["export", "--corpus", str(folder.path.parent)]).stdout_bytes


def test_it_is_sound_and_exports_the_lines_it_was_exported_as(folder: SiteFolder) -> None:
    (run,) = folder.export_files()
    assert list(check(folder)) == []
    assert export_of(folder) == run.read_bytes()
    assert export_of(folder).count(b"\n") == ARTICLES


def test_its_archived_pages_are_all_known_to_the_next_run(folder: SiteFolder) -> None:
    pages = [page for path in folder.archives() for page in pages_of(path, Tally())]
    with CorpusRun(folder) as run:
        assert all(run.store.is_seen(page.url) for page in pages)
        outcomes = [clean(page) for page in pages]  # type: ignore[arg-type]  # all can be decoded
        assert sum(isinstance(outcome, Article) for outcome in outcomes) == ARTICLES
        for outcome in outcomes:
            run.commit([Outcome(outcome.url, outcome, outcome.fetched_at)])
        run.end(GOOD)
        assert len(run.store.runs()) == 2
        assert run.store.count("articles", "revision = 1") == ARTICLES
    assert list(check(folder)) == []


def test_status_reads_it_as_it_is(folder: SiteFolder) -> None:
    result = CliRunner().invoke(main, ["corpus", "status", "--corpus", str(folder.path.parent)])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1].split()[:4] == ["demo", str(ARTICLES), "0", "0"]


def test_a_crawl_of_the_same_site_adds_nothing_to_it(folder: SiteFolder, site: str, tmp_path: Path) -> None:
    with closing(Store(folder.database)) as store:
        store.ask("UPDATE urls SET again = NULL")  # which of them are due depends on the day this test runs
    before = export_of(folder)
    found = crawl(tmp_path, "demo", "-a", f"url={site}", NEWSCLEAN_CORPUS=str(folder.path.parent))
    assert found.status == 0, found.log
    assert found.figures["discovered"] > ARTICLES
    assert (found.figures["pages"], found.figures["new"], found.figures["revised"]) == (0, 0, 0)
    assert found.records == []
    assert export_of(folder) == before
    assert len(folder.export_files()) == 1
    assert list(check(folder)) == []
