"""Why a block of the main content is no part of the article: the rules, in the order in which they are asked."""

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


def why_dropped(block: Block, page: Context) -> tuple[str, Evidence] | None:
    """The first rule that drops the block, by name, with its evidence; None if no rule does."""
    for rule in RULES:
        if (evidence := rule.find(block, page)) is not None:
            return rule.name, evidence
    return None


__all__ = ["RULES", "Context", "Evidence", "Rule", "why_dropped"]
