"""The crawl as a user runs it: `scrapy crawl demo` gives exactly the records that the demo site's authors expect.

Covers newsclean.spiders.demo.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsclean import Article
from tests.crawls import ROOT, Crawl, crawl

EXPECTED = ROOT / "fixtures" / "demo" / "expected"
FILES = sorted(EXPECTED.glob("*/*.json"))
# They differ from run to run, or follow from the rest.
UNEXPECTED = {"fetched_at", "file", "extractor", "id", "content_hash", "revision", "certainty", "doubtful"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    return crawl(tmp_path_factory.mktemp("demo"), "demo")


def expected_record(file: Path, base: str) -> dict[str, Any]:
    expected = json.loads(file.read_text("utf-8").replace("{{base}}", base))
    expected["body"] = "\n\n".join(expected.pop("paragraphs"))
    return in_moments(expected)


def in_moments(record: dict[str, Any]) -> dict[str, Any]:
    """`date` and `modified` as moments with their offset, since `Z` and `+00:00` are the same."""
    moments = {name: record[name] and dt.datetime.fromisoformat(record[name]) for name in ("date", "modified")}
    offsets = {f"{name} offset": moment and moment.utcoffset() for name, moment in moments.items()}
    return {**record, **moments, **offsets}


def base_of(urls: list[str]) -> str:
    bases = {re.match(r"http://127\.0\.0\.1:\d+", url)[0] for url in urls}  # type: ignore[index]  # all are of it
    assert len(bases) == 1
    return bases.pop()


def test_the_demo_succeeds_and_reports_its_outcome(demo: Crawl) -> None:
    assert demo.status == 0, demo.log
    assert demo.sentence == (
        "26 discovered, 24 new, 2 rejected (1 no-main-content, 1 not-an-article), 0 failed; "
        "links: 38 left out (`--dry-run` lists them)."
    )
    assert "Traceback" not in demo.log


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_record_is_exactly_as_expected(demo: Crawl, file: Path) -> None:
    expected = expected_record(file, base_of(demo.urls))
    (record,) = [in_moments(record) for record in demo.records if record["url"] == expected["url"]]
    for name in expected.keys() - {"body"}:
        assert record[name] == expected[name], name
    assert record["body"].split("\n\n") == expected["body"].split("\n\n")
    assert record.keys() - expected.keys() == UNEXPECTED


def test_there_are_no_records_but_the_expected(demo: Crawl) -> None:
    base = base_of(demo.urls)
    assert sorted(demo.urls) == sorted(expected_record(file, base)["url"] for file in FILES)


def test_a_listing_and_a_soft_404_become_rejects(demo: Crawl) -> None:
    expected = json.loads((EXPECTED / "rejects.json").read_text("utf-8").replace("{{base}}", base_of(demo.urls)))
    found = [{name: reject[name] for name in ("url", "reason")} for reject in demo.rejects]
    assert sorted(found, key=lambda reject: str(reject["url"])) == sorted(expected, key=lambda reject: reject["url"])


def test_a_record_reads_back_as_the_article_it_was(demo: Crawl) -> None:
    for record in demo.records:
        article = Article.model_validate(record)
        assert article.fetched_at.utcoffset() == dt.timedelta(0)
        assert re.fullmatch("[0-9a-f]{64}", article.content_hash)
        assert article.extractor.startswith("newsclean/")
    assert len({record["id"] for record in demo.records}) == len(demo.records)


@pytest.mark.slow
def test_since_and_limit_give_the_newest(tmp_path: Path) -> None:
    newest = crawl(tmp_path, "demo", "-a", "limit=2", "-a", "since=2026-10-01")
    paths = sorted(url.rpartition("/")[2] for url in newest.urls)
    assert paths == ["listrik-nusa-lirang-padam-dua-jam", "pasar-apung-muara-wening-buka-malam-hari"]
    assert newest.sentence.startswith("2 discovered, 2 new")
