"""`scrapy view`."""

from scrapy.commands.view import Command as ScrapyView

from . import LooksOnly


class Command(LooksOnly, ScrapyView):
    """Scrapy's, which leaves nothing behind."""
