"""The body: which blocks of a page are the article, each decision with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from newsclean.lang.phrasebook import Phrases, phrases_for
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS

from .classifier.classifier import BlockScores, score_blocks
from .classifier.features import PageFeatures
from .classifier.likeness import PageFacts
from .corrections import correction_blocks
from .doubt import asks_trafilatura, doubt_of
from .lead import lead_blocks, lead_of
from .main_content import MainContentFinder, trafilatura_content
from .rules import BlockDecision, Context, decide
from .sign_off import sign_off

# Descriptions of a page that its blocks are compared with.
MAX_FACTS = 4
# Losing a sentence in the middle of the text is the worse fault (docs/explanation/contract.md): in doubt, keep.
THRESHOLD = 0.45
# Where less text than this (characters) is above the threshold, every score may be low: then what is near the best is
# taken.
SHORT = 300
NEAR_BEST = 0.6
# Most lists and tables are wanted or unwanted as a whole: an item's score is this share that of the whole list.
GROUP_WEIGHT = 0.8
_GROUPS = frozenset(("ul", "ol", "table", "dl"))
_ITEMS = frozenset(("li", "tr", "td", "th", "dt", "dd"))
# A paragraph is printed once; shorter lines ("Yes.") may recur (characters).
MIN_REPEAT = 60


@dataclass(frozen=True)
class Body:
    """The blocks of the article in page order, the initials that signed it, and the decisions on the likely blocks.

    `lead` is the text of the first block where the page sets it apart as its lead. `scores` is None for an empty Body.
    `doubt` is that of the scores by which it was decided whether the main content finder is asked, `asked` whether it
    was.
    """

    blocks: tuple[Block, ...] = ()
    lead: str | None = None
    initials: tuple[str, ...] = ()
    decisions: tuple[BlockDecision, ...] = ()
    scores: BlockScores | None = None
    doubt: float = 0.0
    asked: bool = False


def context_of(page: ParsedPage, title: str, authors: tuple[str, ...]) -> Context:
    """What the rules may know about a page; no block is kept yet."""
    return Context(
        title=title, language=page.language, phrases=phrases_for(page.language), authors=authors, page=page.blocks
    )


def facts_of(page: ParsedPage, title: str) -> PageFacts:
    """What a page says about itself, as far as it tells its blocks apart."""
    descriptions = dict.fromkeys(claim.value for claim in page.metadata.descriptions)
    return PageFacts(title=title, descriptions=tuple(descriptions)[:MAX_FACTS])


def find_body(
    page: ParsedPage,
    title: str,
    authors: tuple[str, ...],
    find_main_content: MainContentFinder = trafilatura_content,
) -> Body:
    """The article among the blocks of a page, whose headline and authors are known.

    `find_main_content` is asked where the classifier alone leaves doubt (see `doubt`).
    """
    features = PageFeatures(page.blocks, facts_of(page, title))
    scores = score_blocks(page.blocks, features.with_main(frozenset()))
    doubt = doubt_of(scores)
    if asked := asks_trafilatura(doubt):
        scores = score_blocks(page.blocks, features.with_main(find_main_content(page.tree, page.blocks)))
    return replace(body_of(page, title, authors, scores), doubt=doubt, asked=asked)


def body_of(page: ParsedPage, title: str, authors: tuple[str, ...], scores: BlockScores) -> Body:
    """The article among the blocks of a page by these scores."""
    blocks, context = page.blocks, context_of(page, title, authors)
    taken = taken_blocks(blocks, scores, context.phrases)
    context = replace(context, kept=[block for block in blocks if block.index in taken])
    decisions = [decide(block, taken[block.index], context) for block in context.kept]
    kept = [decision.block for decision in decisions if decision.kept]
    following = blocks[kept[-1].index :] if kept else ()
    lines, initials = sign_off([block.text for block in kept], following)
    left = (block if block.text == line else replace(block, text=line) for block, line in zip(kept, lines, strict=True))
    return Body(tuple(left), lead_of(kept, scores), initials, tuple(decisions), scores)


def taken_blocks(blocks: Sequence[Block], scores: BlockScores, phrases: Phrases) -> dict[int, str]:
    """Why each block is taken before the rules are asked, by index: "main-content", "lead" or "correction"."""
    likely = likely_blocks(blocks, scores)
    corrections = correction_blocks(blocks, likely, phrases) - likely
    leads = lead_blocks(blocks, likely, scores)
    return (
        dict.fromkeys(likely, "main-content") | dict.fromkeys(corrections, "correction") | dict.fromkeys(leads, "lead")
    )


def likely_blocks(blocks: Sequence[Block], scores: BlockScores) -> set[int]:
    """The blocks above the threshold, by index, each long text once."""
    values = _grouped(blocks, scores)
    limit = THRESHOLD
    if sum(len(block.text) for block in blocks if values[block.index] > limit) < SHORT and len(values):
        limit = min(limit, NEAR_BEST * float(values.max()))
    seen: set[str] = set()
    found: set[int] = set()
    last = ""
    for block in blocks:
        if values[block.index] <= limit or (len(block.text) > MIN_REPEAT and block.text in seen):
            continue
        if block.text == last and block.element.tag in HEADINGS:  # for two sizes of screen
            continue
        seen.add(last := block.text)
        found.add(block.index)
    return found


def _grouped(blocks: Sequence[Block], scores: BlockScores) -> NDArray[np.float64]:
    """The scores, those of the items of one list or table drawn towards their mean."""
    groups: dict[HtmlElement, list[int]] = defaultdict(list)
    for spot in map(int, scores.features.index):
        element = blocks[spot].element
        if element.tag in _ITEMS:
            group = next((above for above in element.iterancestors() if above.tag in _GROUPS), None)
            if group is not None:
                groups[group].append(spot)
    values = scores.values.copy()
    for spots in groups.values():
        values[spots] = (1 - GROUP_WEIGHT) * values[spots] + GROUP_WEIGHT * values[spots].mean()
    return values
