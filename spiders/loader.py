"""The spiders by name, found without importing them."""

from __future__ import annotations

import builtins
from importlib import resources

from scrapy import Request, Spider
from scrapy.spiderloader import SpiderLoader

from newsclean import settings


class LazySpiderLoader(SpiderLoader):
    """Scrapy's loader, except that spiders are imported when one is needed: `scrapy list` needs only names.

    These are "news" and the names of the declared sites. With further SPIDER_MODULES everything is imported at once, as
    Scrapy does it.
    """

    def _load_all_spiders(self) -> None:
        if set(self.spider_modules) - set(settings.SPIDER_MODULES):
            super()._load_all_spiders()

    def load(self, spider_name: str) -> type[Spider]:
        self._import()
        return super().load(spider_name)

    def list(self) -> list[str]:
        return super().list() or _names()

    def find_by_request(self, request: Request) -> builtins.list[str]:
        self._import()
        return super().find_by_request(request)

    def _import(self) -> None:
        if not self._spiders:
            super()._load_all_spiders()


def _names() -> list[str]:
    files = resources.files("newsclean.sites").iterdir()
    return sorted(["news", *(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))])
