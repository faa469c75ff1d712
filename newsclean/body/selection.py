"""The body: which blocks of a page are the article, each decision with its reason."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from newsclean.lang.phrasebook import phrases_for
from newsclean.page.blocks import Block
from newsclean.parsed import ParsedPage

from .classifier.classifier import Scores, score_blocks
from .classifier.features import feature_names
from .classifier.likeness import Claims
from .main_content import main_content
from .rules import Context, Evidence, why_dropped
from .rules.bylines import INITIALS, trailing_initials

MAX_CLAIMS = 4
MAX_BODY = 200_000  # characters
# A lost sentence is the worse fault in the middle of the text (docs/contract.md): doubt keeps.
THRESHOLD = 0.45
# An article this short may be one whose every score is low: then what is near its best score is taken (characters).
SHORT = 300
NEAR_BEST = 0.6
# A list or table is mostly wanted or unwanted as a whole: so much of an item's score is that of all.
GROUP_WEIGHT = 0.8
_GROUPS = frozenset(("ul", "ol", "table", "dl"))
_ITEMS = frozenset(("li", "tr", "td", "th", "dt", "dd"))
# A paragraph is printed once; shorter lines ("Yes.") may come again.
MIN_REPEAT = 60
# How far behind the text its writer signs (blocks).
REACH = 5
# The paragraphs, from the last, that may end in initials: a line of promotion may stand behind the signed one.
SIGNED = 2
# Likeness of a lead to the page's description (rapidfuzz ratio and partial ratio), and its least length.
SAME_LEAD = 80
NEARLY_LEAD = 92
MIN_LEAD = 30
# Steps on the tree from a lead that is named as one to the headline.
NEAR_HEADLINE = 4


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a block: kept or dropped, by which rule, on what evidence."""

    block: Block
    kept: bool
    rule: str
    evidence: Evidence


@dataclass(frozen=True)
class Body:
    """The blocks of the article in page order, the initials that were signed, and what was decided of which block."""

    blocks: tuple[Block, ...] = ()
    initials: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    scores: Scores | None = None


def context_of(page: ParsedPage, title: str, authors: tuple[str, ...]) -> Context:
    """What the rules may know about a page; no block is kept yet."""
    return Context(title=title, language=page.language, phrases=phrases_for(page.language), authors=authors)


def facts_of(page: ParsedPage, title: str, authors: tuple[str, ...]) -> Claims:
    """What a page says about itself, as far as it tells its blocks apart."""
    descriptions = dict.fromkeys(claim.value for claim in page.metadata.descriptions)
    return Claims(
        title=title,
        descriptions=tuple(descriptions)[:MAX_CLAIMS],
        authors=authors[:MAX_CLAIMS],
        body=" ".join(claim.value for claim in page.metadata.bodies)[:MAX_BODY],
    )


def find_body(page: ParsedPage, title: str, authors: tuple[str, ...]) -> Body:
    """The article among the blocks of a page, whose headline and authors are known."""
    blocks, context = page.blocks, context_of(page, title, authors)
    scores = score_blocks(blocks, main_content(page.tree, blocks), facts_of(page, title, authors), context)
    likely = likely_blocks(blocks, scores)
    leads = lead_blocks(blocks, likely, scores)
    context = replace(context, kept=[block for block in blocks if block.index in likely or block.index in leads])
    decisions = [_decide(block, "lead" if block.index in leads else "main-content", context) for block in context.kept]
    kept = [decision.block for decision in decisions if decision.kept]
    signed = _signatures(blocks, kept)
    lines, endings = signed_off([block.text for block in kept])
    signed += [ending.strip(" ()[].") for ending in endings]
    left = (block if block.text == line else replace(block, text=line) for block, line in zip(kept, lines, strict=True))
    return Body(tuple(left), tuple(dict.fromkeys(signed)), tuple(decisions), scores)


def signed_off(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """A body's lines without the initials that end one of the last, and these initials in their brackets."""
    left, endings = list(lines), []
    for place in range(max(0, len(left) - SIGNED), len(left)):
        if ending := trailing_initials(left[place]):
            left[place] = left[place].removesuffix(ending).rstrip()
            endings.append(ending)
    return left, endings


def likely_blocks(blocks: Sequence[Block], scores: Scores) -> set[int]:
    """The blocks above the threshold, by index, each long text once."""
    values = _grouped(blocks, scores)
    limit = THRESHOLD
    if sum(len(block.text) for block in blocks if values[block.index] > limit) < SHORT and len(values):
        limit = min(limit, NEAR_BEST * float(values.max()))
    seen: set[str] = set()
    found: set[int] = set()
    for block in blocks:
        if values[block.index] <= limit or (len(block.text) > MIN_REPEAT and block.text in seen):
            continue
        seen.add(block.text)
        found.add(block.index)
    return found


def _grouped(blocks: Sequence[Block], scores: Scores) -> NDArray[np.float64]:
    """The scores, those of the items of one list or table drawn together."""
    groups: dict[HtmlElement, list[int]] = defaultdict(list)
    for spot in map(int, scores.sight.index):
        element = blocks[spot].element
        if element.tag in _ITEMS:
            group = next((above for above in element.iterancestors() if above.tag in _GROUPS), None)
            if group is not None:
                groups[group].append(spot)
    values = scores.values.copy()
    for spots in groups.values():
        values[spots] = (1 - GROUP_WEIGHT) * values[spots] + GROUP_WEIGHT * values[spots].mean()
    return values


def lead_blocks(blocks: Sequence[Block], likely: Container[int], scores: Scores) -> set[int]:
    """The lead, by index: a text between headline and article that is the page's own description, or the first there
    whose class calls it a lead; not what is said twice.

    On labelled pages that hold to the contract 66 of 69 of the first are the lead, and 4 of 5 of the second.
    """
    column = {name: scores.sight.rows[:, place] for place, name in enumerate(feature_names())}
    described = (column["lead_ratio"] >= SAME_LEAD) | (column["lead_partial"] >= NEARLY_LEAD)
    aside = (
        (column["up:caption"] <= 1) | (column["up:figure"] <= 2) | (column["up:author"] <= 1) | (column["up:nav"] <= 3)
    )
    plain = (column["link_density"] < 0.3) & (column["title_ratio"] < 85) & (column["chars"] > math.log1p(MIN_LEAD))
    named = (column["up:lead"] == 0) & (column["slot_rank"] == 0) & (column["has_date"] == 0) & (column["up:date"] > 1)
    near = column["title_up"] + column["title_down"] <= NEAR_HEADLINE
    leads = scores.sight.index[(described | (named & near)) & ~aside & plain & (column["slot_rank"] >= 0)]
    kept = [block.text for block in blocks if block.index in likely]
    return {spot for spot in map(int, leads) if spot in likely or not any(blocks[spot].text in text for text in kept)}


def _signatures(blocks: Sequence[Block], kept: Sequence[Block]) -> list[str]:
    """Initials on a line of their own, shortly after the last paragraph, whether or not they were taken for text."""
    if not kept:
        return []
    last = kept[-1].index
    found = (INITIALS.match(block.text) for block in blocks[last : last + REACH])
    return [match[1] for match in found if match]


def _decide(block: Block, why_kept: str, page: Context) -> Decision:
    if (dropped := why_dropped(block, page)) is not None:
        return Decision(block, False, *dropped)
    return Decision(block, True, why_kept, {})
