"""How pages arrive: sources are read for links, articles fetched and handed over as `FetchedPage`.

A spider of your own is a subclass of NewsSpider: `from newsclean.spiders import NewsSpider, Site`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsclean.sites.declaration import Site

    from .base import NewsSpider

__all__ = ["NewsSpider", "Site"]


def __getattr__(name: str) -> object:
    """Loaded when first used: `scrapy list` needs neither."""
    if name == "NewsSpider":
        from .base import NewsSpider

        return NewsSpider
    if name == "Site":
        from newsclean.sites.declaration import Site

        return Site
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
