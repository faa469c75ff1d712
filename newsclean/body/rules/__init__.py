"""The rules that drop a line from an article, in the order in which they are asked: pages and plain text share them."""

from newsclean.page.blocks import Block

from . import bylines, captions, embeds, headlines, notices, related, repeats, times
from .rule import Context, Evidence, Rule

RULES: tuple[Rule, ...] = (
    *headlines.RULES,
    *times.RULES,
    *bylines.RULES,
    *captions.RULES,
    *related.RULES,
    *embeds.RULES,
    *notices.RULES,
    *repeats.RULES,
)


def why_dropped(block: Block, context: Context) -> tuple[str, Evidence] | None:
    """The name and the evidence of the first rule that drops the block; None when no rule does."""
    for rule in RULES:
        if (evidence := rule.find(block, context)) is not None:
            return rule.name, evidence
    return None


__all__ = ["RULES", "Context", "Evidence", "Rule", "why_dropped"]
