"""Lines that repeat on a site, over nights: the corpus remembers them, and no article is new because one went."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean import Article
from newsclean.commands.cli import main
from newsclean.corpus import FetchedPage, Outcome, SiteFolder, StoredAs, StoredOutcome
from newsclean.corpus.store import Store
from newsclean.workers.pool import Workers
from tests.newsclean.corpus.stories import NOW, night
from tests.newsclean.sites.outlet import article, page, paragraphs

NOTE = "Meridian belongs to its readers in Port Ellery and takes no money from any party or firm."
DAY = dt.timedelta(days=1)


def outcome(number: int, *more: str, note: str = NOTE) -> Outcome:
    fetched = page(number, [*paragraphs(number), *more, note])
    return FetchedPage(fetched, fetched.url).became(article(fetched))


def texts(stored: StoredOutcome) -> list[str]:
    assert stored.article is not None
    return stored.article.body.split("\n\n")


def two_nights(folder: SiteFolder) -> list[StoredOutcome]:
    return [*night(folder, *map(outcome, range(3))), *night(folder, *map(outcome, range(3, 6)), at=NOW + DAY)]


def command(*words: str | Path, workers: Workers | None = None) -> Result:
    done = CliRunner().invoke(main, [*map(str, words)], obj=workers)
    assert done.exit_code == 0, done.output
    return done


def test_a_note_goes_once_enough_nights_have_shown_it(tmp_path: Path) -> None:
    stored = two_nights(SiteFolder(tmp_path))
    assert [texts(one)[-1] == NOTE for one in stored] == [True] * 3 + [False] * 3
    assert texts(stored[5]) == paragraphs(5)


def test_an_article_that_is_fetched_again_is_no_revision_for_its_note(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path)
    two_nights(folder)
    again = [outcome(1), outcome(5), outcome(5, note=f"{NOTE} Join."), outcome(5, "The vote was repeated on Friday.")]
    stored = [night(folder, one, at=NOW + n * DAY)[0] for n, one in enumerate(again, start=2)]
    assert [one.stored_as for one in stored[:2]] == [StoredAs.SEEN] * 2
    assert stored[3].stored_as is StoredAs.REVISED
    assert texts(stored[3]) == [*paragraphs(5), "The vote was repeated on Friday."]


def test_reclean_mends_the_articles_of_the_first_nights(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "meridian")
    two_nights(folder)
    with Workers(1) as workers:
        lines = command("reclean", folder.path, workers=workers).stdout.splitlines()
    found = [Article.model_validate_json(line) for line in lines]
    assert [one.body.split("\n\n") for one in found] == [paragraphs(number) for number in range(6)]
    assert {one.revision for one in found} == {1}


def test_a_page_is_explained_with_what_the_corpus_has_learned(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "meridian")
    two_nights(folder)
    new = page(7, [*paragraphs(7), NOTE])
    file = tmp_path / "page.html"
    file.write_bytes(new.html if isinstance(new.html, bytes) else b"")
    shown = command("explain", file, "--url", new.url, "--lines-of", folder.path).stdout
    assert 'standing-line: stands_on "6 of 6 pages of this site"' in shown
    assert "standing-line" not in command("explain", file, "--url", new.url).stdout
    refused = CliRunner().invoke(main, ["explain", str(file), "--lines-of", str(tmp_path)])
    assert refused.exit_code == 2
    assert "not the folder of a site" in refused.output


def test_the_database_keeps_the_latest_articles_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsclean.corpus.imprints.WINDOW", 2)
    folder = SiteFolder(tmp_path)
    two_nights(folder)
    with Store(folder.database, readonly=True) as store:
        assert store.count("imprints") == 2
        assert store.count("articles") == 6
