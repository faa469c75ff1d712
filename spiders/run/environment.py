"""Settings that the environment has, too: the workers, and the commands without Scrapy, read them there."""

from __future__ import annotations

import os

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings


def is_asked_for(settings: BaseSettings, name: str) -> bool:
    """Whether a setting is of this run, by a spider or by `-s`, and not the project's."""
    return (settings.getpriority(name) or 0) > SETTINGS_PRIORITIES["project"]


def hand_to_workers(settings: BaseSettings, name: str) -> None:
    """Puts a setting into the environment, unless that has one: what a spider or `-s` says goes before it."""
    value = settings.get(name)
    if value and (is_asked_for(settings, name) or not os.environ.get(name)):
        os.environ[name] = str(value)
