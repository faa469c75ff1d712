"""Pages of declared sites, in the outlet's layout and with text of our own, and the records expected of them.

`fixtures/pages/SITE/SLUG/` holds page.html, page.json (url, fetched_at and, if need be, content_type) and article.json,
or reject.json with the reason. `paragraphs` stand for the body; what every version makes anew is left out.

Covers newsclean.cleaning, newsclean.metadata.parsed_page, newsclean.record and
newsclean.fields.access.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsclean import Article, Page, Reject, clean
from newsclean.formats.json_lines import to_line
from newsclean.sites.site import sites

FOLDER = Path(__file__).parents[1] / "fixtures/pages"
MADE_ANEW = {
    "fetched_at", "extractor", "id", "content_hash", "revision", "schema_version", "certainty", "doubtful",
}  # fmt: skip
FIELDS = [name for name in Article.model_fields if name not in MADE_ANEW]
ARTICLES = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*/article.json"))
REJECTS = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*/reject.json"))


def read(case: str, name: str) -> Any:
    return json.loads((FOLDER / case / name).read_text("utf-8"))


@cache
def outcome(case: str) -> Article | Reject:
    return clean(Page(html=(FOLDER / case / "page.html").read_bytes(), **read(case, "page.json")))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("case", ARTICLES)
def test_the_page_gives_the_record_beside_it(case: str, field: str) -> None:
    record = outcome(case)
    assert isinstance(record, Article), record
    expected = read(case, "article.json")
    if field == "body":
        assert record.body.split("\n\n") == expected["paragraphs"]
    else:
        assert json.loads(to_line(record))[field] == expected[field]


@pytest.mark.parametrize("case", REJECTS)
def test_the_page_is_rejected_for_the_reason_beside_it(case: str) -> None:
    reject = outcome(case)
    assert isinstance(reject, Reject)
    assert reject.reason == read(case, "reject.json")["reason"]


def test_a_site_that_a_fixture_verifies_has_one() -> None:
    verified = {site.name for site in sites().values() if site.verified == "fixture"}
    assert verified == {Path(case).parts[0] for case in ARTICLES}, "see docs/how-to/add-a-site.md"
