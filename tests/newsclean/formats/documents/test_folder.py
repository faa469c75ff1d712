"""A folder with a document for each article: names that stay, never collide and never lead out of it.

Covers newsclean.formats.documents.names.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclean import Article, ArticleBlock
from newsclean.commands.cli import main
from newsclean.errors import NewscleanError, UsageError
from newsclean.formats.documents.folder import DocumentFolder
from newsclean.formats.documents.names import Names
from newsclean.workers.pool import Workers
from tests.crawls import ROOT, crawl
from tests.newsclean.formats.documents.test_markdown import article as article_of

HTML = (ROOT / "newsclean/workers/sample.html").read_bytes()


def article(url: str = "https://harbour.example/news/ferry-stays.html", **fields: Any) -> Article:
    given = {"url": url, "id": "0123456789abcdef" * 2, "date": dt.date(2026, 2, 28), **fields}
    return article_of(ArticleBlock(text="It stays."), **given)


def written(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def test_folders_are_kept_files_replaced_and_others_left_alone(tmp_path: Path) -> None:
    pages, out = tmp_path / "pages", tmp_path / "out"
    for name in ("a/b.html", "a/B.htm", "c.html.gz", "c.d"):
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_bytes(HTML)
    with DocumentFolder(out, "markdown", (pages,)) as folder:
        for number, name in enumerate(("a/b.html", "a/B.htm", "c.html.gz", "c.d", "c.d:7", "../out")):
            record = article(id=f"{number}" * 32).to_dict()
            folder.write(record | {"file": str(pages / name)})
    by_record = ["harbour.example/2026-02/ferry-stays-44444444.md", "harbour.example/2026-02/ferry-stays-55555555.md"]
    assert sorted(written(out)) == ["a/B-11111111.md", "a/b.md", "c.d.md", "c.md", *by_record]
    (out / "mine.md").write_text("mine", "utf-8")
    with DocumentFolder(out, "markdown", (pages / "c.d",)) as folder:
        folder.write(article(title="Another").to_dict() | {"file": str(pages / "c.d")})
    after = written(out)
    assert after["c.d.md"].endswith("# Another\n\nIt stays.\n")
    assert after["mine.md"] == "mine"
    assert len(after) == 7


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "harbour.example/2026-02/ferry-stays-01234567"),
        ({"url": "https://a.example/news/ferry-stays.xht"}, "harbour.example/2026-02/ferry-stays-01234567"),
        ({"date": None}, "harbour.example/undated/ferry-stays-01234567"),
        ({"url": "https://a.example/7"}, "harbour.example/2026-02/old-ferry-stays-01234567"),
        ({"url": "https://a.example/%2e%2e%2f%2e%2e/"}, "harbour.example/2026-02/old-ferry-stays-01234567"),
        ({"url": "https://a.example/x/Пароход%20остается.php"}, "harbour.example/2026-02/пароход-остается-01234567"),
        ({"site": "../../etc", "id": "../x"}, "etc/2026-02/ferry-stays-x"),
        ({"site": "..", "url": "https://a.example/1", "title": "🚢"}, "site/2026-02/01234567"),
        ({"url": "https://a.example/1", "title": "नौका चलती रहेगी"}, "harbour.example/2026-02/नौका-चलती-रहेगी-01234567"),
    ],
)
def test_a_name_says_site_month_and_address(fields: dict[str, Any], name: str) -> None:
    assert Names().of(article(**fields), None).as_posix() == name


def test_revisions_and_second_articles_have_names_of_their_own() -> None:
    names = Names()
    found = [names.of(article(revision=revision), None).name for revision in (1, 2, 3, 3, 3)]
    assert found == [
        "ferry-stays-01234567",
        "ferry-stays-01234567-r2",
        "ferry-stays-01234567-r3",
        "ferry-stays-01234567-01234567",
        "ferry-stays-01234567-2",
    ]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=300), st.text(min_size=1, max_size=300), st.text(max_size=3)), max_size=4))
def test_no_name_is_another_or_leads_out(given: list[tuple[str, str, str]]) -> None:
    names, found = Names(), []
    for site, title, last in given:
        plain = article().model_copy(update={"site": site, "title": title, "url": f"https://a.example/{last}"})
        found.append(names.of(plain, None))
    assert all(len(place.parts) == 3 and ".." not in place.parts and place.parts[0] != "/" for place in found)
    assert all(len(part.encode()) < 200 for place in found for part in place.parts)
    assert len({str(place).casefold() for place in found}) == len(found)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/harbour.example").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NewscleanError, match="a link leads out of"):
        DocumentFolder(tmp_path / "out", "text").write(article().to_dict())
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_only_a_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (None, Path("-"), tmp_path / "file"):
        with pytest.raises(UsageError, match="name a folder for them with -o"):
            DocumentFolder(path, "markdown")
    with pytest.raises(UsageError, match="taken for pages"):
        DocumentFolder(tmp_path / "texts", "text", (tmp_path,))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a crawl with NEWSCLEAN_BLOCKS leaves: `corpus`, `feed.jsonl`, and `chosen.jsonl` with two fields."""
    folder = tmp_path_factory.mktemp("crawl")
    feeds = {
        str(folder / "feed.jsonl"): {"format": "jsonl"},
        str(folder / "chosen.jsonl"): {"format": "jsonl", "fields": {"title": "headline", "blocks": "structure"}},
    }
    chosen = {"NEWSCLEAN_CORPUS": str(folder / "corpus"), "NEWSCLEAN_BLOCKS": "1", "FEEDS": json.dumps(feeds)}
    found = crawl(folder, "demo", "-a", "limit=3", **chosen)
    assert found.status == 0, found.log
    return folder


