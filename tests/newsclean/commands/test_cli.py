"""The command as a whole: what it lists, how little it loads for that, and how a signal ends it.

Covers interruption; tests/newsclean/workers/test_pool.py has what becomes of the workers.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest

import newsclean
from newsclean.commands.cli import COMMANDS, main

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_is_there(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name


def test_an_unknown_command_is_named() -> None:
    done = subprocess.run([sys.executable, "-m", "newsclean", "crwal"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "No such command 'crwal'" in done.stderr


def test_help_loads_none_of_what_cleaning_and_crawling_need() -> None:
    code = (
        "import sys; from newsclean.commands.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(*{'pydantic', 'lxml', 'numpy', 'trafilatura', 'scrapy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in COMMANDS)
    assert done.stdout.splitlines()[-1] == ""


def test_the_version_is_that_of_the_distribution() -> None:
    done = subprocess.run([sys.executable, "-m", "newsclean", "--version"], capture_output=True, text=True, cwd=ROOT)
    assert newsclean.__version__ == version("newsclean")
    assert newsclean.__version__ in done.stdout
