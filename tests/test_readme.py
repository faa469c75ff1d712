"""The README does what it says: its commands are run, here or in .ci/run, and its tables are complete."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from newsclean import Article
from newsclean.corpus import SiteFolder
from newsclean.page.urls import is_web_url
from newsclean.sites.site import Site, parse_site
from newsclean.spiders.run.arguments import Arguments
from tests.crawls import PATIENCE, ROOT, SCRIPTS
from tests.newsclean.corpus.stories import night, story

README = (ROOT / "README.md").read_text("utf-8")
SITES_DOC = (ROOT / "docs/how-to/add-a-site.md").read_text("utf-8")
TUTORIAL = (ROOT / "docs/tutorial.md").read_text("utf-8")
SAMPLE = ROOT / "spiders/demo/site/meridian/read/3101/estuary-tunnel-vote.html"

# Commands that .ci/run runs in a clean clone, the plain ones through the Makefile's own lines.
BY_CI = {"make demo", "make test", "make check"}
BY_MAKE = {
    "python3 -m venv .venv": "$(PYTHON) -m venv $(VENV)",
    ". .venv/bin/activate": "BIN := $(VENV)/bin",
    "pip install -c constraints.txt -e .": 'pip install -c constraints.txt -e ".[dev,docs]"',
    'pip install -c constraints.txt -e ".[dev,docs]"': 'pip install -c constraints.txt -e ".[dev,docs]"',
    "scrapy crawl demo -O articles.jsonl": "$(BIN)/scrapy crawl demo -O articles.jsonl",
    "newsclean show articles.jsonl --first 1": "$(BIN)/newsclean show articles.jsonl --first 1",
    "pytest": "$(BIN)/pytest",
}
BY_PACKAGING = {"pip install -c constraints.txt ."}  # test_packaging.py installs the wheel and uses it


def fenced(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def commands(text: str = README) -> list[str]:
    return [line for block in fenced("sh", text) for line in block.splitlines()]


def crawls(text: str = README) -> list[str]:
    starts = ("scrapy ", "newsclean crawl ")
    return [line for line in commands(text) if line.startswith(starts) and line not in BY_MAKE]


CRAWLS = crawls()
LOCAL = [line for line in commands() if line.startswith("newsclean ") and line not in {*BY_MAKE, *CRAWLS}]
CRON = [line.split(maxsplit=5)[5].split("&&")[1].strip() for block in fenced("crontab") for line in block.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working directory with the files that the README speaks of."""
    shutil.copy(SAMPLE, tmp_path / "page.html")
    (tmp_path / "pages").mkdir()
    shutil.copy(SAMPLE, tmp_path / "pages")
    expected = json.loads((ROOT / "fixtures/demo/expected/meridian/estuary-tunnel-vote.json").read_text("utf-8"))
    lines = [expected["title"], *expected["paragraphs"], "Share", "Read more"]
    (tmp_path / "page.txt").write_text("\n".join(lines), "utf-8")
    page = {"url": "https://harbour.example/news/1", "html": SAMPLE.read_text("utf-8")}
    (tmp_path / "pages.jsonl").write_text(json.dumps(page), "utf-8")
    night(corpus := SiteFolder(tmp_path / "corpus/sindonews"), story(1))
    shutil.copy(corpus.archives()[0], tmp_path / "crawl.warc.gz")
    return tmp_path


def test_every_command_is_checked_by_one_of_these_tests() -> None:
    assert {*commands()} == {*BY_CI, *BY_MAKE, *BY_PACKAGING, *LOCAL, *CRAWLS}


def is_first(line: str) -> bool:
    """Whether the README has no earlier line of the same command."""
    word = line.split()[1]
    return line == next(each for each in LOCAL if each.split()[1] == word)


@pytest.mark.parametrize(
    "line", [pytest.param(line, marks=[] if is_first(line) else pytest.mark.slow) for line in LOCAL]
)
def test_a_command_on_files_succeeds(line: str, folder: Path) -> None:
    ended = subprocess.run(
        line,
        shell=True,
        cwd=folder,
        env={"PATH": f"{SCRIPTS}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ended.returncode == 0, ended.stderr
    words = shlex.split(line)
    assert ended.stdout or (folder / words[words.index("-o") + 1]).stat().st_size


def test_what_ci_runs_is_what_the_readme_says() -> None:
    ci = (ROOT / ".ci/run").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "make demo" in ci
    assert "make test" in ci
    assert "make lint" in ci
    assert "check: lint test" in makefile
    for line, recipe in BY_MAKE.items():
        assert recipe in makefile, line


@pytest.mark.parametrize("line", [*CRAWLS, *crawls(TUTORIAL), *CRON])
def test_a_crawl_that_needs_the_network_names_a_spider_and_valid_arguments(line: str) -> None:
    program, command, *rest = shlex.split(line.removeprefix(".venv/bin/"))
    if (program, command) == ("scrapy", "list"):
        return
    assert command == "crawl"
    assert rest[0] in spiders() or (program == "newsclean" and is_web_url(rest[0]))
    given = [rest[at + 1] for at, word in enumerate(rest) if word == "-a"]
    Arguments.read(dict(argument.split("=", 1) for argument in given))
    assert {word for word in rest if word.startswith("-")} <= {"-a", "-o", "-O", "-L", "-s"}


@cache
def spiders() -> list[str]:
    ended = subprocess.run(
        [SCRIPTS / "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    return ended.stdout.split()


def test_every_argument_of_a_crawl_is_explained() -> None:
    assert re.findall(r"^\| `-a (\w+)=` \|", README, re.M) == list(Arguments.model_fields)


def test_the_python_examples_run(folder: Path) -> None:
    program = "\n".join(fenced("python"))
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE
    )
    assert ended.returncode == 0, ended.stderr
    title = ended.stdout.splitlines()[0]
    assert (
        title == json.loads((ROOT / "fixtures/demo/expected/meridian/estuary-tunnel-vote.json").read_bytes())["title"]
    )


def test_the_example_of_a_record_is_a_record() -> None:
    (example,) = fenced("json")
    record = Article.model_validate_json(
        example.replace("\n}", ',\n  "content_hash": "0", "extractor": "newsclean"\n}')
    )
    assert {*json.loads(example)} < {*Article.model_fields}
    assert record.title


@pytest.mark.parametrize("text", [README, SITES_DOC])
def test_the_example_of_a_site_is_a_valid_one_of_ten_lines_at_most(text: str) -> None:
    (declaration,) = fenced("toml", text)
    assert len(declaration.splitlines()) <= 10
    assert parse_site(declaration, "sites/harbour.toml").name == "harbour"


def test_the_table_names_every_key_of_a_site_in_order() -> None:
    assert table(SITES_DOC, "key") == list(Site.model_fields)


def table(text: str, heading: str) -> list[str]:
    """The first column of the table with that heading."""
    (found,) = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.M)
    return re.findall(r"^\| `([^`]+)` \|", found, re.M)
