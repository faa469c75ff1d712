"""Damage is named with its file and position, and repaired from what is left.

Covers archive, lock, prune, rebuild, status and newsclean.commands.corpus.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, FetchedPage, SiteFolder, StoredAs
from newsclean.corpus.archive import archived_page
from newsclean.corpus.check import check
from newsclean.corpus.lock import locked
from newsclean.corpus.prune import prune
from newsclean.corpus.rebuild import RebuildReport, rebuild
from newsclean.corpus.store import Store
from newsclean.errors import CorpusInUse
from tests.newsclean.corpus.stories import NOW, article, cleaned, html, lines, night, page, story, url

DAY = dt.timedelta(days=1)
LISTING = b"<html><body><ul><li><a href=/1>One</a></li><li><a href=/2>Two</a></li></ul></body></html>"


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    """Two nights: two articles, then a third, a changed first one and a page that is none."""
    folder = SiteFolder(tmp_path / "corpus" / "harbour")
    night(folder, story(1), story(2))
    listing = page(7).model_copy(update={"html": LISTING})
    (reject,) = cleaned([listing])
    none = FetchedPage(listing, url(7)).became(reject)
    night(folder, story(3), story(1, "The mayor has since objected to the vote.", NOW + DAY), none, at=NOW + DAY)
    return folder


def found(folder: SiteFolder) -> list[str]:
    return [str(problem).replace(f"{folder.path}/", "") for problem in check(folder)]


def run(*words: str, folder: SiteFolder) -> Result:
    return CliRunner().invoke(main, [*words, "--corpus", str(folder.path.parent)])


def state(folder: SiteFolder) -> dict[str, list[tuple[object, ...]]]:
    """All that a user would miss, as rows."""
    with Store(folder.database, readonly=True) as store:
        return {
            "articles": store.ask("SELECT id, revision, content_hash, line FROM articles ORDER BY id, revision"),
            "places": store.ask(
                'SELECT a.id, a.revision, p.file, p."offset" FROM articles a JOIN pages p ON p.number = a.page '
                "ORDER BY a.id, a.revision"
            ),
            "rejects": store.ask("SELECT url, reason FROM rejects"),
            "urls": store.ask("SELECT key, state, story, etag FROM urls WHERE state != 'discovered' ORDER BY key"),
            "runs": store.ask("SELECT name, started, ended FROM runs ORDER BY name"),
        }


def exports(folder: SiteFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.exports.iterdir() if path.suffix in (".jsonl", ".json")}


def again(folder: SiteFolder) -> RebuildReport:
    return rebuild(folder, cleaned, NOW + 9 * DAY)


def test_a_sound_corpus_passes_the_check(folder: SiteFolder) -> None:
    result = run("corpus", "check", folder=folder)
    assert (result.exit_code, result.stdout) == (0, "harbour: no problems\n")


def test_rotten_bytes_in_the_archive_are_named_with_file_and_byte(folder: SiteFolder) -> None:
    (archive,) = folder.archives()
    data = bytearray(archive.read_bytes())
    with Store(folder.database) as store:
        offset = store.ask('SELECT "offset" FROM pages WHERE url = ?', url(2))[0][0]
    data[offset + 200 : offset + 240] = bytes(40)
    archive.write_bytes(data)
    broken, lost = found(folder)
    assert broken.startswith(f"pages/2026-11-001.warc.gz, byte {offset}: the gzip data is broken")
    assert lost == f"pages/2026-11-001.warc.gz, byte {offset}: the page of {url(2)} cannot be read"
    assert run("corpus", "check", folder=folder).exit_code == 1


def test_one_flipped_bit_is_noticed_wherever_it_is(folder: SiteFolder) -> None:
    (archive,) = folder.archives()
    whole = archive.read_bytes()
    heads = [match.start() for match in re.finditer(b"\x1f\x8b\x08", whole)]
    silent = {head + at for head in heads for at in range(4, 10)}  # gzip's notes of time and system, of no use here
    for at in {*range(0, len(whole), 101), *heads} - silent:
        archive.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert found(folder), at


def test_a_page_of_another_address_is_named(folder: SiteFolder) -> None:
    with Store(folder.database) as store:
        offset = store.ask('SELECT "offset" FROM pages WHERE url = ?', url(2))[0][0]
        store.ask("UPDATE pages SET url = ? WHERE url = ?", url(9), url(2))
    where = f"pages/2026-11-001.warc.gz, byte {offset}"
    assert found(folder) == [f"{where}: the page at this position is of {url(2)}, not of {url(9)}"]


def test_addresses_that_a_warc_file_can_only_hold_escaped_are_no_problem(folder: SiteFolder) -> None:
    asked = [
        url(8) + "/\u00fc\u4e2d",
        url(8) + "/\u2028a\tb",
        url(8) + "/c d ",
        "https://www.harbour.example/redirected",
    ]
    for number, requested in enumerate(asked, start=20):
        night(folder, FetchedPage(page(number), requested).became(article(number)))
    assert found(folder) == []


def test_a_cut_off_archive_is_named_with_the_pages_lost(folder: SiteFolder) -> None:
    (archive,) = folder.archives()
    archive.write_bytes(archive.read_bytes()[:-50])
    assert found(folder)[0] == "pages/2026-11-001.warc.gz: 50 bytes are missing at its end"
    assert found(folder)[1].endswith("the record is cut off")
    archive.unlink()
    assert found(folder) == ["pages/2026-11-001.warc.gz: the file is missing, and 5 pages with it"]


def test_an_export_that_was_edited_or_deleted_is_named_and_made_again(folder: SiteFolder) -> None:
    before = exports(folder)
    first, second = folder.export_files()
    first.write_bytes(first.read_bytes().replace(b"ferry", b"FERRY"))
    second.unlink()
    problems = found(folder)
    assert problems[0] == f"exports/{first.name}: it was changed after it was written: 2 lines, and the manifest says 2"
    assert problems[1].startswith(f"exports/{second.name}: the export is missing: 2 records")
    assert again(folder).lost == []
    assert found(folder) == []
    assert {name: exports(folder)[name] for name in before} == before


def damage_missing(path: Path) -> None:
    path.unlink()


def damage_empty(path: Path) -> None:
    path.write_bytes(b"")


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_head(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def damage_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 40] = b"\xa5" * 40
    path.write_bytes(data)


def damage_other_file(path: Path) -> None:
    path.write_bytes(b"another file altogether\n" * 300)


DAMAGES = [damage_missing, damage_empty, damage_cut, damage_head, damage_middle, damage_other_file]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_lost_or_broken_database_is_named_and_fully_recovered(damage: object, folder: SiteFolder) -> None:
    state_before, exports_before = state(folder), exports(folder)
    damage(folder.database)  # type: ignore[operator]  # one of DAMAGES
    assert any("corpus.sqlite" in problem for problem in found(folder))
    told = again(folder)
    assert told.lost == []
    assert any(sentence.startswith("links found and not yet fetched") for sentence in told.done)
    assert found(folder) == []
    assert exports(folder) == exports_before
    assert state(folder) == state_before
    assert {result.stored_as for result in night(folder, story(1, "The mayor has since objected to the vote."))} == {
        StoredAs.SEEN
    }


def test_records_of_a_killed_run_are_recovered_from_the_archive_alone(folder: SiteFolder) -> None:
    with CorpusRun(folder, now=NOW + 2 * DAY) as killed:
        killed.commit([story(4, at=NOW + 2 * DAY)])
    folder.database.unlink()
    told = again(folder)
    assert any("1 records, 0 revisions and 1 rejects recovered by cleaning" in sentence for sentence in told.done)
    assert found(folder) == []
    assert [record.id for record in lines(folder.export_files()[-1])] == [article(4).id]


def test_what_could_not_be_recovered_is_reported(folder: SiteFolder) -> None:
    first, _ = folder.export_files()
    first.write_bytes(first.read_bytes()[:-300])
    (archive,) = folder.archives()
    archive.write_bytes(archive.read_bytes()[:-50])
    folder.database.unlink()
    lost = again(folder).lost
    assert any("1 records were taken as they are, 1 lines are not records" in sentence for sentence in lost)
    assert any(sentence.endswith("the record is cut off; the pages in it are lost") for sentence in lost)
    with Store(folder.database, readonly=True) as store:
        assert store.count("articles") == 4  # the second one was cleaned again from its page
    assert found(folder) == []


def test_memory_is_that_of_a_few_pages_however_many_there_are(folder: SiteFolder) -> None:
    large = [page(n).model_copy(update={"html": html(n) + b" " * 2**21}) for n in range(20, 35)]
    night(folder, *(FetchedPage(one, one.url).became(article(n)) for n, one in enumerate(large, start=20)))
    export = folder.export_files()[-1]
    export.write_bytes(export.read_bytes() + (b'{"text": "' + b"x" * 2**20 + b'"}\n') * 30)
    folder.database.rename(folder.path / "lost.sqlite")
    tracemalloc.start()
    try:
        assert len(found(folder)) == 2
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**21
        export.write_bytes(b"".join(export.read_bytes().splitlines(keepends=True)[:15]))
        tracemalloc.reset_peak()
        again(folder)
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**21
    finally:
        tracemalloc.stop()
    assert found(folder) == []


def test_a_rebuild_waits_for_nobody_who_holds_the_site(folder: SiteFolder) -> None:
    with locked(folder.lock, "a crawl"), pytest.raises(CorpusInUse):
        again(folder)


def test_the_command_rebuilds_with_workers_and_says_what_it_did(folder: SiteFolder) -> None:
    folder.database.unlink()
    result = run("corpus", "check", "--rebuild", folder=folder)
    assert result.exit_code == 0, result.output
    assert "links found and not yet fetched" in result.stdout
    assert "2 records taken" in result.stdout
    assert run("corpus", "check", folder=folder).exit_code == 0


def test_status_shows_each_site_and_names_one_that_is_broken(folder: SiteFolder) -> None:
    shutil.copytree(folder.path, folder.path.parent / "broken")
    (folder.path.parent / "broken" / "corpus.sqlite").unlink()
    result = run("corpus", "status", folder=folder)
    assert result.exit_code == 4
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("harbour")]
    assert line.split()[1:4] == ["3", "0", "0"]
    assert line.endswith("2026-11-25  good")
    assert "broken/corpus.sqlite is missing" in result.stderr


def test_pages_are_pruned_file_by_file_and_check_accepts_it(folder: SiteFolder) -> None:
    night(folder, story(5, at=NOW + 30 * DAY), at=NOW + 30 * DAY)
    november, december = folder.archives()
    with CorpusRun(folder, now=NOW):
        result = run("corpus", "prune", "--pages-older-than", "0d", folder=folder)
        assert result.exit_code == 5
        assert "is in use: a crawl" in result.stderr
    assert prune(folder, NOW + 10 * DAY, NOW + 31 * DAY).files == (november.name,)
    assert folder.archives() == [december]
    assert found(folder) == []
    with Store(folder.database, readonly=True) as store:
        assert store.count("articles") == 5
    night(folder, story(6, at=NOW), at=NOW + 31 * DAY)
    assert [path.name for path in folder.archives()] == ["2026-11-002.warc.gz", december.name]
    assert found(folder) == []


def test_an_invalid_age_is_reported(folder: SiteFolder) -> None:
    result = run("corpus", "prune", "--pages-older-than", "old", folder=folder)
    assert (result.exit_code, "is not a number of days; use one like 90d" in result.stderr) == (2, True)


def test_a_page_comes_out_of_the_archive_as_it_went_in(folder: SiteFolder) -> None:
    whole = page(8).model_copy(update={"single_page": b"<p>all of it</p>", "html": "text \u2028 of a page"})
    fetched = FetchedPage(whole, "https://harbour.example/8", single_page_url=url(8) + "?page=all")
    night(folder, fetched.became(article(8)))
    with Store(folder.database, readonly=True) as store:
        file, offset = store.ask('SELECT file, "offset" FROM pages ORDER BY number DESC')[0]
    back = archived_page(folder, file, offset)
    assert isinstance(back, FetchedPage)
    assert back.page == whole.model_copy(update={"html": "text \u2028 of a page".encode()})
    assert (back.requested, back.single_page_url) == ("https://harbour.example/8", url(8) + "?page=all")


def test_the_pages_of_an_article_come_out_of_the_archive_in_their_order(folder: SiteFolder) -> None:
    split = page(8).model_copy(update={"further_pages": (b"<p>page 2</p>", b"<p>page 3</p>"), "is_cut": True})
    fetched = FetchedPage(split, url(8), further_urls=(url(8) + "/2", url(8) + "/3"))
    night(folder, fetched.became(article(8)), story(9))
    with Store(folder.database, readonly=True) as store:
        file, offset = store.ask('SELECT file, "offset" FROM pages ORDER BY number DESC')[1]
    back = archived_page(folder, file, offset)
    assert isinstance(back, FetchedPage)
    assert back.page == split
    assert back.further_urls == fetched.further_urls
    assert found(folder) == []


def test_a_rebuilt_database_knows_the_last_page_with_all_its_parts(folder: SiteFolder) -> None:
    split = page(8).model_copy(update={"further_pages": (b"<p>page 2</p>",)})
    night(folder, FetchedPage(split, url(8), further_urls=(url(8) + "/2",)).became(article(8)))
    folder.database.unlink()
    assert "pages; " in run("corpus", "check", "--rebuild", folder=folder).stdout
    assert found(folder) == []
