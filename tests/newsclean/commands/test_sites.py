"""`newsclean sites`: what it lists, and what it finds wrong.

Covers newsclean.sites.selection.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsclean.commands.cli import main
from newsclean.sites.site import sites


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["sites", *arguments])


def names(*arguments: str) -> list[str]:
    return [json.loads(line)["name"] for line in run(*arguments, "--json").stdout.splitlines()]


def test_all_sites_are_listed_in_aligned_columns() -> None:
    heading, *lines = run().stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(sites())
    starts = [heading.index(column) for column in ("country", "language", "time zone", "verified", "domains")]
    assert all(line[start - 1] == " " and line[start] != " " for line in lines for start in starts)
    (sindonews,) = (line for line in lines if line.startswith("sindonews "))
    assert sindonews.split() == ["sindonews", "ID", "id", "Asia/Jakarta", "fixture", "sindonews.com"]


def test_sites_are_chosen_by_country_language_word_and_check() -> None:
    indonesian = names("list", "--country", "id")
    assert {"sindonews", "kompas", "nusabali"} <= set(indonesian)
    assert names("list", "--country", "ID", "--language", "en") == names("list", "--language", "EN", "--country", "id")
    assert "habarileo" in names("list", "--language", "sw")
    assert names("--country", "id") == indonesian
    assert set(names("list", "--verified")) == {site.name for site in sites().values() if site.verified != "no"}
    assert names("search", "SINDO") == ["sindonews"]
    assert names("search", "berita", "satu", "--country", "id") == ["beritasatu"]  # by title
    assert names("search", "detik.com") == ["detik"]  # by domain


def test_a_choice_without_a_site_ends_with_status_1() -> None:
    result = run("search", "nowhere-at-all")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "newsclean: there is no such site\n")


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--country", "Indonesia", "'Indonesia' is not the code of a country; write 'ID'."),
        ("--country", "uk", "'UK' is not the code of a country; write 'GB'."),
        ("--language", "Swahili", "'Swahili' is not the code of a language; write 'sw'."),
    ],
)
def test_a_name_in_place_of_a_code_is_wrong_usage(option: str, value: str, message: str) -> None:
    result = run("list", option, value)
    assert (result.exit_code, result.stderr) == (2, f"newsclean: {message}\n")


def test_options_stand_behind_the_command_that_they_are_for() -> None:
    result = run("--country", "id", "check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "write the options behind the command: newsclean sites check" in result.stderr


def test_show_gives_the_file() -> None:
    first, rest = run("show", "sindonews").stdout.split("\n", 1)
    path = Path(first.removeprefix("# "))
    assert rest == path.read_text("utf-8")
    assert path.parts[-2:] == ("id", "sindonews.toml")


def test_all_files_that_ship_and_their_pages_are_right() -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, f"{len(sites())} site files, no faults\n")


def test_check_reports_every_fault_of_files_folders_and_names(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('domains = ["com"]\nlanguage = "Welsh"\n')
    (tmp_path / "thief.toml").write_text('domains = ["kompas.com"]\n')
    for target in (str(tmp_path), "."):
        done = subprocess.run(
            [sys.executable, "-m", "newsclean", "sites", "check", target, "sindonews"], cwd=tmp_path,
            capture_output=True, text=True,
        )  # fmt: skip
        places = [line.split(": ")[0].rpartition("/")[2] for line in done.stdout.splitlines()]
        assert places == ["bad.toml:1", "bad.toml:2", "thief.toml:1"]
        assert (done.returncode, done.stderr) == (1, "3 site files, 3 faults\n")
    assert run("check", str(bad)).exit_code == 1
    assert run("check", "sindonews").exit_code == 0


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("sindonew", "newsclean: there is no site 'sindonew'. Did you mean 'sindonews'?"),
        ("nowhere.toml", "newsclean: nowhere.toml: there is no such file"),
    ],
)
def test_check_names_a_target_that_is_not_there(target: str, message: str) -> None:
    result = run("check", target)
    assert result.exit_code != 0
    assert message in result.stderr


def test_check_tries_the_pages_of_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fixtures/pages/sindonews/soon"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text("<html><body><p>Soon here.</p></body></html>")
    (folder / "page.json").write_text(
        '{"url": "https://sindonews.com/read/1/2/3", "fetched_at": "2026-11-27T00:00:00Z"}'
    )
    (folder / "article.json").write_text('{"title": "A story"}')
    monkeypatch.chdir(tmp_path)
    result = run("check", "sindonews")
    assert result.exit_code == 1
    assert result.stdout.startswith("fixtures/pages/sindonews/soon/article.json:1: reason: the page is rejected: ")