def run(*arguments: str, workers: Workers | None = None) -> Result:
    return CliRunner().invoke(main, arguments, obj=workers)


@pytest.mark.slow
def test_a_crawl_stores_and_feeds_blocks_on_request(corpus: Path) -> None:
    lines = (corpus / "feed.jsonl").read_bytes()
    assert run("export", "--corpus", str(corpus / "corpus")).stdout_bytes == lines
    for line in lines.splitlines():
        record = json.loads(line)
        assert "\n\n".join(block["text"] for block in record["blocks"]) == record["body"]
        assert list(Article.model_validate_json(line).to_dict(blocks=True)) == list(record)
    lines = (corpus / "chosen.jsonl").read_bytes()
    assert [list(json.loads(line)) for line in lines.splitlines()] == [["headline", "structure"]] * 3


def test_the_corpus_is_exported_as_documents(corpus: Path, tmp_path: Path) -> None:
    root, out = str(corpus / "corpus"), tmp_path / "out"
    ended = run("export", "--corpus", root, "--format", "markdown", "-o", str(out))
    assert (ended.exit_code, ended.stderr) == (0, f"newsclean: 3 records in {out}\n")
    records = [json.loads(line) for line in (corpus / "feed.jsonl").read_bytes().splitlines()]
    texts = written(out)
    assert {name.rpartition("/")[0] for name in texts} == {f"{r['site']}/{r['date'][:7]}" for r in records}
    assert sorted(text.partition("\n# ")[2].partition("\n")[0] for text in texts.values()) == sorted(
        record["title"] for record in records
    )
    ended = run("export", "--corpus", root, "--format", "text")
    assert (ended.exit_code, ended.stdout) == (2, "")
    ended = run("export", "--corpus", root, "-o", str(out))
    assert (ended.exit_code, "is a folder" in ended.stderr) == (2, True)
    assert written(out) == texts


def test_pages_are_cleaned_into_documents_or_with_their_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages/a").mkdir(parents=True)
    (tmp_path / "pages/a/b.html").write_bytes(HTML)
    with Workers(1) as workers:
        ended = run("clean", "pages", "--format", "markdown", "-o", "out", workers=workers)
        assert (ended.exit_code, ended.output) == (0, "")
        assert list(written(tmp_path / "out")) == ["a/b.md"]
        asked = run("clean", "pages", "--blocks", workers=workers)
        assert [block["kind"] for block in json.loads(asked.stdout)["blocks"]] == ["paragraph"] * 4
        table = run("clean", "pages", "--blocks", "--format", "csv", "-o", "out.csv", workers=workers)
        assert table.exit_code == 0, table.output
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[0] == ",".join([*Article.model_fields, "blocks"])
