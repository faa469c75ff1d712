"""The laws of the house: who may import whom, and that the library needs no Scrapy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What a package must not import. `newsclean/spiders` and `newsclean/pipelines` are links to the folders at the top.
FORBIDDEN = {
    "newsclean": {"scrapy", "twisted", "newsclean.spiders", "newsclean.pipelines"},
    "spiders": {"newsclean.pipelines"},
    "pipelines": {"newsclean.spiders"},
}


def imported(path: Path) -> Iterator[str]:
    """Names of imported modules, cut to a package as FORBIDDEN names it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            yield name.partition(".")[0]
            yield ".".join(name.split(".")[:2])


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_go_one_way(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))  # does not follow links
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules
        for name in set(imported(path)) & FORBIDDEN[package]
    }
    assert modules
    assert not wrong


def test_the_library_and_its_settings_load_no_scrapy() -> None:
    code = "import sys, newsclean, newsclean.settings; print('scrapy' in sys.modules, 'twisted' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_every_component_that_the_settings_name_exists() -> None:
    from newsclean import settings

    named = [*settings.ITEM_PIPELINES, *settings.EXTENSIONS, *settings.FEED_EXPORTERS.values(), settings.LOG_FORMATTER]
    named += [*settings.DOWNLOADER_MIDDLEWARES, *filter(None, settings.DOWNLOAD_HANDLERS.values())]
    named.append(settings.TWISTED_DNS_RESOLVER)
    for dotted in (name for name in named if not name.startswith("scrapy.")):
        module, _, name = dotted.rpartition(".")
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.ClassDef)}, dotted


def test_no_code_hides_an_error_and_no_module_is_a_drawer() -> None:
    for path in [file for package in FORBIDDEN for file in (ROOT / package).rglob("*.py")]:
        assert path.stem not in {"utils", "helpers", "common", "misc"}, path
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{path}:{node.lineno}: a bare except"
