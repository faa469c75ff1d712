"""`scrapy fetch`."""

from scrapy.commands.fetch import Command as ScrapyFetch

from . import LooksOnly


class Command(LooksOnly, ScrapyFetch):
    """Scrapy's, which leaves nothing behind."""
