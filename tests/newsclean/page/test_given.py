"""What `clean`, `extract` and `explain` take, and what they say of anything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsclean import Article, Page, Reason, Reject, clean, explain, extract
from newsclean.errors import InputError, UsageError
from tests.crawls import ROOT

SAMPLE = ROOT / "newsclean/workers/sample.html"
HTML = SAMPLE.read_bytes()
URL = "https://news.example/ferry-stays"
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
DOORS = pytest.mark.parametrize("door", [clean, extract, explain])


def test_a_page_is_the_same_article_in_every_form() -> None:
    page = clean(Page(url=URL, html=HTML, fetched_at=NOW))
    assert isinstance(page, Article)
    assert clean(HTML, url=URL, fetched_at=NOW) == extract(HTML.decode(), url=URL, fetched_at=NOW) == page
    file = clean(SAMPLE, url=URL, fetched_at=NOW.astimezone(dt.timezone(dt.timedelta(hours=7))))
    assert isinstance(file, Article)
    assert (file.title, file.body, file.id, file.fetched_at) == (page.title, page.body, page.id, NOW)
    assert explain(SAMPLE, url=URL).id == explain(Page(url=URL, html=HTML, fetched_at=NOW)).id == page.id


@DOORS
@pytest.mark.parametrize(
    "given", ["https://a.example/news/1", "  //a.example/x ", "www.a.example", "file:///a.html", b"http://a.example"]
)
def test_an_address_is_no_markup(door: Callable[[Any], object], given: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"is an address, and markup is wanted: fetch the page and pass what comes"):
        door(given)


@DOORS
@pytest.mark.parametrize("given", ["page.html", "pages/last night.htm", "page.html.gz", str(SAMPLE), b"page.html"])
def test_the_name_of_a_file_is_no_markup(door: Callable[[Any], object], given: str | bytes) -> None:
    with pytest.raises(UsageError, match=r"is the name of a file, and markup is wanted: pass Path\("):
        door(given)


@DOORS
def test_what_cannot_be_read_is_named(door: Callable[..., object], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.html: there is no such file"):
        door(tmp_path / "missing.html")
    with pytest.raises(TypeError, match="not None"):
        door(None)
    with pytest.raises(UsageError, match="fields of a Page"):
        door(Page(url=URL, html=HTML, fetched_at=NOW), url=URL)


@pytest.mark.parametrize("given", ["", b"", "Ferry", "a.b", "\0", "a/b", "x" * 5000, "1 < 2 https://a.example/1"])
def test_a_short_text_is_only_no_article(given: str | bytes) -> None:
    outcome = clean(given)
    assert isinstance(outcome, Reject)
    assert outcome.reason in (Reason.EMPTY, Reason.NO_MAIN_CONTENT)
    assert extract(given) is None
    assert explain(given).reason == outcome.reason
