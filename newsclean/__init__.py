"""newsclean: turns news pages into clean records, title, date and body."""

from .cleaning import clean, extract, extract_many
from .explanation import Explanation, explain
from .models import Article, Entry, Page, Reason, Reject

__all__ = [
    "Article",
    "Entry",
    "Explanation",
    "Page",
    "Reason",
    "Reject",
    "clean",
    "explain",
    "extract",
    "extract_many",
]
