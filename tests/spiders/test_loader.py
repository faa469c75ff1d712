"""Spiders by name: known without being imported, and the same ones that Scrapy would find.

Covers sites.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from newsclean import settings
from newsclean.spiders.loader import LazySpiderLoader

ROOT = Path(__file__).parents[2]


def test_the_names_are_those_of_all_spiders() -> None:
    project = Settings({"SPIDER_MODULES": settings.SPIDER_MODULES})
    lazy = LazySpiderLoader.from_settings(project)
    named = lazy.list()
    assert sorted(named) == sorted(SpiderLoader.from_settings(project).list())
    assert {lazy.load(name).name for name in named} == set(named)


def test_a_project_may_add_spiders_of_its_own() -> None:
    project = Settings({"SPIDER_MODULES": [*settings.SPIDER_MODULES, "tests.hostile.network.spider"]})
    assert {"excepted", "news"} <= set(LazySpiderLoader.from_settings(project).list())


def test_listing_the_spiders_loads_none_of_what_a_crawl_needs() -> None:
    code = (
        "import sys; from scrapy.cmdline import execute\n"
        "try: execute(['scrapy', 'list'])\n"
        "except SystemExit: print(*{'trafilatura', 'newsclean.models', 'newsclean.spiders.base'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "news" in done.stdout.splitlines()
    assert done.stdout.splitlines()[-1] == "", done.stdout
