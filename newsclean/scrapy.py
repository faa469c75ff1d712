"""newsclean in a Scrapy project of your own: two add-ons, and `page` for its spiders.

    ADDONS = {"newsclean.scrapy.Addon": 500}

Spiders then yield `page(response)`, and the project's own pipelines and feeds get articles. This module loads Scrapy;
nothing else in newsclean needs it.
"""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec
from typing import Any

from scrapy.http import Response
from scrapy.settings import BaseSettings

from newsclean import settings as ours
from newsclean.errors import UsageError
from newsclean.models import Page
from newsclean.pipelines.clean import CleanPipeline
from newsclean.pipelines.rejects import RejectsExtension
from newsclean.pipelines.store import StorePipeline
from newsclean.spiders.commands.crawl import check_names
from newsclean.spiders.download.address_guard import AddressGuardMiddleware
from newsclean.spiders.download.header_fields import content_type_of
from newsclean.spiders.run.outputs import OutputCheckExtension

__all__ = ["Addon", "Guard", "page"]

_ADDON = "addon"  # Scrapy's priority: above its defaults, below whatever the project sets
_ASYNCIO = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
_POET = ("scrapy_poet", "zyte_common_items")
_PROVIDER, _LATE = "newsclean.poet.ArticleProvider", 1500  # those of others for the same types go first


def page(response: Response, **fields: Any) -> Page:
    """The page that came with a response, for a spider to yield: its address after redirects, its bytes, fetched now.

    `fields` are further ones of Page, such as `site`, or other values for these. A response without text is a page,
    too, and becomes a reject. Raises TypeError for what is no response.
    """
    if not isinstance(response, Response):
        raise TypeError(f"page() takes a response of Scrapy's, not {type(response).__name__}")
    known = {
        "url": response.url,
        "html": response.body,
        "content_type": content_type_of(response),
        "fetched_at": dt.datetime.now(dt.UTC),
    }
    return Page(**{**known, **fields})


class Addon:
    """Cleans the pages that spiders yield, in guarded processes; writes down the rejects; exports articles right.

    Whatever the project sets itself stays as it is, at any priority. Nothing else of newsclean's settings is switched
    on: manners, limits of downloads and the corpus are the project's own business.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy's hook. Raises UsageError for a reactor without asyncio, and for a setting of ours that is none."""
        check_names(settings)
        _check_reactor(settings)
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", CleanPipeline, 100)
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", StorePipeline, 110)
        settings.setdefault_in_component_priority_dict("EXTENSIONS", OutputCheckExtension, 100)
        settings.setdefault_in_component_priority_dict("EXTENSIONS", RejectsExtension, 200)
        settings.set("NEWSCLEAN_REJECTS", ours.NEWSCLEAN_REJECTS, _ADDON)
        settings.set("LOG_FORMATTER", ours.LOG_FORMATTER, _ADDON)
        _add(settings, "FEED_EXPORTERS", ours.FEED_EXPORTERS)
        if all(map(find_spec, _POET)):
            _add(settings, "SCRAPY_POET_PROVIDERS", {_PROVIDER: _LATE})


class Guard:
    """Has a project fetch from public addresses only, whatever links, redirects and DNS say (SECURITY.md).

    NEWSCLEAN_ALLOW_HOSTS names exceptions. Works with or without the other add-on.
    """

    _RESOLVER = ours.TWISTED_DNS_RESOLVER
    _HANDLERS = {scheme: path for scheme, path in ours.DOWNLOAD_HANDLERS.items() if path}  # noqa: RUF012 - read only

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Scrapy's hook before a reactor is there. Raises UsageError for what would go round the guard."""
        settings.set("TWISTED_DNS_RESOLVER", cls._RESOLVER, _ADDON)
        cls._check(settings)

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy's hook. Raises UsageError for what would go round the guard, and in the ADDONS of a single spider."""
        if settings["TWISTED_DNS_RESOLVER"] != self._RESOLVER and not settings.getpriority("TWISTED_DNS_RESOLVER"):
            raise UsageError(
                "newsclean.scrapy.Guard guards a whole process. Name it in the ADDONS of the project, not of a spider."
            )
        self._check(settings)
        settings.setdefault_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", AddressGuardMiddleware, 10)
        _add(settings, "DOWNLOAD_HANDLERS", self._HANDLERS)

    @classmethod
    def _check(cls, settings: BaseSettings) -> None:
        given = {"TWISTED_DNS_RESOLVER": settings["TWISTED_DNS_RESOLVER"]}
        handlers = settings.getdict("DOWNLOAD_HANDLERS")
        given |= {f"DOWNLOAD_HANDLERS[{name!r}]": handlers[name] for name in cls._HANDLERS if handlers.get(name)}
        for name, value in given.items():
            if _path(value) not in (cls._RESOLVER, *cls._HANDLERS.values()):
                raise UsageError(
                    f"{name} is {_path(value)}, which newsclean.scrapy.Guard cannot guard. Leave out one of the two."
                )
        if not settings.getbool("TWISTED_REACTOR_ENABLED"):
            raise UsageError("newsclean.scrapy.Guard needs Twisted's reactor. Leave out TWISTED_REACTOR_ENABLED.")


def _check_reactor(settings: BaseSettings) -> None:
    reactor = settings["TWISTED_REACTOR"]
    if settings.getbool("TWISTED_REACTOR_ENABLED") and reactor and _path(reactor) != _ASYNCIO:
        raise UsageError(f"TWISTED_REACTOR is {_path(reactor)}, and newsclean needs asyncio. Use {_ASYNCIO}.")


def _path(component: Any) -> str:
    return component if isinstance(component, str) else f"{component.__module__}.{component.__qualname__}"


def _add(settings: BaseSettings, name: str, entries: dict[str, Any]) -> None:
    """Adds entries to a setting that is a dictionary; those that it has stay."""
    priority = settings.getpriority(name) or 0
    settings.set(name, {**entries, **settings.getdict(name)}, priority)
