"""`scrapy crawl` and `newsclean crawl`: clear messages for wrong use, and an exit status that says how the run went.

Scrapy imports this module for each of its commands, so what takes time is imported when a crawl begins.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newsclean import settings as defaults
from newsclean.errors import NewscleanError, UsageError, suggestion
from newsclean.page.urls import is_web_url, site_label
from newsclean.spiders.run.status import RunStatus

# Scrapy's reports on itself, about fifty lines at INFO that are the same every night.
_CHATTY = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.memusage",
    "scrapy.middleware",
)


_COUNTS = ("NEWSCLEAN_PROBE", "NEWSCLEAN_RETRY_AFTER_MAX")


class Command(ScrapyCrawl):
    """The exit status is that of the run: see spiders/run/status.py."""

    program = "scrapy"  # as the user typed it

    def syntax(self) -> str:
        return "[options] <spider or URL>"

    def short_desc(self) -> str:
        return "Crawl a site, by its spider's name or its URL"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        from newsclean.spiders.run.arguments import Arguments

        super().add_options(parser)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="print what would be fetched, and why the rest is not; fetch no article",
        )
        parser.usage = f"{self.program} crawl {self.syntax()}"
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        arguments = (f"  -a {name}=  {field.description}" for name, field in Arguments.model_fields.items())
        statuses = (f"  {each.exit_status}  {each.meaning}" for each in RunStatus)
        parser.epilog = "\n".join(["Arguments:", *arguments, "", "Exit status:", *statuses])

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Checks settings, the spider's name and its arguments before anything starts."""
        from newsclean.spiders.base import NewsSpider

        for number in (signal.SIGTERM, signal.SIGINT):  # Scrapy handles them once its reactor runs
            signal.signal(number, _stop_at_once)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup sets it
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # not that of the `newsclean` command
        super().process_options(args, opts)
        assert self.settings is not None
        if len(args) != 1:
            raise ScrapyUsageError(f"one spider or URL is needed: {self.program} crawl sindonews")
        try:
            _check_settings(self.settings)
            if opts.dry_run:
                opts.spargs["dry_run"] = "1"
            if args[0].lower().startswith(("http://", "https://")):
                args[0] = _spider_for(args[0], opts.spargs)
            spider = _spider_class(self.settings, args[0])
            if issubclass(spider, NewsSpider) and spider.read_arguments(opts.spargs).dry_run:
                for name, nothing in (("FEEDS", {}), ("NEWSCLEAN_REJECTS", "")):  # files of earlier runs stay
                    self.settings.set(name, nothing, priority=100)
            _make_folder(self.settings["LOG_FILE"])
        except NewscleanError as error:
            _end(error, _label(args[0], opts.spargs))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls; sets the exit status by how the run ended."""
        from newsclean.spiders.run.crawl_run import CrawlRun
        from newsclean.spiders.run.guard import Guard

        assert self.crawler_process is not None
        if self.crawler_process.settings["LOG_LEVEL"] == "INFO":
            for name in _CHATTY:
                logging.getLogger(name).setLevel(logging.WARNING)
        crawler = self._create_crawler(args[0])
        crawl = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        error = crawl.exception() if isinstance(crawl, asyncio.Task) and crawl.done() else None
        if isinstance(error, NewscleanError):
            _end(error, _label(args[0], opts.spargs))
        if error is not None:
            raise error
        status = CrawlRun.of(crawler).status or (RunStatus.STOPPED if Guard.has_signal() else RunStatus.FAULT)
        self.exitcode = status.exit_status


def check_names(settings: BaseSettings) -> None:
    """Raises UsageError for a setting of ours that there is not."""
    for name in settings:
        if name.startswith("NEWSCLEAN_") and not hasattr(defaults, name):
            ours = [known for known in vars(defaults) if known.startswith("NEWSCLEAN_")]
            raise UsageError(f"there is no setting {name}. {suggestion(name, sorted(ours), 'There are', str)}")


def _check_settings(settings: BaseSettings) -> None:
    """Raises UsageError for a setting of ours, or a log level, that there is not, and for another reactor."""
    from newsclean.spiders.run.stopping import check_reactor

    check_names(settings)
    for name in _COUNTS:
        if not str(settings[name]).isdecimal():
            raise UsageError(f"{name}={settings[name]} is not a number of 0 or more. Use {getattr(defaults, name)}.")
    check_reactor(settings)
    level, levels = settings["LOG_LEVEL"], logging.getLevelNamesMapping()
    if isinstance(level, str) and level not in levels:
        raise UsageError(f"there is no log level {level!r}. There are: {', '.join(levels)}.")


def _spider_for(url: str, arguments: dict[str, str]) -> str:
    """The name of the spider that crawls a URL, which becomes one of its arguments."""
    if "url" in arguments:
        raise UsageError(f"{url} and -a url={arguments['url']} are two addresses; leave out one of them.")
    arguments["url"] = url
    return "news"


def _spider_class(settings: BaseSettings, name: str) -> type[object]:
    loader = get_spider_loader(settings)
    names = loader.list()
    if name not in names and "." in name:
        raise UsageError(f"there is no spider {name!r}. An address begins with http:// or https://.")
    if name not in names:
        raise UsageError(f"there is no spider {name!r}. {suggestion(name, sorted(names), 'There are')}")
    return loader.load(name)


def _stop_at_once(number: int, frame: object) -> NoReturn:  # noqa: ARG001 - a signal handler's signature
    """Handles a signal that comes before anything has begun; as process 1 of a container it would have no effect."""
    os.write(2, b"newsclean: a signal stopped the run before it began\n")
    os._exit(RunStatus.STOPPED.exit_status)


def _make_folder(log: str | None) -> None:
    """Makes the folder of the log. Raises UsageError where none can be."""
    if log:
        try:
            Path(log).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"the log {log} cannot be written: {error.strerror}. Choose another file.") from None


def _label(spider: str, arguments: Mapping[str, str]) -> str:
    """The name of the site that is crawled, by which its lines in a mail are told from those of other crawls."""
    return site_label(arguments["url"]) if spider == "news" and is_web_url(arguments.get("url", "")) else spider


def _end(error: NewscleanError, label: str) -> NoReturn:
    print(f"{label}: newsclean: {error}", file=sys.stderr)
    sys.exit(error.exit_status)
