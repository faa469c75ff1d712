"""The rules on their cases: `fixtures/rules/RULE.toml`, each with blocks that it drops and look-alikes that it leaves.

A case is `html`, one block amid paragraphs of an article (`at = "start"` or `"end"`: as its first or last), or `page`,
all the blocks of the article, of which `block` gives the first words of the one that is meant; a page that is left
whole needs no `block`. `language`, `title` and `authors` are what the page says of itself.

Covers rules and sign_off.
"""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from newsclean import extract
from newsclean.body.rules import RULES, Context, Evidence, Rule, against, why_dropped
from newsclean.lang.phrasebook import phrases_for
from newsclean.page.blocks import Block, read_blocks
from newsclean.page.document import body_of, parse

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "fixtures/rules"
FILES = sorted(FOLDER.glob("*.toml"))
NAMES = list(dict.fromkeys(rule.name for rule in RULES))
KEYS = {"why", "html", "at", "page", "block", "language", "title", "authors", "evidence"}

PARAGRAPHS = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "“Nobody should have to jump from a boat onto wet stone,” said the harbour master, Ida Quill, after the vote.",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
    "Until then the boats land at the northern quay, where a second gangway was laid out at the end of last week.",
    "Fishermen had asked for the repair since the winter, when two of them were hurt on the uppermost steps.",
)
AMID = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['why']}")
        for file in FILES
        for case in tomllib.loads(file.read_text("utf-8")).get(kind, [])
    ]


def asked(case: dict[str, Any]) -> tuple[list[Block], Context]:
    """The blocks that the case is about, and what the rules may know of their page."""
    before, behind = {"start": ("", AMID), "end": (AMID, ""), "middle": (AMID, AMID)}[case.get("at", "middle")]
    tree = parse(f"<body>{case.get('page') or before + case['html'] + behind}</body>")
    assert tree is not None
    blocks = read_blocks(body_of(tree))
    language = case.get("language", "en")
    page = Context(
        title=case.get("title", ""),
        language=language,
        phrases=phrases_for(language),
        authors=tuple(case.get("authors", ())),
        kept=blocks,
    )
    if "page" in case:
        return [block for block in blocks if block.text.startswith(case.get("block", ""))], page
    return [block for block in blocks if block.text not in PARAGRAPHS], page


@pytest.mark.parametrize(("rule", "case"), cases("acts"))
def test_acts_and_says_why(rule: str, case: dict[str, Any]) -> None:
    (block,), page = asked(case)
    found = why_dropped(block, page)
    assert found is not None, block.text
    name, evidence = found
    assert name == rule, evidence
    assert case.get("evidence", {}).items() <= evidence.items()


@pytest.mark.parametrize(("rule", "case"), cases("leaves"))
def test_leaves_its_look_alike(rule: str, case: dict[str, Any]) -> None:
    blocks, page = asked(case)
    assert blocks
    dropped = {block.text: found for block in blocks if (found := why_dropped(block, page)) is not None}
    assert not dropped, rule


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_cases_of_both_kinds(name: str) -> None:
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    assert found.get("acts"), f"fixtures/rules/{name}.toml: add an [[acts]] case"
    assert found.get("leaves"), f"fixtures/rules/{name}.toml: add a [[leaves]] case, something that only looks like it"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_of_cases_is_of_a_rule_and_has_known_keys(file: Path) -> None:
    assert file.stem in NAMES
    found = tomllib.loads(file.read_text("utf-8"))
    assert found.keys() <= {"acts", "leaves"}
    for case in [*found.get("acts", []), *found.get("leaves", [])]:
        assert case.keys() <= KEYS
        assert ("html" in case) != ("page" in case), case["why"]


def harbour_notice(block: Block, context: Context) -> Evidence | None:
    """A note of the harbour office on the tide of the day. Leaves a sentence about a tide."""
    del context
    return {"text": block.text} if block.text.startswith("High water today:") else None


@pytest.fixture
def with_new_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (*RULES, Rule("harbour-notice", harbour_notice))
    monkeypatch.setattr("newsclean.body.rules.RULES", rules)


def test_a_rule_is_asked_about_no_longer_text_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsclean.body.rules.RULES", (Rule("harbour-notice", harbour_notice, longest=len(NOTICE)),))
    short, long = (Block(0, text, html.fromstring("<p></p>")) for text in (NOTICE, f"{NOTICE}."))
    assert [name for name, _ in against(short, Context(kept=[short]))] == ["harbour-notice"]
    assert list(against(long, Context(kept=[long]))) == []
    assert why_dropped(long, Context(kept=[long])) is None


NOTICE = "High water today: 06:12 in the morning and 18:40 in the evening, said the office at the northern quay."
LINES = (*PARAGRAPHS[:3], NOTICE, *PARAGRAPHS[3:])


@pytest.mark.usefixtures("with_new_rule")
def test_a_new_rule_acts_on_a_page_without_training_again() -> None:
    body = "".join(f"<p>{text}</p>" for text in LINES)
    page = f"<html><body><article><h1>Ferry steps to be repaired</h1>{body}</article></body></html>"
    article = extract(page, url="https://a.example/read/1")
    assert article is not None
    assert article.body.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.usefixtures("with_new_rule")
def test_a_new_rule_acts_on_a_text_without_markup() -> None:
    article = extract("\n".join(["Ferry steps to be repaired before the summer", *LINES]))
    assert article is not None
    assert article.body.split("\n\n") == list(PARAGRAPHS)


def test_without_the_new_rule_its_line_is_text() -> None:
    article = extract("\n".join(["Ferry steps to be repaired before the summer", *LINES]))
    assert article is not None
    assert NOTICE in article.body


def test_the_docs_list_the_rules_as_they_are() -> None:
    written = runpy.run_path(str(ROOT / "docs/write_rules.py"))["rules_page"]()
    assert (ROOT / "docs/reference/rules.md").read_text("utf-8") == written, "refresh it: python docs/write_rules.py"
