"""What a command costs before it does anything: CPU time of `scrapy list` and `newsclean --help`.

    python -m benchmarks.startup   beside `scrapy list` in an empty Scrapy project

They take turns, so that a busy machine is busy for all of them; figures are medians.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .harness import ROOT, BenchError, told

ROUNDS = 7
_LIST = ("scrapy", "list")


def measure() -> dict[str, float]:
    """CPU milliseconds of each, and ratios to the empty project: `scrapy_list` and `help`."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty")
        subprocess.run(
            [sys.executable, "-m", "scrapy", "startproject", "blank", empty], check=True, capture_output=True
        )
        commands = {
            "empty_ms": (_LIST, empty),
            "scrapy_list_ms": (_LIST, ROOT),
            "help_ms": (("newsclean", "--help"), ROOT),
        }
        for command in commands.values():  # compiles what was not yet
            _milliseconds(*command)
        rounds = [{name: _milliseconds(*command) for name, command in commands.items()} for _ in range(ROUNDS)]
    figures = {name: round(statistics.median(one[name] for one in rounds), 1) for name in commands}
    return figures | {
        "scrapy_list": round(figures["scrapy_list_ms"] / figures["empty_ms"], 3),
        "help": round(figures["help_ms"] / figures["empty_ms"], 3),
    }


def lines(figures: Mapping[str, Any]) -> list[str]:
    """The figures in words."""
    return [
        f"CPU ms of `scrapy list` {figures['scrapy_list_ms']:.0f}, of `newsclean --help` {figures['help_ms']:.0f}; of "
        f"`scrapy list` in an empty project {figures['empty_ms']:.0f}: {figures['scrapy_list']:.2f} and "
        f"{figures['help']:.2f} of it."
    ]


def _milliseconds(command: Sequence[str], folder: Path) -> float:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("SCRAPY_", "NEWSCLEAN_"))}
    variables["PYTHONPATH"] = str(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(f"{' '.join(command)} ended with status {process.returncode}: {said.decode()[-300:]}")
    return 1000 * (usage.ru_utime + usage.ru_stime)


def main(arguments: Sequence[str] | None = None) -> int:
    return told(__doc__, arguments, lambda: lines(measure()))


if __name__ == "__main__":
    sys.exit(main())
