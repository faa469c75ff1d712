"""A run on a corpus: what is written once, what comes again, what a killed run leaves.

Covers database, folder, outcomes and store.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from newsclean import Entry, Reason, Reject
from newsclean.corpus import CorpusRun, Outcome, SiteFolder, StoredAs, StoredOutcome
from newsclean.corpus.check import check
from newsclean.corpus.exports import write_export
from newsclean.corpus.store import Store
from newsclean.errors import CorpusError, CorpusInUse
from tests.newsclean.corpus.stories import GOOD, NOW, article, lines, night, story, url

ROOT = Path(__file__).parents[3]
DAY = dt.timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path / "corpus" / "harbour")


def kinds(results: list[StoredOutcome]) -> list[StoredAs]:
    return [result.stored_as for result in results]


def test_what_a_run_adds_is_a_file_with_a_manifest(folder: SiteFolder) -> None:
    assert kinds(night(folder, story(1), story(2))) == [StoredAs.NEW, StoredAs.NEW]
    (export,) = folder.export_files()
    assert export.name == "2026-11-24T021500Z.jsonl"
    assert lines(export) == [article(1), article(2)]
    manifest = json.loads((folder.exports / "2026-11-24T021500Z.manifest.json").read_bytes())
    assert manifest == {
        "run": "2026-11-24T021500Z",
        "started": "2026-11-24T02:15:00+00:00",
        "ended": "2026-11-24T02:20:00+00:00",
        "count": 2,
        "sha256": hashlib.sha256(export.read_bytes()).hexdigest(),
    }
    assert [*check(folder)] == []


def test_the_same_articles_on_the_next_night_write_nothing(folder: SiteFolder) -> None:
    night(folder, story(1))
    assert kinds(night(folder, story(1, at=NOW + DAY), at=NOW + DAY)) == [StoredAs.SEEN]
    assert len(folder.export_files()) == 1


def test_an_article_that_changed_is_a_new_record_with_the_same_id_and_the_next_revision(folder: SiteFolder) -> None:
    night(folder, story(1))
    (result,) = night(
        folder, story(1, "The mayor has since objected to the vote, her office said.", NOW + DAY), at=NOW + DAY
    )
    assert result.stored_as is StoredAs.REVISED
    assert result.article is not None
    assert (result.article.id, result.article.revision) == (article(1).id, 2)
    first, second = folder.export_files()
    assert [record.revision for path in (first, second) for record in lines(path)] == [1, 2]


def test_not_modified_keeps_the_record_and_its_next_visit(folder: SiteFolder) -> None:
    night(folder, story(1, again=NOW + DAY))
    with CorpusRun(folder, now=NOW + DAY) as run:
        assert run.store.due(NOW) == []
        (due,) = run.store.due(NOW + DAY)
        assert (due.url, due.validators.etag) == (url(1), '"1"')
        assert kinds(run.commit([Outcome(url(1), None, NOW + DAY)])) == [StoredAs.SEEN]
        assert run.store.due(NOW + 9 * DAY) == []


@pytest.mark.parametrize(
    "other",
    [
        "https://harbour.example/news/1?utm_source=feed&fbclid=x",
        "http://www.harbour.example/news/1/",
        "https://m.harbour.example/news/1",
        "https://amp.harbour.example/news/1",
        "https://harbour.example/amp/news/1",
        "https://harbour.example/news/1/amp",
        "https://harbour.example/news/1?page=all",
        "https://harbour.example/short/1",  # redirected
    ],
)
def test_the_same_story_under_another_address_is_not_requested_again(folder: SiteFolder, other: str) -> None:
    night(folder, replace(story(1), requested="https://harbour.example/short/1", aliases=(url(1),)))
    with CorpusRun(folder) as run:
        assert run.store.discover([Entry(url=other, source="feed")], NOW) == []


def test_the_same_story_under_a_new_address_is_not_a_revision(folder: SiteFolder) -> None:
    night(folder, story(1))
    again = story(1, "A line that only the print form of the page has, as print forms sometimes do.")
    again = replace(again, requested="https://harbour.example/print?id=1", fetched=None)
    assert kinds(night(folder, again, at=NOW + DAY)) == [StoredAs.SEEN]


def test_two_stories_whose_pages_name_one_canonical_address_are_two_records(folder: SiteFolder) -> None:
    wrong = {"id": article(9).id, "canonical_url": url(9)}
    one, two = (Outcome(url(n), article(n).model_copy(update=wrong), NOW) for n in (1, 2))
    assert kinds(night(folder, one, two)) == [StoredAs.NEW, StoredAs.NEW]
    assert kinds(night(folder, one, two, at=NOW + DAY)) == [StoredAs.SEEN, StoredAs.SEEN]


def test_links_that_were_found_and_not_fetched_wait_for_the_next_run(folder: SiteFolder) -> None:
    entries = [Entry(url=url(n), source="feed", title="Ferry") for n in (1, 2, 3)]
    with CorpusRun(folder, now=NOW) as run:
        assert run.store.discover(entries, NOW) == entries
        run.commit([story(2)])
    with CorpusRun(folder, now=NOW + DAY) as run:
        assert [left.entry for left in run.store.waiting()] == [entries[0], entries[2]]
        assert run.store.discover(entries, NOW) == [entries[0], entries[2]]


def test_a_page_that_gave_no_record_is_seen_and_its_reject_is_kept(folder: SiteFolder) -> None:
    reject = Reject(url=url(1), reason=Reason.NO_TITLE, detail="no heading", fetched_at=NOW)
    assert kinds(night(folder, Outcome(url(1), reject, NOW))) == [StoredAs.REJECTED]
    with Store(folder.database, readonly=True) as store:
        assert store.is_seen(url(1))
        assert store.count("rejects") == 1
    assert folder.export_files() == []


def test_an_export_is_made_again_byte_for_byte(folder: SiteFolder) -> None:
    night(folder, story(1), story(2))
    before = {path.name: path.read_bytes() for path in folder.exports.iterdir()}
    for path in folder.exports.iterdir():
        path.unlink()
    with Store(folder.database) as store:
        write_export(store, folder, store.runs()[0])
    assert {path.name: path.read_bytes() for path in folder.exports.iterdir()} == before


def test_a_clock_set_back_never_reuses_a_name(folder: SiteFolder) -> None:
    night(folder, story(1))
    night(folder, story(2))
    night(folder, story(3), at=NOW - DAY)
    assert [path.name for path in folder.export_files()] == [
        "2026-11-23T021500Z.jsonl",
        "2026-11-24T021500-2Z.jsonl",
        "2026-11-24T021500Z.jsonl",
    ]
    assert [*check(folder)] == []


WRITER = """
import sys, datetime as dt
from pathlib import Path
from newsclean.corpus import CorpusRun, SiteFolder
from tests.newsclean.corpus.stories import story
with CorpusRun(SiteFolder(Path(sys.argv[1]))) as run:
    print("ready", flush=True)
    for n in range(int(sys.argv[2]), 100000, 3):
        run.commit([story(n + k) for k in range(3)])
        print(n, flush=True)
