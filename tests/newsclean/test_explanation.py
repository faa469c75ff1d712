"""The explanation of a page: nothing is dropped, moved or preferred without a name and a reason."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from newsclean import Explanation, Reason, explain, extract
from newsclean.body.rules import RULES
from newsclean.explanation import DECISIONS, BlockTrace
from newsclean.page.blocks import read_blocks
from newsclean.page.document import body_of, parse

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
PAGES = sorted((ROOT / "spiders/demo/site").glob("*/read/*/*.html")) + sorted(FIXTURES.glob("pages/*/*/page.html"))
FETCHED_AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
NAMES = {rule.name for rule in RULES} | DECISIONS.keys()

PARAGRAPHS = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "“Nobody should have to jump from a boat onto wet stone,” said the harbour master, Ida Quill, after the vote.",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
)


def page(*lines: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        "<!doctype html><html lang='en'><head><title>Ferry steps to be repaired - The Meridian Post</title>"
        "<meta property='og:site_name' content='The Meridian Post'>"
        "<meta property='article:published_time' content='2026-03-03T08:15:00+00:00'></head>"
        "<body><nav><a href='/'>Home</a></nav><article><h1>Ferry steps to be repaired</h1>"
        f"{body}</article></body></html>"
    )


def trace_of(explanation: Explanation, text: str) -> BlockTrace:
    (found,) = [block for block in explanation.blocks if block.text == text]
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parts[-4]}-{path.parent.name}-{path.stem}")
def test_every_block_of_a_page_has_its_trace_and_the_kept_ones_are_the_body(path: Path) -> None:
    html = path.read_bytes()
    explanation = explain(html, fetched_at=FETCHED_AT)
    record = extract(html, fetched_at=FETCHED_AT)
    tree = parse(html.decode())
    assert tree is not None
    assert [block.text for block in explanation.blocks] == [block.text for block in read_blocks(body_of(tree))]
    assert {block.rule for block in explanation.blocks} <= NAMES
    if record is None:
        assert explanation.id is None
        assert explanation.reason is not None
        return
    kept = [block.text.removesuffix(block.moved or "").rstrip() for block in explanation.blocks if block.kept]
    assert "\n\n".join(kept) == record.body
    assert (explanation.id, explanation.title) == (record.id, record.title)
    assert explanation.date == (record.date.isoformat() if record.date else None)


def test_a_rule_reports_its_name_and_its_evidence() -> None:
    label = "Read more: <a href='/read/7'>Tidal power firm doubles its target for the coming year</a>"
    explanation = explain(page(*PARAGRAPHS[:2], label, *PARAGRAPHS[2:]), fetched_at=FETCHED_AT)
    found = trace_of(explanation, "Read more: Tidal power firm doubles its target for the coming year")
    assert not found.kept
    assert found.rule in ("related-line", "below-threshold")


def test_the_classifier_reports_its_score_and_the_largest_contributions() -> None:
    found = trace_of(explain(page(*PARAGRAPHS), fetched_at=FETCHED_AT), PARAGRAPHS[1])
    assert found.kept
    assert found.rule == "main-content"
    assert found.score is not None
    assert 0.5 < found.score <= 1
    assert 0 < len(found.contributions) <= 3


def test_initials_that_leave_the_last_paragraph_are_reported_as_moved() -> None:
    last = f"{PARAGRAPHS[3]} (boy/jpnn)"
    found = trace_of(explain(page(*PARAGRAPHS[:3], last), fetched_at=FETCHED_AT), last)
    assert found.kept
    assert found.moved == "(boy/jpnn)"


def test_every_candidate_for_the_title_says_why_it_won_or_lost() -> None:
    explanation = explain(page(*PARAGRAPHS), fetched_at=FETCHED_AT)
    assert explanation.title == "Ferry steps to be repaired"
    whys = {claim.source: claim.why for claim in explanation.titles}
    assert whys["h1:article"].startswith("taken")
    assert whys["title"].startswith("not taken")


def test_every_candidate_for_the_date_says_why_it_won_or_lost() -> None:
    explanation = explain(page("Sunday, 1 March 2026", *PARAGRAPHS), fetched_at=FETCHED_AT)
    assert explanation.date is not None
    assert len(explanation.dates) == 2
    assert all(claim.why for claim in explanation.dates)
    assert {claim.value for claim in explanation.dates} == {"2026-03-03T08:15:00+00:00", "2026-03-01"}


def test_the_score_is_reported_with_its_signals() -> None:
    explanation = explain(page(*PARAGRAPHS), fetched_at=FETCHED_AT)
    assert explanation.score is not None
    assert explanation.score >= explanation.needed
    assert any("in 4 paragraphs" in sign for sign in explanation.signals)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", Reason.EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), Reason.NOT_TEXT),
        ("<html><body><a href='/1'>One</a><a href='/2'>Two</a></body></html>", Reason.NO_MAIN_CONTENT),
        ("Home\nNews\nSport", Reason.NO_MAIN_CONTENT),
    ],
    ids=["empty", "binary", "links", "lines"],
)
def test_a_page_without_a_record_is_explained_too(html: bytes | str, reason: Reason) -> None:
    explanation = explain(html, fetched_at=FETCHED_AT)
    assert explanation.reason == reason
    assert explanation.detail
    assert not any(block.kept for block in explanation.blocks)


@pytest.mark.parametrize("folder", sorted((FIXTURES / "flat").iterdir()), ids=lambda folder: folder.name)
def test_every_line_of_a_flattened_text_has_its_trace(folder: Path) -> None:
    text = (folder / "page.txt").read_text("utf-8")
    explanation = explain(text, fetched_at=FETCHED_AT)
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    kept = [block.text.removesuffix(block.moved or "").rstrip() for block in explanation.blocks if block.kept]
    assert kept == expected["paragraphs"]
    assert "".join("".join(r.text for r in explanation.blocks).split()) == "".join(text.split())
    assert {block.rule for block in explanation.blocks} <= NAMES


def test_an_explanation_is_json_and_back() -> None:
    explanation = explain(page(*PARAGRAPHS), fetched_at=FETCHED_AT)
    assert Explanation.model_validate_json(explanation.model_dump_json()) == explanation
