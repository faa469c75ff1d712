"""newsclean: turns news pages into clean records, title, date and body."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cleaning import clean, extract
    from .explanation import Explanation, explain
    from .many import clean_many, extract_many
    from .models import Article, ArticleBlock, Entry, Page, Reason, Reject
    from .sites.site_lines import SiteLines

    __version__: str

__all__ = [
    "Article",
    "ArticleBlock",
    "Entry",
    "Explanation",
    "Page",
    "Reason",
    "Reject",
    "SiteLines",
    "clean",
    "clean_many",
    "explain",
    "extract",
    "extract_many",
]
# Loaded when first used: `newsclean --help` and `scrapy list` need none of it.
_MODULES = {
    "cleaning": ("clean", "extract"),
    "explanation": ("Explanation", "explain"),
    "many": ("clean_many", "extract_many"),
    "models": ("Article", "ArticleBlock", "Entry", "Page", "Reason", "Reject"),
    "sites.site_lines": ("SiteLines",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        value: object = version("newsclean")
    elif name in _HOMES:
        value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
