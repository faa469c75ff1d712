"""Environments of their own for the extractors that newsclean is compared with, which do not fit together."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

# Which systems of the bench an environment has, and the packages that bring them. Fundus holds lxml and resiliparse at
# older versions, and fails to import with a newer curl_cffi.
ENVIRONMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "extractors": (
        ("newspaper4k", "news-please", "goose3", "readability-lxml", "justext", "boilerpy3", "resiliparse"),
        ("newspaper4k[all]", "news-please", "goose3", "readability-lxml", "jusText", "boilerpy3", "Resiliparse"),
    ),
    "fundus": (("fundus",), ("fundus", "curl_cffi<0.14")),
}
NEEDED = ("lxml_html_clean", "tqdm", "w3lib")  # by bench.py, and by lxml's users since it left lxml


def install(folder: Path) -> None:
    """Makes all environments in the folder."""
    for name, (_, packages) in ENVIRONMENTS.items():
        venv.create(folder / name, with_pip=True)
        python = str(folder / name / "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages, *NEEDED], check=True)


def python_of(system: str, folder: Path | None) -> str:
    """The interpreter that has a system: that of its environment in the folder, else the one that runs this."""
    for name, (systems, _) in ENVIRONMENTS.items():
        if folder and system in systems and (python := folder.resolve() / name / "bin/python").exists():
            return str(python)
    return sys.executable
