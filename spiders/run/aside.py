"""What Scrapy's commands for looking at a page leave behind: nothing in the corpus, no rejects, no report of a run."""

from __future__ import annotations

import logging

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

_NOTHING_KEPT = {"NEWSCLEAN_CORPUS": "", "NEWSCLEAN_REJECTS": ""}


def keep_nothing(settings: BaseSettings | None) -> None:
    """Turns corpus and reject file off, unless `-s` names them, and the figures of a run that is none."""
    assert settings is not None
    priority = SETTINGS_PRIORITIES["cmdline"]
    for name, nothing in _NOTHING_KEPT.items():
        if (settings.getpriority(name) or 0) < priority:
            settings.set(name, nothing, priority=priority)
    logging.getLogger("newsclean.spiders.run.crawl_run").setLevel(logging.CRITICAL)
