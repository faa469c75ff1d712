"""A page of the corpus by its address, as `newsclean explain --corpus` takes it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean.commands.cli import main
from newsclean.corpus import FetchedPage, SiteFolder
from tests.newsclean.corpus.stories import NOW, article, night, page, story, url


def explain(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["explain", *map(str, words)])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites, two nights; a story was revised, and one came by another address."""
    root = tmp_path_factory.mktemp("corpus")
    night(SiteFolder(root / "other"), story(9))
    folder = SiteFolder(root / "harbour")
    alias = FetchedPage(page(2), requested=f"{url(2)}?from=feed-of-the-day").became(article(2))
    night(folder, story(1), alias)
    later = NOW + dt.timedelta(days=1)
    night(folder, story(1, "The mayor has objected to it.", later), at=later)
    return root


def test_the_page_is_the_one_last_fetched(corpus: Path) -> None:
    shown = explain(url(1), "--corpus", corpus).stdout
    assert shown.splitlines()[0] == url(1)
    assert "+ The mayor has objected to it." in shown
    assert f"record {article(9).id}" in explain(url(9), "--corpus", corpus).stdout


@pytest.mark.parametrize("address", [url(2), f"{url(2)}?from=feed-of-the-day", f"{url(2)}?utm_source=x"])
def test_a_page_is_found_by_any_of_its_addresses(corpus: Path, address: str) -> None:
    assert f"record {article(2).id}" in explain(address, "--corpus", corpus).stdout


def test_what_the_corpus_does_not_have_is_an_error(corpus: Path, tmp_path: Path) -> None:
    missing = explain(url(7), "--corpus", corpus)
    assert missing.exit_code == 1
    assert missing.stderr.startswith(f"newsclean: {url(7)}: not in the archives of {corpus}. `newsclean explain ")
    assert explain("page.html", "--corpus", corpus).exit_code == 2
    assert "there is no site in this corpus" in explain(url(7), "--corpus", tmp_path).stderr
    for path in SiteFolder(corpus / "other").archives():
        path.unlink()
    lost = explain(url(9), "--corpus", corpus)
    assert lost.exit_code == 1
    assert "there is no such file" in lost.stderr
