"""newsclean: turns news pages into clean records, title, date and body."""

from .cleaning import clean, extract, extract_many
from .models import Article, Entry, Page, Reason, Reject

__all__ = ["Article", "Entry", "Page", "Reason", "Reject", "clean", "extract", "extract_many"]
