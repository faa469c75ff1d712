"""The bench: a folder with `bench.py`, which runs and scores extraction systems, and `data/`, labelled pages.

It lies outside this repository, since its pages belong to their publishers. Nothing of it is copied here.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BY_CONTRACT = ("contract", "fresh")
DEFAULT = ROOT.parent / "shared" / "bench"


class BenchError(Exception):
    """Raised when the bench is not there or does not run; its text says what to do."""


class Bench:
    """The bench in one folder. Raises BenchError when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "bench.py"
        self.data = folder / "data"
        if not self.program.is_file() or not self.data.is_dir():
            raise BenchError(
                f"{folder} holds no bench: bench.py and data/ are needed there. It does not come with this repository; "
                "name the folder with --bench DIR."
            )

    @cached_property
    def module(self) -> Any:
        """`bench.py`, imported: its score functions are used as they are."""
        spec = importlib.util.spec_from_file_location("news_bench", self.program)
        if spec is None or spec.loader is None:
            raise BenchError(f"{self.program} cannot be imported")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # dataclasses look their module up there
        try:
            spec.loader.exec_module(module)
        except ModuleNotFoundError as error:
            raise BenchError(self._needs(str(error))) from error
        return module

    def datasets(self, wanted: Sequence[str] | None = None) -> list[Path]:
        """Folders of the data sets, all or those of these names; those labelled by the contract come first."""
        found = sorted(self.data.glob("*/truth.jsonl"), key=lambda path: (path.parent.name not in BY_CONTRACT, path))
        folders = {path.parent.name: path.parent for path in found}
        if unknown := set(wanted or ()) - folders.keys():
            raise BenchError(f"no data set {', '.join(sorted(unknown))} in {self.data}; there are {', '.join(folders)}")
        return [folder for name, folder in folders.items() if not wanted or name in wanted]

    def systems(self) -> list[str]:
        """Names of the systems whose library is installed here."""
        lines = self._run("--list").splitlines()
        return [name for name, *rest in map(str.split, lines) if rest[:1] != ["missing:"]]

    def measure(self, systems: Sequence[str], datasets: Sequence[str], jobs: int) -> dict[str, Any]:
        """What `bench.py --out` writes for these systems."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "results.json")
            choice = [word for name in systems for word in ("--system", name)]
            choice += [word for name in datasets for word in ("--dataset", name)]
            self._run(*choice, "--jobs", str(jobs), "--out", str(out))
            result: dict[str, Any] = json.loads(out.read_text("utf-8"))
            return result

    def _run(self, *arguments: str) -> str:
        # Of several installed newsclean, the one of this checkout is measured.
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, str(self.program), *arguments]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise BenchError(self._needs(f"{self.program.name} ended with status {done.returncode}, see above"))
        return done.stdout

    def _needs(self, problem: str) -> str:
        return f"the bench does not run: {problem}. Its needs: pip install -r {self.folder / 'requirements.txt'}"


def told(about: str | None, arguments: Sequence[str] | None, measured: Callable[[], Sequence[str]]) -> int:
    """The program of a benchmark without options: prints what was measured; gives its exit status."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args(arguments)
    print(*measured(), sep="\n")
    return 0
