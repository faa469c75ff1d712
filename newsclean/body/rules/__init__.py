"""The rules that drop a line from an article, in the order in which they are asked: pages and plain text share them."""

from collections.abc import Iterator

from newsclean.page.blocks import Block

from . import boxes, bylines, captions, embeds, headlines, notices, related, repeats, separators, times
from .rule import BlockDecision, Context, Evidence, Rule

RULES: tuple[Rule, ...] = (
    *headlines.RULES,
    *times.RULES,
    *bylines.RULES,
    *captions.RULES,
    *related.RULES,
    *embeds.RULES,
    *notices.RULES,
    *repeats.RULES,
    *separators.RULES,
    *boxes.RULES,
)


def against(block: Block, context: Context) -> Iterator[tuple[str, Evidence]]:
    """The names and the evidence of the rules that would drop the block, in the order in which they are asked."""
    size = len(block.text)
    for rule in RULES:
        if size <= rule.longest and (evidence := rule.find(block, context)) is not None:
            yield rule.name, evidence


def why_dropped(block: Block, context: Context) -> tuple[str, Evidence] | None:
    """The name and the evidence of the first rule that drops the block; None when no rule does."""
    return next(against(block, context), None)


def decide(block: Block, why_kept: str, context: Context) -> BlockDecision:
    """The decision of the rules on a block; `why_kept` names the reason to keep it when none drops it."""
    if (dropped := why_dropped(block, context)) is not None:
        return BlockDecision(block, False, *dropped)
    return BlockDecision(block, True, why_kept, {})


__all__ = ["RULES", "BlockDecision", "Context", "Evidence", "Rule", "against", "decide", "why_dropped"]
