"""`scrapy parse`: what becomes of one address, in short."""

from __future__ import annotations

import argparse
import warnings
from typing import Any

from itemadapter import ItemAdapter
from scrapy.commands.parse import Command as ScrapyParse
from scrapy.exceptions import DropItem, ScrapyDeprecationWarning
from scrapy.utils.defer import deferred_from_coro

from . import LooksOnly


class Command(LooksOnly, ScrapyParse):
    """Scrapy's. By default, the spider is that of the address's site, and the callback the one for articles.

    With --pipelines the items are those that come out of the pipelines.
    """

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # It is Scrapy's own command that wraps our callback in a Deferred, and then warns of it.
        warnings.filterwarnings("ignore", message=".* returned a Deferred", category=ScrapyDeprecationWarning)
        super().run(args, opts)

    def set_spidercls(self, url: str, opts: argparse.Namespace) -> None:
        from newsclean.sites.site import site_of
        from newsclean.spiders.base import NewsSpider

        if not opts.spider:
            site = site_of(url)
            opts.spider = site.name if site else "news"
        super().set_spidercls(url, opts)
        if self.spidercls is not None and issubclass(self.spidercls, NewsSpider):
            opts.callback = opts.callback or NewsSpider.parse_article.__name__
            if self.spidercls.needs_url:
                opts.spargs.setdefault("url", url)

    def scraped_data(self, args: Any) -> Any:
        items, requests, opts, *rest = args
        if not opts.pipelines:
            return super().scraped_data(args)
        piped = argparse.Namespace(**{**vars(opts), "pipelines": False})
        done = deferred_from_coro(self._through_pipelines(items))
        return done.addCallback(lambda made: super(Command, self).scraped_data((made, requests, piped, *rest)))

    async def _through_pipelines(self, items: list[Any]) -> list[Any]:
        """What comes out; for a page that is rejected, its reject."""
        made = []
        for item in items:
            try:
                made.append(await self.pcrawler.engine.scraper.itemproc.process_item_async(item))
            except DropItem as dropped:
                made.append(getattr(dropped, "reject", {"dropped": str(dropped)}))
        return made

    def add_items(self, lvl: int, new_items: list[Any]) -> None:
        super().add_items(lvl, [_short(ItemAdapter(item).asdict()) for item in new_items])


def _short(value: Any) -> Any:
    """Without what is unknown, and with the size of a page in place of its bytes."""
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, dict):
        return {name: _short(part) for name, part in value.items() if part not in (None, (), [], {}, "")}
    return value
