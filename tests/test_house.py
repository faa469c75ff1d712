"""The rules of the house: who may import whom, how full a room may be, and where the tests of a module are.

Covers newsclean.settings.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.utils.misc import load_object

ROOT = Path(__file__).parent.parent
# What a package must not import. `newsclean/spiders` and `newsclean/pipelines` are links to the folders at the top.
FORBIDDEN = {
    "newsclean": (
        "scrapy",
        "twisted",
        "newsclean.spiders",
        "newsclean.pipelines",
        "newsclean.scrapy",
        "newsclean.poet",
    ),
    "spiders": ("newsclean.pipelines", "newsclean.scrapy", "newsclean.poet"),
    "pipelines": ("newsclean.spiders", "newsclean.scrapy", "newsclean.poet"),
}
# What it may import all the same: the pipelines are handed the run, some commands start one, or several, and two
# modules are for other people's Scrapy projects.
ALLOWED = {
    "pipelines": ("newsclean.spiders.run",),
    "newsclean/commands/crawl.py": ("newsclean.spiders.process",),
    "newsclean/commands/crawl_group.py": ("newsclean.spiders.run.status",),
    "newsclean/commands/child_crawls.py": ("newsclean.spiders.run.status",),
    "newsclean/commands/demo.py": ("newsclean.spiders.process",),
    "newsclean/commands/sites_new.py": ("newsclean.spiders.process",),
    "newsclean/commands/sites_try.py": ("newsclean.spiders.process",),
    "newsclean/scrapy.py": ("scrapy", "newsclean.spiders", "newsclean.pipelines"),
    "newsclean/poet.py": ("scrapy", "newsclean.spiders", "newsclean.pipelines", "newsclean.scrapy"),
}
MODULES = {"newsclean": 12, "spiders": 6, "pipelines": 6}  # that may lie loose in it


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports."""
    package = dotted(path).split(".")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = package[: -node.level] if node.level else []
            yield from (".".join([*here, *filter(None, [node.module]), alias.name]) for alias in node.names)


def is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_go_one_way(package: str) -> None:
    paths = sorted((ROOT / package).rglob("*.py"))  # does not follow links
    wrong = []
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        allowed = ALLOWED.get(package, ()) + ALLOWED.get(name, ())
        wrong += [
            f"{name} imports {m}" for m in imported(path) if is_in(m, FORBIDDEN[package]) and not is_in(m, allowed)
        ]
    assert paths
    assert not wrong


def dotted(path: Path) -> str:
    """The name that a module of the repository is imported by."""
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    return f"newsclean.{name}" if path.relative_to(ROOT).parts[0] in ("spiders", "pipelines") else name


def covered(path: Path) -> Iterator[str]:
    """What a test file covers: the module of its name, and what its docstring says in the sentence "Covers ...".

    Names there are of modules or packages, in full or as seen from the package whose tests are in the same folder.
    """
    package = path.parent.relative_to(ROOT / "tests")
    here = dotted(ROOT / package) if package.parts else ""
    yield f"{here}.{path.stem.removeprefix('test_')}"
    sentence = re.search(r"^Covers (.*?)\.$", ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "", re.M | re.S)
    for name in re.findall(r"[a-z_]+(?:\.[a-z_]+)*", sentence[1] if sentence else ""):
        yield from (name, f"{here}.{name}")


def test_a_maintainer_finds_the_tests_of_every_module() -> None:
    found = tuple({name for path in (ROOT / "tests").rglob("test_*.py") for name in covered(path)})
    modules = [path for folder in (*FORBIDDEN, "training") for path in sorted((ROOT / folder).rglob("*.py"))]
    lost = [dotted(path) for path in modules if path.stem[:2] != "__" and not is_in(dotted(path), found)]
    assert not lost, "add tests/PACKAGE/test_NAME.py, or name the module after 'Covers' in the docstring that covers it"


def test_no_test_looks_at_the_clock_or_sleeps() -> None:
    """Speed is measured in benchmarks/, as a ratio; what takes time is waited for by its event (tests/crawls.py)."""
    clocks = re.compile(r"\b(?:process_time|perf_counter|monotonic|sleep)\(|timeout=[1-9]")
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if clocks.search(path.read_text("utf-8"))]
    assert not files


@pytest.mark.parametrize("package", MODULES)
def test_rooms_are_not_drawers(package: str) -> None:
    loose = [path.name for path in (ROOT / package).glob("*.py") if not path.name.startswith("__")]
    assert len(loose) <= MODULES[package], loose


def test_the_library_and_its_settings_load_no_scrapy() -> None:
    code = (
        "import sys, newsclean, newsclean.settings; newsclean.clean, newsclean.explain; "
        "print('scrapy' in sys.modules, 'twisted' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_settings_alone_load_no_pydantic() -> None:
    code = "import sys, newsclean.settings; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_every_component_that_the_settings_name_exists() -> None:
    from newsclean import settings

    named = [*settings.ITEM_PIPELINES, *settings.EXTENSIONS, *settings.FEED_EXPORTERS.values(), settings.LOG_FORMATTER]
    named += [*settings.DOWNLOADER_MIDDLEWARES, *filter(None, settings.DOWNLOAD_HANDLERS.values())]
    named += [settings.TWISTED_DNS_RESOLVER, settings.SPIDER_LOADER_CLASS]
    for dotted in named:
        assert isinstance(load_object(dotted), type), dotted


def test_every_stat_is_named_once() -> None:
    """In spiders/run/stats.py; all others take it from there."""
    own = ROOT / "spiders/run/stats.py"
    for path in [
        file for package in ("spiders", "pipelines") for file in (ROOT / package).rglob("*.py") if file != own
    ]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.fullmatch(r"newsclean/[a-z_/]+", node.value), f"{path}:{node.lineno}: {node.value}"


def test_no_code_hides_an_error_and_no_module_is_a_drawer() -> None:
    for path in [file for package in FORBIDDEN for file in (ROOT / package).rglob("*.py")]:
        assert path.stem not in {"utils", "helpers", "common", "misc"}, path
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{path}:{node.lineno}: a bare except"
