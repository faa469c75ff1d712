"""`scrapy shell`: Scrapy's own, which leaves nothing in the corpus."""

from __future__ import annotations

import argparse

from scrapy.commands.shell import Command as ScrapyShell

from newsclean.spiders.run.aside import keep_nothing


class Command(ScrapyShell):
    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        keep_nothing(self.settings)
