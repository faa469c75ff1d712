"""Settings that the workers read from the environment, as the commands without Scrapy do."""

from __future__ import annotations

import os

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings


def hand_to_workers(settings: BaseSettings, name: str) -> None:
    """Puts a setting into the environment, unless that has one: what a spider or `-s` says goes before it."""
    value = settings.get(name)
    if value and ((settings.getpriority(name) or 0) > SETTINGS_PRIORITIES["project"] or not os.environ.get(name)):
        os.environ[name] = str(value)
