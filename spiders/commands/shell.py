"""`scrapy shell`."""

from scrapy.commands.shell import Command as ScrapyShell

from . import LooksOnly


class Command(LooksOnly, ScrapyShell):
    """Scrapy's, which leaves nothing behind."""
