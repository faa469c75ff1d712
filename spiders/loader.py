"""The spiders by name, found without importing them."""

from __future__ import annotations

import builtins
import os
import sys
from typing import NoReturn

from scrapy import Request, Spider
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.spiderloader import SpiderLoader

from newsclean import settings as defaults
from newsclean.errors import NewscleanError
from newsclean.sites.folders import VARIABLE, SiteFiles

_DECLARED = "newsclean.spiders.sites"


class LazySpiderLoader(SpiderLoader):
    """Scrapy's loader, except that spiders are imported when one is needed: `scrapy list` needs only names.

    These are "news" and the names of the declared sites. With further SPIDER_MODULES everything is imported at once, as
    Scrapy does it.
    """

    def __init__(self, settings: BaseSettings) -> None:
        folder = settings.get(VARIABLE)
        if folder and ((settings.getpriority(VARIABLE) or 0) > SETTINGS_PRIORITIES["project"] or not _in_environment()):
            os.environ[VARIABLE] = str(folder)  # the workers look there, too
        super().__init__(settings)

    def _load_all_spiders(self) -> None:
        if set(self.spider_modules) - set(defaults.SPIDER_MODULES):
            super()._load_all_spiders()

    def load(self, spider_name: str) -> type[Spider]:
        """Raises SiteError for a site whose file is wrong."""
        self._import()
        if spider_name not in self._spiders and spider_name in self._declared():
            from newsclean.sites.site import site_named
            from newsclean.spiders.sites import spider_of

            self._spiders[spider_name] = spider_of(site_named(spider_name))
        return super().load(spider_name)

    def list(self) -> list[str]:
        return sorted({*super().list(), *self._declared()})

    def find_by_request(self, request: Request) -> builtins.list[str]:
        self._import()
        return super().find_by_request(request)

    def _declared(self) -> set[str]:
        try:
            return {"news", *SiteFiles.found().names} if _DECLARED in self.spider_modules else set()
        except NewscleanError as error:
            _end(error)

    def _import(self) -> None:
        if not self._spiders:
            super()._load_all_spiders()


def _in_environment() -> bool:
    return bool(os.environ.get(VARIABLE))


def _end(error: NewscleanError) -> NoReturn:
    """Ends the program: `scrapy list` and Scrapy's other commands would show a traceback."""
    print(f"newsclean: {error}", file=sys.stderr)
    sys.exit(error.exit_status)
