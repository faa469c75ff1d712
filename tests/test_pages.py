"""Pages of declared sites, in the outlet's layout and with text of our own, and the records expected of them.

They are in `fixtures/pages/SITE/SLUG/`; docs/how-to/add-a-site.md describes the files.

Covers newsclean.cleaning, newsclean.metadata.parsed_page, newsclean.record, newsclean.fields.access and
newsclean.sites.fixture.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from newsclean.sites.fixture import fixture_faults
from newsclean.sites.site import sites
from tests.replay import OUTLETS

FOLDER = Path(__file__).parents[1] / "fixtures/pages"
CASES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*"))
BOAT = FOLDER / "sindonews/perahu-pustaka"


@pytest.fixture
def boat(tmp_path: Path) -> Path:
    """A page and its record, to change."""
    return Path(shutil.copytree(BOAT, tmp_path / "boat"))


def faults(folder: Path) -> list[str]:
    return [str(fault).removeprefix(f"{folder}/") for fault in fixture_faults(folder)]


@pytest.mark.parametrize("case", CASES)
def test_the_page_gives_what_is_written_beside_it(case: str) -> None:
    assert faults(FOLDER / case) == []


def test_a_site_that_a_fixture_verifies_has_one() -> None:
    verified = {site.name for site in sites().values() if site.verified == "fixture"}
    pages, outlets = {Path(case).parts[0] for case in CASES}, {path.name for path in OUTLETS.iterdir() if path.is_dir()}
    assert pages <= verified <= pages | outlets, "see docs/how-to/add-a-site.md"
    assert not [name for name in outlets if sites()[name].verified == "no"]


def test_what_the_page_does_not_give_is_named_with_file_line_and_field(boat: Path) -> None:
    record = json.loads((boat / "article.json").read_bytes())
    record["title"], record["colour"] = "Another title", "red"
    lost, record["paragraphs"][1] = record["paragraphs"][1], "A sentence that the page has not."
    (boat / "article.json").write_text(json.dumps(record, indent=2))
    lines = (boat / "article.json").read_text().splitlines()
    title = next(number for number, line in enumerate(lines, 1) if '"title"' in line)
    told = faults(boat)
    assert any(
        fault.startswith(f"article.json:{title}: title: 'Another title' is expected, the page") for fault in told
    )
    assert any("colour: there is no such field" in fault for fault in told)
    assert any(f"lost 'A sentence that the page has not.'; foreign {lost[:60]!r}" in fault for fault in told)
    assert len(told) == 3


def test_a_few_fields_are_enough(boat: Path) -> None:
    title = json.loads((boat / "article.json").read_bytes())["title"]
    (boat / "article.json").write_text(json.dumps({"title": title}))
    assert faults(boat) == []


def test_a_record_where_a_reject_is_expected_is_a_fault_and_the_other_way_round(boat: Path) -> None:
    (boat / "article.json").rename(boat / "reject.json")
    (boat / "reject.json").write_text('{"reason": "not-an-article"}')
    assert faults(boat) == ["reject.json:1: reason: the page yields a record"]
    (boat / "page.html").write_text("<html><body><p>Soon here.</p></body></html>")
    (boat / "reject.json").rename(boat / "article.json")
    (boat / "article.json").write_text('{"title": "A story"}')
    assert faults(boat)[0].startswith("article.json:1: reason: the page is rejected: no-title: ")


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("article.json", None, "article.json:1: is missing; write the record, or reject.json"),
        ("page.html", None, "page.html:1: cannot be read: No such file or directory"),
        ("article.json", '{\n"title": }', "article.json:2: not JSON: Expecting value"),
        ("page.json", '{"url": "https://sindonews.com/read/1/2/3"}', "page.json:1: fetched_at: Field required"),
    ],
)
def test_a_wrong_file_is_named(boat: Path, name: str, content: str | None, fault: str) -> None:
    if content is None:
        (boat / name).unlink()
    else:
        (boat / name).write_text(content)
    assert faults(boat) == [fault]
