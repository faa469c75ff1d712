"""The documentation site builds, its generated pages are current, its links lead somewhere, and its programs run."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from newsclean.formats import Writer
from tests.crawls import PATIENCE, ROOT
from tests.server import Answer, NewsServer

GENERATED = runpy.run_path(str(ROOT / "docs/write_reference.py"))["PAGES"]
SAMPLE = ROOT / "fixtures/pages/sindonews/perahu-pustaka/page.html"


def programs(page: str) -> list[str]:
    found = re.findall(r"^ *```python\n(.*?)^ *```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    return [textwrap.dedent(program) for program in found]


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for page in tmp_path.rglob("*.html"):
        assert re.findall(r'(?:src|<link[^>]*href)="https?:[^"]*"', page.read_text("utf-8")) == [], page


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_current(name: str) -> None:
    kept = (ROOT / "docs/reference" / name).read_text("utf-8")
    assert kept == GENERATED[name](), "refresh it: make pages"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"])
def test_links_within_the_repository_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text("utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.slow
def test_the_python_examples_run_as_one_program(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(SAMPLE.read_bytes())
    program = "\n".join(programs("docs/how-to/use-it-from-python.md"))
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE
    )
    assert ended.returncode == 0, ended.stderr
    expected = json.loads((SAMPLE.parent / "article.json").read_text("utf-8"))
    assert ended.stdout.splitlines()[0] == expected["title"]
    reason, one, other, standing, record, *_, title = ended.stdout.partition("\nempty-page ")[2].splitlines()
    assert reason == "the page holds no text"
    assert (one, other) == ("Article https://harbour.example/news/1", f"Article {expected['canonical_url']}")
    assert (standing, title) == ("0", expected["title"])
    assert record == f"https://harbour.example/news/1 {expected['date']}"
    assert expected["title"] in (tmp_path / "article.md").read_text("utf-8")


@pytest.mark.slow
def test_the_python_examples_pass_a_strict_type_checker(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("\n".join(programs("docs/how-to/use-it-from-python.md")), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(tmp_path / "program.py")],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert ended.stdout == ""


def test_the_example_of_a_format_is_a_writer() -> None:
    (program,) = programs("docs/how-to/add-a-format.md")
    module: dict[str, Any] = {"__package__": "newsclean.formats"}
    exec(program, module)
    stream = io.BytesIO()
    writer: Writer = module["Writer"](stream, dict.fromkeys(("title", "lead", "revision")))
    writer.write({"title": "Kopi\n“Kita”", "lead": None, "revision": 1})
    writer.close()
    assert stream.getvalue().decode() == "Kopi “Kita”\t\t1\n"


@pytest.mark.slow
def test_the_scrapy_projects_of_the_docs_run(tmp_path: Path) -> None:
    """Those of docs/how-to/use-it-in-a-scrapy-project.md, with a server of ours in place of the site."""
    pages = {
        "/": Answer('<a class="headline" href="/1">Perahu</a> <a class="headline" href="/2">nothing</a>'),
        "/1": Answer(SAMPLE.read_text("utf-8")),
        "/2": Answer("<html><body></body></html>"),
    }
    with NewsServer(pages) as server:
        for program in programs("docs/how-to/use-it-in-a-scrapy-project.md"):
            file = tmp_path / program.splitlines()[0].removeprefix("# ")
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as stream:  # settings come in several parts
                stream.write(
                    program.replace("https://harbour.example", server.base).replace(
                        "127.0.0.1:8000", server.base.removeprefix("http://")
                    )
                )
        with (tmp_path / "myproject/settings.py").open("a") as settings:
            settings.write('SPIDER_MODULES = ["myproject.spiders"]\n')
        crawled = scrapy(tmp_path, "myproject", "crawl", "harbour")
    (record,) = map(json.loads, (tmp_path / "articles.jsonl").read_text("utf-8").splitlines())
    assert record["title"] == json.loads((SAMPLE.parent / "article.json").read_text("utf-8"))["title"]
    assert record["section"]
    assert (tmp_path / "headlines.csv").read_text("utf-8").split() == ["headline", "Perahu", "nothing"]
    assert len((tmp_path / "rejects.jsonl").read_bytes().splitlines()) == 1
    assert "'newsclean/new': 1" in crawled.stderr
    assert {"news", "sindonews", "harbour"} <= {*scrapy(tmp_path, "nightly", "list").stdout.split()}


def scrapy(folder: Path, project: str, *words: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "SCRAPY_SETTINGS_MODULE": f"{project}.settings"}
    command = [sys.executable, "-m", "scrapy", *words]
    ended = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 0, ended.stderr
    return ended