"""


def writer(folder: SiteFolder, start: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, str(folder.path), str(start)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_kill_9_loses_nothing_that_was_acknowledged_and_writes_nothing_twice(folder: SiteFolder) -> None:
    acknowledged = 0
    for batches in (1, 4, 2):
        process = writer(folder, acknowledged)
        assert process.stdout is not None
        for _ in range(batches):
            acknowledged = int(process.stdout.readline()) + 3
        process.send_signal(signal.SIGKILL)
        acknowledged += 3 * len(process.stdout.read().splitlines())
        process.wait()
        process.stdout.close()
    night(folder)
    ids = [record.id for path in folder.export_files() for record in lines(path)]
    assert len(ids) == len(set(ids))
    assert {article(n).id for n in range(acknowledged)} <= set(ids)
    assert len(ids) <= acknowledged + 3  # a batch may be committed and its acknowledgement lost
    assert [*check(folder)] == []


def test_a_torn_end_of_the_archive_is_cut_off_and_the_complete_pages_before_it_stay(folder: SiteFolder) -> None:
    night(folder, story(1))
    (archive,) = folder.archives()
    whole = archive.read_bytes()
    archive.write_bytes(whole + whole + whole[:100])
    night(folder, story(2), at=NOW + DAY)
    assert archive.read_bytes().startswith(whole + whole)
    assert not archive.read_bytes().startswith(whole + whole + whole[:100])
    assert [*check(folder)] == []


def test_check_finds_nothing_wrong_while_a_run_writes(folder: SiteFolder) -> None:
    night(folder, story(1))
    process = writer(folder, 100)
    try:
        assert process.stdout is not None
        for _ in range(5):
            process.stdout.readline()
            assert [*check(folder)] == []
    finally:
        process.kill()
        process.communicate()


def test_a_second_run_is_refused_and_names_the_holder_of_the_site(folder: SiteFolder) -> None:
    process = writer(folder, 0)
    try:
        with pytest.raises(CorpusInUse, match=rf"in use: a crawl, process {process.pid} on .+, since 20") as refused:
            CorpusRun(folder)
        assert refused.value.exit_status == 5
    finally:
        process.kill()
        process.communicate()
    CorpusRun(folder).close()  # a dead holder blocks nobody


def write_on(run: CorpusRun) -> None:
    for n in range(2, 400):
        run.commit([story(n)])


def test_a_full_disk_is_reported_in_a_sentence_and_what_was_committed_is_safe(folder: SiteFolder) -> None:
    night(folder, story(1))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    limit = max(path.stat().st_size for path in folder.path.rglob("*") if path.is_file())
    with CorpusRun(folder, now=NOW + DAY) as run:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit + 20_000, before[1]))
        try:
            with pytest.raises(CorpusError, match="cannot be written") as failed:
                write_on(run)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert failed.value.exit_status == 4
        run.commit([story(1000)])  # there is room again
        run.end(GOOD)
    assert [*check(folder)] == []


def test_a_full_disk_leaves_no_partial_page_in_the_archive(folder: SiteFolder) -> None:
    night(folder, story(1))
    (archive,) = folder.archives()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with CorpusRun(folder, now=NOW + DAY) as run:
        size = archive.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, before[1]))
        try:
            with pytest.raises(CorpusError, match=r"warc\.gz cannot be written: File too large"):
                run.commit([story(2)])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert archive.stat().st_size == size
        assert kinds(run.commit([story(2)])) == [StoredAs.NEW]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(folder: SiteFolder) -> None:
    folder.path.parent.mkdir(mode=0o500)
    with pytest.raises(CorpusError, match="cannot be made: Permission denied"):
        CorpusRun(folder)


def test_a_lost_database_is_not_silently_recreated(folder: SiteFolder) -> None:
    night(folder, story(1))
    folder.database.unlink()
    with pytest.raises(CorpusError, match=r"is missing.*corpus check --rebuild"):
        CorpusRun(folder)


def test_the_archive_can_be_switched_off(folder: SiteFolder) -> None:
    assert kinds(night(folder, story(1), archive=False)) == [StoredAs.NEW]
    assert folder.archives() == []
    assert [*check(folder)] == []
