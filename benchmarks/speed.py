"""What newsclean costs, all of it in under fifteen minutes: pages, a crawl, an archive, memory, start.

    python -m benchmarks.speed                        all sections
    python -m benchmarks.speed --only "first sight"   one of them; repeatable
    python -m benchmarks.speed -o speed.json          the figures, too
    python -m benchmarks.speed --before old.json      beside those that an earlier run wrote
    python -m benchmarks.speed --peers DIR --write    the tables in docs/performance.md

Time is that of the processor, since other work on the machine makes every clock on the wall wrong; and ratios to what
runs in the same minutes say more than milliseconds. What other extractors cost: benchmarks/peers.py.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from . import first_sight, report
from .harness import ROOT, BenchError

DOCUMENT = ROOT / "docs/performance.md"
FIRST_SIGHT, SIZES = "first sight", "sizes"
# The other sections: each module has `measure()` and `lines(figures)`.
SECTIONS = {
    "crawl cost": "crawl_cost", "archive cost": "archive_cost", "memory": "memory_growth", "start-up": "startup",
}  # fmt: skip
# Pages a day of Common Crawl's news crawl: an assumption, whose grounds are in docs/performance.md.
NEWS_CRAWL = 500_000


@dataclass(frozen=True)
class Goal:
    """What a figure is to reach. `keys` lead to it in the figures, from the name of the section on."""

    name: str
    keys: tuple[str, ...]
    limit: float
    most: bool = False  # the figure is to stay below

    def value(self, figures: Mapping[str, Any] | None) -> float | None:
        """The figure, None where it was not measured."""
        found: Any = figures
        for key in self.keys:
            found = (found or {}).get(key)
        return found if isinstance(found, int | float) else None

    def verdict(self, value: float | None) -> str:
        if value is None:
            return "not measured"
        if value <= self.limit if self.most else value >= self.limit:
            return "reached"
        return f"{abs(value - self.limit):.3g} short"


_RATIO = (FIRST_SIGHT, "systems", first_sight.UNSEEN, "ratio")
GOALS = (
    Goal("pages a CPU second against trafilatura, totals", (*_RATIO, "totals"), 1.5),
    Goal("the same, median page", (*_RATIO, "median_page"), 1.2),
    Goal("crawl: CPU ms of the main process a page", ("crawl cost", "main_ms"), 5, most=True),
    Goal("crawl and clean, of the slower of fetching and cleaning alone", ("crawl cost", "ratio"), 0.95),
    Goal("reclean of WARC, of a bare process pool", ("archive cost", "ratio"), 0.97),
    Goal("memory at 20,000 pages, main process and workers, MB", ("memory", "megabytes"), 450, most=True),
    Goal("scrapy list, of that in an empty project", ("start-up", "scrapy_list"), 1.2, most=True),
    Goal("newsclean --help, of scrapy list in an empty project", ("start-up", "help"), 1.2, most=True),
)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The figures of the wanted sections by their names. One that cannot be measured is reported and left out."""
    figures: dict[str, Any] = {"measured": when()}
    for name in options.only or (FIRST_SIGHT, *SECTIONS):
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            if name == FIRST_SIGHT:
                figures[name] = first_sight.measure(options)
            else:
                figures[name] = importlib.import_module(f".{SECTIONS[name]}", __package__).measure()
        except (BenchError, ModuleNotFoundError) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return figures


def parts(figures: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, list[str]]:
    """The lines of each section that was measured, after those of the goals."""
    found = {"goals": [figures["measured"], "", *report.markdown(goals(figures, before)).splitlines()]}
    if FIRST_SIGHT in figures:
        found[FIRST_SIGHT] = first_sight.lines(figures[FIRST_SIGHT], (before or {}).get(FIRST_SIGHT))
        found[SIZES] = report.markdown(sizes(figures[FIRST_SIGHT]["systems"])).splitlines()
    for name, module in SECTIONS.items():
        if name in figures:
            found[name] = importlib.import_module(f".{module}", __package__).lines(figures[name])
    return found


def goals(figures: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[list[str]]:
    """A row for each goal, below the heads."""
    rows = [["figure", *(["before"] if before else []), "now", "goal", ""]]
    for goal in GOALS:
        value = goal.value(figures)
        cells = [goal.name, *([_number(goal.value(before))] if before else []), _number(value)]
        rows.append([*cells, f"{'<=' if goal.most else '>='} {goal.limit:g}", goal.verdict(value)])
    return rows


def sizes(systems: Mapping[str, Any]) -> list[list[str]]:
    """What an hour of one core cleans, and what a day of Common Crawl's news crawl takes, below the heads."""
    rows = [["", "pages a core hour", "core hours for the news of a day", "cores that keep up"]]
    for name, one in systems.items():
        if name != first_sight.CONTROL:
            hours = NEWS_CRAWL / one["pages_a_core_hour"]
            rows.append([name, f"{round(one['pages_a_core_hour'], -3):,.0f}", f"{hours:.1f}", f"{hours / 24:.2f}"])
    return rows


def when() -> str:
    """When and with what this is measured, as a sentence."""
    named = ", ".join(f"{name} {metadata.version(name)}" for name in ("newsclean", "trafilatura", "lxml", "numpy"))
    return (
        f"Measured on {dt.datetime.now(dt.UTC):%Y-%m-%d} with Python {sys.version.split()[0]}, {named}, "
        f"on {os.cpu_count()} cores."
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    first_sight.arguments_of(parser)
    parser.add_argument("--only", action="append", choices=(FIRST_SIGHT, *SECTIONS), help="a section; repeatable")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the figures as JSON")
    parser.add_argument("--before", type=Path, metavar="FILE", help="figures of an earlier run, to stand beside these")
    parser.add_argument("--write", action="store_true", help="write the tables of docs/performance.md")
    options = parser.parse_args(arguments)
    figures = measure(options)
    if len(figures) == 1:
        return 2
    before = json.loads(options.before.read_text("utf-8")) if options.before else None
    found = parts(figures, before)
    for name, lines in found.items():
        print(f"\n{name}\n", *lines, sep="\n")
    if options.output:
        options.output.write_text(json.dumps(figures, indent=1), "utf-8")
    if options.write:
        report.write(DOCUMENT, {name: "\n".join(lines) for name, lines in found.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
