"""Sheets of blocks in doubt for a reader, and the reader's decisions as labels.

    python -m training.sheets write DATA SHEETS DATASET [DATASET ...]
    python -m training.sheets read SHEETS DECISIONS

`write` scores every page of the data sets by models that have not seen its domain, and writes the pages that have
blocks in doubt to SHEETS, PAGES_A_SHEET a file, the least sure first. A line of a sheet is a block: `?` in doubt, `+`
surely kept, `-` surely dropped, with its number, its fingerprint and its text; `...` stands for dropped ones. A block
that was decided before is in doubt again where the models disagree with the decision. For each sheet the reader writes
a file of the same name to DECISIONS (training/labels/GUIDE.md tells how to decide):

    page trafilatura 0123
    23-27 out related
    28 in text
    page wcxb 4711
    none shop

`read` checks them and brings training/labels/ up to date.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsclean.page.blocks import Block

from .decisions import FOLDER, Decisions, fingerprints, read_decisions
from .samples import Sample, judged_pages, learned_from, read_samples
from .train import cross_validate

DOUBT = (0.1, 0.9)
KEPT = 0.5
AGAINST = 0.3  # a decision that the models score as low as this is asked about again
MOST = 25  # blocks in doubt that are asked about on a page
PAGES_A_SHEET = 15
NEAR = 3
_LINE = re.compile(r"([?+-]) (\d+) ([0-9a-f]{8}) ")
_DECISION = re.compile(r"(\d+)(?:-(\d+))? (in|out|either) (\w+)")


def asked(page: Sample, scores: NDArray[np.float64], decisions: Decisions | None) -> list[int]:
    """The blocks that a reader is to decide: those in doubt, and those whose decision the models do not share."""
    names = fingerprints(page.blocks)
    spots = [
        spot
        for spot in page.features.index.tolist()
        if _is_asked(scores[spot], decisions.of(names[spot]) if decisions else None)
    ]
    return sorted(sorted(spots, key=lambda spot: abs(scores[spot] - KEPT))[:MOST])


def _is_asked(score: float, decision: str | None) -> bool:
    if decision is None:
        return DOUBT[0] < score < DOUBT[1]
    return score < AGAINST if decision == "in" else score > 1 - AGAINST if decision == "out" else False


def sheet(page: Sample, url: str, scores: NDArray[np.float64], spots: Sequence[int]) -> str:
    """The page as a reader sees it."""
    names, kept = fingerprints(page.blocks), np.flatnonzero(scores >= KEPT).tolist()
    shown = {near for spot in spots for near in range(spot - NEAR, spot + NEAR + 1)} | set(kept)
    lines = [f"=== {page.dataset} {page.id} {url}", f"title: {page.context.title}"]
    for block in page.blocks:
        spot = block.index
        if spot in spots:
            lines.append(f"? {spot} {names[spot]} <{_path(block)}> {_marks(block)}{_shortened(block.text, 420)}")
        elif spot in shown:
            lines.append(f"{'+' if spot in kept else '-'} {spot} {names[spot]} {_shortened(block.text, 100)}")
        elif lines[-1] != "   ...":
            lines.append("   ...")
    return "\n".join(lines)


def _path(block: Block) -> str:
    elements = [block.element, *block.element.iterancestors()][:4]
    return " < ".join(
        f"{element.tag}.{element.get('class', '').replace(' ', '.')[:40]}#{element.get('id', '')[:20]}".strip(".#")
        for element in elements
    )


def _marks(block: Block) -> str:
    return ("link " if block.link_density > 0.5 else "") + ("HIDDEN " if block.hidden else "")


def _shortened(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size * 2 // 3]} [...] {text[-size // 3 :]}"


def write(data: Path, folder: Path, datasets: Sequence[str]) -> None:
    """Writes the sheets of the data sets' pages."""
    samples = learned_from(judged_pages(data), data)
    pages: list[Sample] = []
    urls: dict[tuple[str, str], str] = {}
    for name in datasets:
        pages += read_samples(data / name, everything=True)
        lines = (data / name / "truth.jsonl").read_text("utf-8").splitlines()
        urls |= {(name, line["id"]): line["url"] for line in map(json.loads, lines)}
    found = []
    for page, values in zip(pages, cross_validate(samples, pages, 1), strict=True):
        scores = np.zeros(len(page.blocks))
        scores[page.features.index] = values
        decisions = read_decisions(page.dataset).get(page.id)
        if (decisions is None or decisions.right) and (spots := asked(page, scores, decisions)):
            found.append((-len(spots), sheet(page, urls[page.dataset, page.id], scores, spots)))
    found.sort()
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(found), PAGES_A_SHEET):
        text = "\n\n".join(text for _, text in found[start : start + PAGES_A_SHEET])
        (folder / f"{start // PAGES_A_SHEET:03d}.txt").write_text(text + "\n", "utf-8")


