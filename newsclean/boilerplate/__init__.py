"""Why a block of the main content is no part of the article: the rules, in the order in which they are asked."""

from .rule import Context, Evidence, Rule

RULES: tuple[Rule, ...] = ()

__all__ = ["RULES", "Context", "Evidence", "Rule"]
