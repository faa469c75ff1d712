"""The body: which blocks of a page are the article, each decision with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from .blocks import Block
from .boilerplate import RULES
from .boilerplate.rule import Context, Evidence
from .container import main_content
from .site import Site
from .witnesses import Witnesses


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a block: kept or dropped, by which rule, on what evidence."""

    block: Block
    kept: bool
    rule: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of the article, and what was decided of each block of the page."""

    paragraphs: tuple[str, ...]
    decisions: tuple[Decision, ...]


def find_body(
    tree: HtmlElement,
    blocks: Sequence[Block],
    witnesses: Witnesses,
    *,
    title: str,
    language: str | None,
    site: Site | None,
) -> Body:
    """The article's paragraphs. `language` is the one that page or site claims; it chooses the phrases."""
    found = main_content(tree, blocks)
    kept = [block for block in blocks if block.index in found]
    context = Context(title=title, language=language, witnesses=witnesses, site=site, kept=kept)
    decisions = [_decide(block, block.index in found, context) for block in blocks]
    return Body(tuple(d.block.text for d in decisions if d.kept), tuple(decisions))


def _decide(block: Block, found: bool, context: Context) -> Decision:
    if not found:
        return Decision(block, False, "not-main-content", {})
    for rule in RULES:
        if (evidence := rule.find(block, context)) is not None:
            return Decision(block, False, rule.name, evidence)
    return Decision(block, True, "main-content", {})