@dataclass(slots=True)
class SheetPage:
    """What a sheet says of a page: the blocks that were asked about and all that are shown, by number."""

    doubted: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)


def read_sheet(path: Path) -> dict[tuple[str, str], SheetPage]:
    """The pages of a sheet."""
    found: dict[tuple[str, str], SheetPage] = {}
    page = SheetPage()
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("=== "):
            _, dataset, name, _ = line.split(" ", 3)
            page = found[dataset, name] = SheetPage()
        elif block := _LINE.match(line):
            spot = int(block[2])
            page.names[spot] = block[3]
            if block[1] != "-":
                (page.doubted if block[1] == "?" else page.kept).add(spot)
    return found


def read_answers(path: Path, pages: dict[tuple[str, str], SheetPage]) -> Iterator[tuple[tuple[str, str], Decisions]]:
    """The decisions on a sheet's pages. Raises ValueError for a line that is none, or a block that is not decided."""
    answers: dict[tuple[str, str], dict[int, tuple[str, str]]] = {}
    current: dict[int, tuple[str, str]] = {}
    key = ("", "")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("page "):
            key = tuple(line.split(" ", 2)[1:])  # type: ignore[assignment]  # two words
            current = answers.setdefault(key, {})
        elif line.startswith("none"):
            current[-1] = "none", line[5:] or "other"
        elif found := _DECISION.fullmatch(line.strip()):
            first, last = int(found[1]), int(found[2] or found[1])
            spots = [spot for spot in range(first, last + 1) if first == last or spot in pages[key].doubted]
            current |= dict.fromkeys(spots, (found[3], found[4]))
        elif line.strip():
            raise ValueError(f"{path}, line {number}: not a decision: {line!r}")
    for key, page in pages.items():
        given = answers.get(key)
        if given is None or (-1 not in given and page.doubted - given.keys()):
            raise ValueError(f"{path}: {' '.join(key)} is not decided")
        yield key, _decisions(page, given)


def _decisions(page: SheetPage, given: dict[int, tuple[str, str]]) -> Decisions:
    if -1 in given:
        return Decisions(frozenset(), frozenset(), frozenset(), {}, given[-1][1])
    by = {
        what: frozenset(page.names[spot] for spot, (decision, _) in given.items() if decision == what)
        for what in ("in", "out", "either")
    }
    settled = frozenset(page.names[spot] for spot in page.kept - given.keys())
    return Decisions(
        by["in"] | settled, by["out"], by["either"], {page.names[spot]: kind for spot, (_, kind) in given.items()}
    )


def read(sheets: Path, answers: Path) -> None:
    """Brings the labels up to date; what is decided anew replaces what was."""
    labels: dict[str, dict[str, Decisions]] = {}
    for path in sorted(answers.glob("*.txt")):
        for (dataset, name), new in read_answers(path, read_sheet(sheets / path.name)):
            pages = labels.setdefault(dataset, dict(read_decisions(dataset)))
            pages[name] = pages[name].updated(new) if name in pages else new
    for dataset, pages in labels.items():
        lines = (json.dumps({"page": name} | pages[name].as_json(), separators=(",", ":")) for name in sorted(pages))
        (FOLDER / f"{dataset}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("write", "read"))
    parser.add_argument("paths", nargs=2, type=Path)
    parser.add_argument("datasets", nargs="*")
    options = parser.parse_args()
    if options.command == "write":
        write(options.paths[0], options.paths[1], options.datasets)
        return
    try:
        read(options.paths[0], options.paths[1])
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
