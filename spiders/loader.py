"""The spiders by name, found without importing them."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import NoReturn

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import walk_modules_iter

from newsclean import settings as defaults
from newsclean.errors import NewscleanError
from newsclean.sites.folders import VARIABLE, SiteFiles

from .run.environment import hand_to_workers

_DECLARED = "newsclean.spiders.sites"
# Our own files in this folder.
_PARTS = ("__init__", "base", "loader", "news", "process", "search", "sites")


class LazySpiderLoader(SpiderLoader):
    """Scrapy's loader, except that our spiders are imported when one is needed: `scrapy list` needs only names.

    These are "news" and the names of the declared sites. Spiders of the user's own are imported at once, as Scrapy does
    it: those of further SPIDER_MODULES, and of files that were put beside ours. They go before ours of the same name.
    """

    def __init__(self, settings: BaseSettings) -> None:
        hand_to_workers(settings, VARIABLE)
        self._ours = [name for name in settings.getlist("SPIDER_MODULES") if name in defaults.SPIDER_MODULES]
        self._are_ours_loaded = False
        super().__init__(settings)

    def _load_all_spiders(self) -> None:
        named = self.spider_modules
        beside = _beside_ours() if self._ours else []
        self.spider_modules = [name for name in named if name not in self._ours] + beside
        super()._load_all_spiders()
        self.spider_modules = named

    def load(self, spider_name: str) -> type[Spider]:
        """Raises SiteError for a site whose file is wrong."""
        if spider_name not in self._spiders:
            self._load_ours()
        if spider_name not in self._spiders and spider_name in self._declared():
            from newsclean.sites.site import site_named
            from newsclean.spiders.sites import spider_of

            self._spiders[spider_name] = spider_of(site_named(spider_name))
        return super().load(spider_name)

    def list(self) -> list[str]:
        return sorted({*super().list(), *self._declared()})

    def find_by_request(self, request: Request) -> builtins.list[str]:
        self._load_ours()
        return super().find_by_request(request)

    def _declared(self) -> set[str]:
        try:
            return {"news", *SiteFiles.found().names} if _DECLARED in self._ours else set()
        except NewscleanError as error:
            _end(error)

    def _load_ours(self) -> None:
        if not self._are_ours_loaded:
            self._are_ours_loaded = True
            own = self._spiders
            self._spiders = {}
            for name in self._ours:
                for module in walk_modules_iter(name):
                    self._load_spiders(module)
            self._spiders |= own


def _beside_ours() -> list[str]:
    """The modules that a user has put into the folder of our spiders, as in any Scrapy project."""
    files = Path(__file__).parent.glob("*.py")
    return sorted(f"{__package__}.{file.stem}" for file in files if file.stem not in _PARTS)


def _end(error: NewscleanError) -> NoReturn:
    """Ends the program: `scrapy list` and Scrapy's other commands would show a traceback."""
    print(f"newsclean: {error}", file=sys.stderr)
    sys.exit(error.exit_status)
