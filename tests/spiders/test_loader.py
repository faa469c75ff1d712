"""Spiders by name: known without being imported, and the same ones that Scrapy would find.

Covers sites.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.test import get_crawler

from newsclean import settings
from newsclean.errors import SiteError, UsageError
from newsclean.spiders.loader import LazySpiderLoader
from newsclean.spiders.news import AnyNewsSpider

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


def test_a_spider_of_ours_without_our_settings_is_refused() -> None:
    with pytest.raises(UsageError, match="set SCRAPY_SETTINGS_MODULE"):
        AnyNewsSpider.from_crawler(get_crawler())


def test_listing_the_spiders_loads_none_of_what_a_crawl_needs() -> None:
    code = (
        "import sys; from scrapy.cmdline import execute\n"
        "try: execute(['scrapy', 'list'])\n"
        "except SystemExit: print(*{'trafilatura', 'newsclean.models', 'newsclean.spiders.base'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "news" in done.stdout.splitlines()
    assert done.stdout.splitlines()[-1] == "", done.stdout


def test_sites_of_the_users_own_have_spiders_and_the_command_line_names_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("command", "environment", "project"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"of-{folder}.toml").write_text('domains = ["harbour.example"]\n')
    (tmp_path / "command/wrong.toml").write_text('domains = ["com"]\n')
    monkeypatch.setenv("NEWSCLEAN_SITES", str(tmp_path / "environment"))
    project = Settings({"SPIDER_MODULES": settings.SPIDER_MODULES})
    project.set("NEWSCLEAN_SITES", str(tmp_path / "project"), priority="project")
    assert "of-environment" in LazySpiderLoader.from_settings(project).list()
    project.set("NEWSCLEAN_SITES", str(tmp_path / "command"), priority="cmdline")
    loader = LazySpiderLoader.from_settings(project)
    assert {"of-command", "wrong", "sindonews"} <= set(loader.list())
    assert "of-environment" not in loader.list()
    assert loader.load("of-command").name == "of-command"
    with pytest.raises(SiteError, match=r"wrong\.toml:1: domains: 'com'"):
        loader.load("wrong")
