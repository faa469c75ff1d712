"""The options by which commands choose a corpus and a site in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

corpus_option = click.option(
    "--corpus",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the corpus; by default $NEWSCLEAN_CORPUS, else corpus/.",
)
site_option = click.option("--site", metavar="NAME", help="Only this site; by default every site of the corpus.")


def of_sites(command: Callable[..., Any]) -> Callable[..., Any]:
    """Both options."""
    return corpus_option(site_option(command))
