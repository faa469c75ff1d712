"""Extraction systems in processes of their own, each of which sees every page once, in turn with the others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from typing import Any

from .harness import ROOT, Bench, BenchError

CHILD = Path(__file__).with_name("sight_child.py")
WARM_UP, WARM_UP_EVERY = "htmldate", 2  # pages of no other use here: every second one of this data set
PATIENCE = 60.0  # seconds for a page, and ten times as many for a start
# Arithmetic on several cores at once would add up to more time of the processor.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class System:
    """An extraction system: its name here and in the bench, its interpreter, and the checkout whose newsclean it is."""

    name: str
    kind: str = ""  # in the bench; the same if left out
    python: str = sys.executable
    code: Path = ROOT
    phases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)  # of the environment


@dataclass(frozen=True)
class Sight:
    """What one page cost at first sight, and what was found in it."""

    seconds: float
    body: list[str]
    error: str | None
    phases: dict[str, float]


class Child:
    """A system in a process of its own. Raises BenchError when it cannot be started."""

    def __init__(self, system: System, bench: Bench) -> None:
        self.system = system
        variables = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(system.code), **system.variables}
        self._process = subprocess.Popen(
            [system.python, "-P", str(CHILD)], env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        kind = system.kind or system.name
        hello = self._ask({"bench": str(bench.program), "system": kind, "phases": system.phases}, 10 * PATIENCE)
        if "missing" in hello:
            self.close()
            raise BenchError(f"{system.name} is left out: {hello['missing']}")
        self.version: str = hello["version"]
        if kind == "newsclean" and not Path(hello["home"]).is_relative_to(system.code):
            self.close()
            raise BenchError(f"{system.name} is not that of {system.code}, but {hello['home']}")

    def see(self, page: Any) -> Sight:
        given = {"path": str(page.path), "dataset": page.dataset, "id": page.id, "url": page.url, "truth": page.truth}
        return Sight(**self._ask(given, PATIENCE))

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _ask(self, question: dict[str, Any], patience: float) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select([self._process.stdout], [], [], patience)
        line = self._process.stdout.readline() if ready else ""
        if not line:
            self.close()
            problem = "died" if ready else f"gave no answer in {patience:.0f} s"
            raise BenchError(f"{self.system.name} {problem}: {question.get('url') or 'at its start'}")
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass
class Sights:
    """What each system found on each page, None where it was not asked, and which versions these were."""

    pages: list[Any]
    of: dict[str, list[Sight | None]]
    versions: dict[str, str]


def pages_of(bench: Bench, datasets: Sequence[str], every: int = 1) -> list[Any]:
    """The pages of these data sets, or each so many-th of them."""
    folders = bench.datasets(datasets)
    return [page for folder in folders for page in bench.module.load_dataset(folder)][::every]


def see(
    bench: Bench, systems: Sequence[System], pages: Sequence[Any], only: Mapping[str, Sequence[Any]] | None = None
) -> Sights:
    """All pages in their order, by all systems in turn. Those that are not installed are reported and left out.

    `only` gives the pages for a system that knows only some; the first tenth of them is its warm-up, and not counted.
    """
    only = only or {}
    children: list[Child] = []
    for system in systems:
        try:
            children.append(Child(system, bench))
        except BenchError as error:
            print(error, file=sys.stderr)
    try:
        warm = pages_of(bench, [WARM_UP], WARM_UP_EVERY)
        for child in children:
            for page in only[child.system.name][::10] if child.system.name in only else warm:
                child.see(page)
        asked = {name: {page.id: page for at, page in enumerate(some) if at % 10} for name, some in only.items()}
        found: dict[str, list[Sight | None]] = {child.system.name: [] for child in children}
        order = list(children)
        for number, page in enumerate(pages):
            if number % 100 == 0:
                print(f"{number} of {len(pages)} pages", file=sys.stderr, flush=True)
            order = order[1:] + order[:1]
            for child in order:
                name = child.system.name
                given = page if name not in asked else asked[name].get(page.id)
                found[name].append(None if given is None else child.see(given))
    finally:
        for child in children:
            child.close()
    return Sights(list(pages), found, {child.system.name: child.version for child in children})
