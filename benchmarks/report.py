"""Figures as tables, and their places in the documentation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .bodies import Metrics
from .harness import Bench

# Which measure of overlap stands beside the share of right bodies: the set's own, else word_f1.
OVERLAP = {"aeb": "shingle_f1", "fundus-eval": "rouge_f1", "trafilatura": "snippet_f1"}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure of a data set is to reach."""

    dataset: str
    metric: str
    least: float
    most: bool = False  # the figure is to stay below

    def reached(self, value: float) -> bool:
        return value <= self.least if self.most else value >= self.least


GOALS = (
    Goal("contract", "perfect", 0.78), Goal("contract", "word_f1", 0.986), Goal("contract", "title", 0.97),
    Goal("contract", "day", 0.992), Goal("contract", "minute", 0.985),
    Goal("fresh", "perfect", 0.72), Goal("fresh", "word_f1", 0.970), Goal("fresh", "title", 0.97),
    Goal("fresh", "day", 0.985), Goal("fresh", "minute", 0.95),
    Goal("aeb", "shingle_f1", 0.980), Goal("fundus-eval", "rouge_f1", 0.965), Goal("fundus-tests", "word_f1", 0.972),
    Goal("indonesia", "word_f1", 0.985), Goal("indonesia", "perfect", 0.88),
    Goal("indonesia", "without", 0.005, True), Goal("wcxb", "word_f1", 0.955), Goal("trafilatura", "snippet_f1", 0.945),
    Goal("htmldate", "day", 0.93),
)  # fmt: skip


def goals(systems: dict[str, dict[str, dict[str, Any]]], datasets: Sequence[str]) -> list[str]:
    """The figures that goals are set for: each system beside the goal, by data set."""
    rows = [["set", "figure", *systems, "goal", ""]]
    for goal in GOALS:
        if goal.dataset not in datasets:
            continue
        values = [found.get(goal.dataset, {}).get(goal.metric) for found in systems.values()]
        if all(value is None for value in values):
            continue
        ours = values[0]
        mark = "" if ours is None else "reached" if goal.reached(ours) else f"{abs(ours - goal.least):.3f} short"
        sign = "<=" if goal.most else ">="
        rows.append([goal.dataset, goal.metric, *map(_number, values), f"{sign} {goal.least:.3f}", mark])
    return [markdown(rows)] if len(rows) > 1 else []


def cross_validated(bench: Bench, figures: Sequence[dict[str, Metrics]], mean: dict[str, Metrics], when: str) -> str:
    """The goals by the mean of the divisions, then each data set with a row a division."""
    lines = [when, "", *goals({"newsclean, cross-validated": mean}, list(mean)), ""]
    for dataset, summary in mean.items():
        rows = [(f"division {number}", of[dataset]) for number, of in enumerate(figures, 1)]
        rows.append(("mean", summary))
        table = bench.module.table(rows, markdown=True).replace("| system   ", "| newsclean", 1)
        lines += [f"**{dataset}**: {summary['pages']} pages", "", table, ""]
    return "\n".join(lines).rstrip()


def parts(built: Sequence[tuple[str, dict[str, Metrics]]]) -> str:
    """A row for each make-up: on each set the share of right bodies and the overlap of words."""
    datasets = list(built[0][1])
    heads = [f"{name}: perfect, {OVERLAP.get(name, 'word_f1')}" for name in datasets]
    rows = [["body by", *heads]]
    for name, figures in built:
        rows.append([name, *(" ".join(map(_number, _pair(figures, dataset))) for dataset in datasets)])
    return markdown(rows)


def rules(found: Sequence[tuple[str, dict[str, tuple[int, int]], tuple[int, int]]]) -> str:
    """A row for each rule: pages won and lost on each set, foreign lines removed and own lines lost in all."""
    datasets = list(found[0][1])
    rows = [["rule", *datasets, "foreign lines removed", "own lines lost"]]
    for name, won, (foreign, own) in found:
        cells = [f"+{plus} −{minus}" if plus or minus else "" for plus, minus in (won[name] for name in datasets)]
        rows.append([name, *cells, str(foreign), str(own)])
    return markdown(rows)


def short(figures: dict[str, Metrics]) -> str:
    """All data sets in one line: share of right bodies."""
    return "  ".join(f"{name} {_number(of['perfect'])}" for name, of in figures.items())


def write(document: Path, found: dict[str, str]) -> None:
    """Puts each part between its marks. Raises ValueError when the document has no marks for it."""
    text = document.read_text("utf-8")
    for name, part in found.items():
        place = re.search(rf"<!-- {name}: [^\n]*-->\n(.*?)<!-- end of {name} -->", text, re.S)
        if place is None:
            raise ValueError(f"{document} has no place for {name}: <!-- {name}: ... --> to <!-- end of {name} -->")
        text = f"{text[: place.start(1)]}\n{part}\n\n{text[place.end(1) :]}"
    document.write_text(text, "utf-8")


def _pair(figures: dict[str, Metrics], dataset: str) -> tuple[float | int | None, float | int | None]:
    return figures[dataset]["perfect"], figures[dataset][OVERLAP.get(dataset, "word_f1")]


def _number(value: float | int | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """The rows as a table, the first as its heads."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
