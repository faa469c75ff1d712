"""The body: which blocks of a page are the article, each decision with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from .blocks import Block
from .boilerplate import RULES, Context, Evidence
from .boilerplate.bylines import trailing_initials
from .container import main_content


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a block: kept or dropped, by which rule, on what evidence."""

    block: Block
    kept: bool
    rule: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article in page order, what was decided of each block, and the initials that were signed."""

    blocks: tuple[Block, ...] = ()
    decisions: tuple[Decision, ...] = ()
    initials: tuple[str, ...] = ()


def find_body(tree: HtmlElement, blocks: Sequence[Block], context: Context) -> Body:
    """The article among the blocks of the page. `context.kept` is filled in here."""
    found = main_content(tree, blocks)
    context = replace(context, kept=[block for block in blocks if block.index in found])
    decisions = [_decide(block, block.index in found, context) for block in blocks]
    kept = [decision.block for decision in decisions if decision.kept]
    signed = [str(d.evidence["initials"]) for d in decisions if d.rule == "initials"]
    if kept and (ending := trailing_initials(kept[-1].text)):
        kept[-1] = replace(kept[-1], text=kept[-1].text.removesuffix(ending).rstrip())
        signed.append(ending.strip(" ()[]."))
    return Body(tuple(kept), tuple(decisions), tuple(dict.fromkeys(signed)))


def _decide(block: Block, found: bool, context: Context) -> Decision:
    if not found:
        return Decision(block, False, "not-main-content", {})
    for rule in RULES:
        if (evidence := rule.find(block, context)) is not None:
            return Decision(block, False, rule.name, evidence)
    return Decision(block, True, "main-content", {})
