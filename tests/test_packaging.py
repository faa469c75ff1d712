"""What is shipped: one package with the library, its command, the spiders and the pipelines, and that it crawls."""

from __future__ import annotations

import ast
import csv
import gzip
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from newsclean.spiders.demo.server import DemoSite
from tests.crawls import PATIENCE, ROOT
from tests.server import Answer, NewsServer
from tests.spiders.test_base import article, feed

SAMPLE = ROOT / "spiders/demo/site/lintas/read/1101/pelabuhan-sagarayu-dibuka-lagi.html"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def test_the_public_names_are_these() -> None:
    import newsclean

    assert newsclean.__all__ == [
        "Article",
        "ArticleBlock",
        "Entry",
        "Explanation",
        "Page",
        "Reason",
        "Reject",
        "SiteLines",
        "clean",
        "clean_many",
        "explain",
        "extract",
        "extract_many",
    ]


def test_every_dependency_is_bounded_and_pinned() -> None:
    pinned = {_plain(pin.split("==")[0]) for pin in PINS}
    wanted = PYPROJECT["project"]["dependencies"] + PYPROJECT["project"]["optional-dependencies"]["dev"]
    for requirement in wanted:
        name = _plain(re.match(r"[\w.-]+", requirement)[0])  # type: ignore[index]  # a requirement begins with a name
        assert name in pinned, f"{name} is not in constraints.txt; CONTRIBUTING.md says how to refresh it"
        assert "<" in requirement or name == "tzdata", requirement


def test_every_dependency_is_imported_and_every_import_is_a_dependency() -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]
    lines = PYPROJECT["project"]["dependencies"] + extras["dedup"] + extras["parquet"] + extras["poet"]
    declared = {_plain(re.split(r"[<>=~! ]", line)[0]) for line in lines}
    providers = packages_distributions()
    imported = {
        _plain(providers[name][0])
        for package in ("newsclean", "spiders", "pipelines")
        for path in (ROOT / package).rglob("*.py")
        for name in _imported(path)
        if name in providers
    } - {"newsclean", "babel", "playwright"}  # to generate cldr.json; of an extra that the tests can do without
    of_scrapy = {_plain(re.split(r"[<>=~!;\[ ]", line)[0]) for line in requires("scrapy") or ()}
    assert imported - declared <= of_scrapy, "what Scrapy brings along, in the version that it chooses"
    assert declared - imported == {"lxml-html-clean", "tzdata"}, "needed by what others import"


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    assert [pin for pin in PINS if not re.fullmatch(r"[\w.-]+==[\w.+!]+", pin)] == []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # In a copy: a build must not depend on what else lies in the checkout, nor leave anything there.
    source = folder / "source"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "*.jsonl", "dist", "build")
    shutil.copytree(ROOT, source, ignore=ignored, symlinks=True)
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, source)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_one_package_with_its_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    packaged = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    assert {name.split("/")[0] for name in packaged} == {"newsclean"}
    assert packaged == {f"newsclean/{name}" for name in _files(ROOT / "newsclean")} | {
        f"newsclean/{folder}/{name}" for folder in ("spiders", "pipelines") for name in _files(ROOT / folder)
    }
    data = {"sites/id/sindonews.toml", "lang/id.toml", "lang/cldr.json", "spiders/demo/site/rss.xml", "py.typed"}
    assert {f"newsclean/{name}" for name in data} <= packaged
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def _files(folder: Path) -> set[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def binaries(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that holds the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    _run(folder / "bin/python", "-m", "pip", "install", "-q", "--no-compile", "-c", ROOT / "constraints.txt", wheel)
    for package in ("spiders", "pipelines"):
        assert not list(folder.glob(f"lib/python*/site-packages/{package}"))
    return folder / "bin"


@pytest.mark.slow
def test_the_wheel_cleans_a_page(binaries: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "page.html")
    ended = _run(binaries / "newsclean", "clean", "page.html", cwd=tmp_path)
    expected = json.loads((ROOT / "fixtures/demo/expected/lintas" / f"{SAMPLE.stem}.json").read_text("utf-8"))
    assert json.loads(ended.stdout)["title"] == expected["title"]


@pytest.mark.slow
def test_the_wheel_crawls_a_site_by_its_url(binaries: Path, tmp_path: Path) -> None:
    pages: dict[str, Answer | str] = {"/feed": feed("/a", "/b"), "/a": article("A story"), "/b": article("Another one")}
    with NewsServer(pages) as server:
        allowed = f"NEWSCLEAN_ALLOW_HOSTS={server.base.removeprefix('http://')}"
        words = ("crawl", f"{server.base}/feed", "-O", "articles.jsonl", "-s", allowed, "-s", "DOWNLOAD_DELAY=0")
        ended = _run(binaries / "newsclean", *words, cwd=tmp_path)
    assert "2 discovered, 2 new" in ended.stderr
    lines = (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["title"] for line in lines} == {"A story", "Another one"}
    assert len(list(tmp_path.glob("corpus/127.0.0.1/exports/*.jsonl"))) == 1


@pytest.mark.slow
def test_the_wheel_knows_the_declared_sites_and_runs_the_demo(binaries: Path, tmp_path: Path) -> None:
    refused = subprocess.run([binaries / "newsclean", "crawl", "sindonews", "-a", "limit=0"], cwd=tmp_path)
    assert refused.returncode == 2
    ended = _run(binaries / "python", "-m", "newsclean", "demo", cwd=tmp_path)
    assert "24 records are in" in ended.stdout
    assert len((tmp_path / "demo.jsonl").read_bytes().splitlines()) == 24


@pytest.mark.slow
def test_the_example_of_the_add_on_runs_from_the_wheel(binaries: Path, tmp_path: Path) -> None:
    folder = _example("scrapy-addon", tmp_path, binaries, "papers")
    lines = (folder / "articles.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 24
    assert None not in {json.loads(line)["section"] for line in lines}
    rows = list(csv.DictReader(io.StringIO(gzip.decompress((folder / "articles.csv.gz").read_bytes()).decode())))
    assert [row["title"] for row in rows] == [json.loads(line)["title"] for line in lines]


@pytest.mark.slow
def test_the_example_of_scrapy_poet_runs_from_the_wheel(binaries: Path, wheel: Path, tmp_path: Path) -> None:
    pip = (binaries / "python", "-m", "pip", "install", "-q", "--no-compile", "-c", ROOT / "constraints.txt")
    _run(*pip, f"{wheel}[poet]")
    folder = _example("scrapy-poet", tmp_path, binaries, "papers", "zyte")
    articles, of_zyte = (json.loads((folder / name).read_text("utf-8")) for name in ("papers.json", "zyte.json"))
    assert len(articles) == 24
    assert {item["headline"] for item in of_zyte} == {item["title"] for item in articles}


def _example(name: str, folder: Path, binaries: Path, *spiders: str) -> Path:
    """A copy of the example, in which these spiders have crawled the demo site."""
    project = folder / name
    shutil.copytree(ROOT / "examples" / name, project)
    with DemoSite() as site:
        for spider in spiders:
            words = ("crawl", spider, "-a", f"url={site.url}", "-s", "NEWSCLEAN_PAGE_TIMEOUT=60")
            _run(binaries / "scrapy", *words, cwd=project)
    return project


def _run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [*map(str, words)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended
