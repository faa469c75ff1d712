"""Why a block of the main content is no part of the article: the rules, in the order in which they are asked."""

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

__all__ = ["RULES", "Context", "Evidence", "Rule"]
