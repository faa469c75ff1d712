"""Records that wait until pipelines and feeds have taken them. Covers stored."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from newsclean.corpus import CorpusRun, SiteFolder
from newsclean.corpus.check import check
from newsclean.corpus.rebuild import rebuild
from newsclean.corpus.status import status_of
from tests.newsclean.corpus.stories import GOOD, NOW, article, cleaned, night, story

BOTH = ("pipelines", "feeds")


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    """Of three records, the first was taken before the run was killed, and this was written with the third."""
    folder = SiteFolder(tmp_path / "corpus" / "harbour")
    with CorpusRun(folder, now=NOW, takers=BOTH) as run:
        first, _ = run.commit([story(1), story(2)])
        assert first.number is not None
        run.settle(first.number, is_taken=True)
        (third,) = run.commit([story(3)])
        assert third.number is not None
        run.settle(third.number, is_taken=True)
    return folder


def waiting(folder: SiteFolder, *takers: str) -> list[int]:
    with CorpusRun(folder, takers=takers) as run:
        return [record.number for record in run.records(run.undelivered())]


def test_what_was_not_taken_waits_for_the_next_run_as_it_was_stored(folder: SiteFolder) -> None:
    with CorpusRun(folder, takers=BOTH) as run:
        second, third = run.records(run.undelivered())
        assert [second.article, third.article] == [article(2), article(3)]
        run.settle(second.number, is_taken=False)
        run.deliver()
        assert run.undelivered() == [third.number, second.number]  # one that fails keeps no other from its turn
        run.settle(third.number, is_taken=True)
        run.end(GOOD)
    assert status_of(folder).undelivered == {"pipelines feeds": 1}
    assert waiting(folder, *BOTH) == [second.number]
    assert [*check(folder)] == []


def test_a_record_is_not_handed_to_some_of_its_takers_only(folder: SiteFolder) -> None:
    assert waiting(folder) == waiting(folder, "pipelines") == waiting(folder, "feeds") == []
    assert len(waiting(folder, *BOTH, "more")) == 2


def test_each_revision_is_handed_out(folder: SiteFolder) -> None:
    later = NOW + dt.timedelta(days=1)
    with CorpusRun(folder, now=later, takers=BOTH) as run:
        run.commit([story(2, "The mayor has since objected to the vote, her office said.", later)])
        records = [record.article for record in run.records(run.undelivered())]
    assert [(record.url[-1], record.revision) for record in records] == [("2", 1), ("3", 1), ("2", 2)]


def test_without_takers_nothing_waits(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "corpus" / "harbour")
    (stored,) = night(folder, story(1))
    assert stored.number is None
    assert status_of(folder).undelivered == {}


def test_what_a_rebuild_recovers_counts_as_delivered(folder: SiteFolder) -> None:
    folder.database.unlink()
    assert rebuild(folder, cleaned, NOW).lost == []
    status = status_of(folder)
    assert (status.articles, status.undelivered) == (3, {})
