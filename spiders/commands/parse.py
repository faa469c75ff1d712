"""`scrapy parse`: what newsclean makes of one page. Scrapy's own command, which leaves nothing in the corpus."""

from __future__ import annotations

import argparse
import warnings
from typing import Any

from scrapy.commands.parse import Command as ScrapyParse
from scrapy.exceptions import ScrapyDeprecationWarning
from scrapy.http import Request
from scrapy.utils.spider import spidercls_for_request

from newsclean.spiders.run.aside import keep_nothing


class Command(ScrapyParse):
    """Pages are shown as their records, or as their rejects. A site that is not declared has the spider "news"."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        keep_nothing(self.settings)
        warnings.filterwarnings("ignore", "(?s).*returned a Deferred", ScrapyDeprecationWarning)  # it is Scrapy's own

    def set_spidercls(self, url: str, opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        if not opts.spider and spidercls_for_request(self.crawler_process.spider_loader, Request(url)) is None:
            opts.spider = "news"
        if opts.spider == "news":
            opts.spargs.setdefault("url", url)
        super().set_spidercls(url, opts)

    def add_items(self, lvl: int, new_items: list[Any]) -> None:
        super().add_items(lvl, [_shown(item) for item in new_items])


def _shown(item: Any) -> Any:
    from newsclean.cleaning import clean
    from newsclean.corpus import FetchedPage, Outcome
    from newsclean.models import Page

    if isinstance(item, FetchedPage | Page):
        return clean(item.page if isinstance(item, FetchedPage) else item)
    return item.result if isinstance(item, Outcome) else item
