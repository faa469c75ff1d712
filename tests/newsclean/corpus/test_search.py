"""A person looks something up: in several languages, without learning a syntax.

Covers query and newsclean.commands.search.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean import Article
from newsclean.commands.cli import main
from newsclean.corpus import CorpusRun, Outcome, SiteFolder
from newsclean.page.urls import record_id
from tests.newsclean.corpus.stories import GOOD, NOW, open_to_all

# Sentences of our own.
STORIES = {
    "id": (
        "Kapal feri tetap berlayar",
        "Dewan pelabuhan memutuskan untuk mempertahankan kapal feri hingga tahun depan.",
    ),
    "ja": ("フェリー存続へ", "港湾評議会は火曜日、フェリーの運航を続けることを決めた。新しい橋は秋に開通する。"),
    "th": ("เรือข้ามฟากยังอยู่", "สภาท่าเรือมีมติเมื่อวันอังคารให้เดินเรือข้ามฟากต่อไปอีกสามปี"),
    "ko": ("여객선 계속 운항", "항만위원회는 화요일에 여객선을 삼 년 더 운항하기로 결정했다."),
    "ar": ("العبّارة باقية", "قرر مجلس الميناء الإبقاء على العبارة ثلاث سنوات أخرى بنصف الأجرة."),
    "hi": ("नौका चलती रहेगी", "बंदरगाह परिषद ने मंगलवार को नौका सेवा जारी रखने का निर्णय लिया।"),
    "de": (
        "Die Fähre bleibt",
        "Der Hafenrat beschloss, die Fähre drei Jahre lang weiterfahren zu lassen; Covid-19 sei vorbei.",
    ),
}


def article(language: str, extra: str = "") -> Article:
    title, body = STORIES[language]
    url = f"https://harbour.example/{language}"
    return Article(
        url=url, site="harbour.example", title=title, body=f"{body}{extra}", language=language, date=NOW,
        fetched_at=NOW, id=record_id(url), content_hash=f"{language}{extra}", extractor="a test",
    )  # fmt: skip


def add(folder: SiteFolder, *articles: Article) -> None:
    with CorpusRun(folder, archive=False, now=NOW) as run:
        run.commit([Outcome(article.url, article, article.fetched_at) for article in articles])
        run.end(GOOD)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus")
    add(SiteFolder(root / "harbour"), *map(article, STORIES))
    return root


def search(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["corpus", "search", *words, "--corpus", str(root)])


def found(root: Path, *words: str) -> list[str]:
    """The languages of what was found."""
    result = search(root, *words, "--json")
    assert result.exit_code == 0, result.output
    return sorted(json.loads(line)["url"].rpartition("/")[2] for line in result.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "languages"),
    [
        ("feri pelabuhan", ["id"]),
        ("FERI", ["id"]),
        ("feri橋", []),
        ("橋", ["ja"]),
        ("運航", ["ja"]),
        ("航運", []),  # both are there, in the other order
        ("フェリー", ["ja"]),
        ("ท่าเรือ", ["th"]),
        ("여객선", ["ko"]),  # the body has it with an ending
        ("العُبَّارة", ["ar"]),  # vocalised, where the text is not
        ("نصف", []),  # is a part of a word only
        ("नौका", ["hi"]),
        ("Fahre", ["de"]),
        ("covid-19", ["de"]),
        ('"drei Jahre"', ["de"]),
        ('"Jahre drei"', []),
        ("berlay*", ["id"]),
        ("berlay", []),
        ("Fähre OR 橋", ["de", "ja"]),
        ("(Fähre OR 橋) NOT Hafenrat", ["ja"]),
    ],
)
def test_it_finds_words_as_their_language_writes_them(root: Path, words: str, languages: list[str]) -> None:
    assert found(root, words) == languages


@pytest.mark.parametrize("words", ["feri OR", "NOT feri", "(feri", '"feri', "!!", "feri AND OR kapal"])
def test_what_cannot_be_read_as_a_search_is_said_in_a_sentence(root: Path, words: str) -> None:
    result = search(root, words)
    assert result.exit_code == 2
    assert result.output.startswith(f"newsclean: {words}: ")
    assert result.output.count("\n") == 1


@pytest.mark.parametrize("words", ["AND-gate", "it's", "a:b", "^feri", "feri + kapal", "kapal,", "{feri}", "NEAR(feri"])
def test_signs_in_plain_words_are_no_syntax(root: Path, words: str) -> None:
    assert search(root, words.replace("(", " ")).exit_code == 0


def test_it_shows_date_site_title_address_and_the_passage(root: Path) -> None:
    lines = search(root, "pelabuhan").stdout.splitlines()
    assert lines[0] == "2026-11-24 02:15  harbour  Kapal feri tetap berlayar"
    assert lines[1:] == ["  https://harbour.example/id", f"  {STORIES['id'][1]}"]
    nothing = search(root, "zeppelin")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "nothing found" in nothing.stderr


def test_quiet_leaves_nothing_but_what_was_found(root: Path) -> None:
    assert search(root, "zeppelin", "--quiet").output == ""
    words = ("Fähre OR 橋", "--first", "1")
    loud, quiet = search(root, *words), search(root, *words, "--quiet")
    assert "these are the newest 1; --first shows more" in loud.stderr
    assert (quiet.stdout, quiet.stderr) == (loud.stdout, "")


def test_a_later_text_takes_the_place_of_an_earlier_one_and_new_records_are_found(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "harbour")
    add(folder, article("id"))
    assert found(tmp_path, "feri") == ["id"]
    add(folder, article("id", " Walikota setuju."), article("de"))
    assert found(tmp_path, "walikota") == ["id"]
    assert found(tmp_path, "feri OR Fähre") == ["de", "id"]
    assert found(tmp_path, "feri") == ["id"]


@pytest.mark.parametrize("harm", [b"not a database at all" * 100, b""])
def test_an_index_that_is_damaged_or_of_another_database_is_made_again(harm: bytes, tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "harbour")
    add(folder, article("id"), article("de"))
    assert found(tmp_path, "feri") == ["id"]
    folder.search.write_bytes(harm)
    assert found(tmp_path, "feri") == ["id"]
    other = SiteFolder(tmp_path / "quay")
    add(other, article("ja"), article("th"), article("ar"))
    folder.search.replace(other.search)  # as after a rebuild, when records have other numbers
    assert found(tmp_path, "橋") == ["ja"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_who_may_only_read_the_corpus_can_search_and_leaves_nothing_in_it(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "corpus" / "harbour")
    add(folder, article("id"))
    open_to_all(folder.path)
    before = sorted(folder.path.iterdir())
    os.setreuid(65534, -1)  # os.access() goes by this one
    try:
        assert found(folder.path.parent, "feri") == ["id"]
    finally:
        os.setreuid(0, -1)
    assert sorted(folder.path.iterdir()) == before


def test_of_many_the_newest_come_first(tmp_path: Path) -> None:
    old = article("id").model_copy(update={"date": NOW - dt.timedelta(days=9)})
    add(SiteFolder(tmp_path / "quay"), old)
    add(SiteFolder(tmp_path / "harbour"), article("id"))
    result = search(tmp_path, "feri", "--first", "1")
    assert "harbour  Kapal" in result.stdout
    assert "--first shows more" in result.stderr
