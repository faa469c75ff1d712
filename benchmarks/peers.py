"""newsclean beside other extractors: how good their bodies are, and what a page costs, on the same pages in one run.

    python -m benchmarks.peers --install FOLDER         first: environments for them, by pip
    python -m benchmarks.peers --peers FOLDER           the figures; `-o FILE` writes them as JSON, too
    python -m benchmarks.peers --peers FOLDER --write   also the table and the picture in docs/performance.md

Each page is seen once by each (benchmarks/first_sight.py). Bodies are judged by the bench. Those of newsclean are not:
its classifier was trained on these pages, so its quality is the cross-validated one of docs/explanation/quality.md.
Fundus has a parser for each publisher and is asked for the pages of those it knows alone.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import report
from .environments import install, python_of
from .first_sight import BASE, OURS, arguments_of, figures_of
from .harness import BY_CONTRACT, ROOT, Bench, BenchError
from .picture import Point, scatter
from .quality import DOCUMENT as QUALITY
from .sights import Sights, System, pages_of, see

DOCUMENT = ROOT / "docs/performance.md"
PICTURE = ROOT / "docs/images/peers.svg"
PEERS = (
    "trafilatura", "trafilatura-fast", "trafilatura-precision", "trafilatura-recall", "newspaper4k", "news-please",
    "goose3", "readability-lxml", "justext", "boilerpy3", "resiliparse", "fundus",
)  # fmt: skip
PARTLY = "fundus"
PUBLISHERS = ("fundus-eval", "fundus-tests")  # the data sets that name the parser of a page
MEASURES = ("word_f1", "perfect")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Speed and quality by system. Raises BenchError without a bench."""
    bench = Bench(options.bench)
    pages = pages_of(bench, options.dataset or BY_CONTRACT, options.every)
    ours = cross_validated(QUALITY.read_text("utf-8"), Counter(page.dataset for page in pages))
    systems = [System(name, python=python_of(name, options.peers)) for name in (OURS, *PEERS)]
    seen = see(bench, systems, pages, {PARTLY: known_to_fundus(bench, pages)})
    figures = figures_of(seen)
    for name, one in figures.items():
        one["quality"] = ours if name == OURS else quality_of(bench, seen, name)
    if PARTLY in figures:
        figures[PARTLY]["beside"] = {BASE: quality_of(bench, seen, BASE, seen.of[PARTLY])}
    return figures


def known_to_fundus(bench: Bench, pages: Sequence[Any]) -> list[Any]:
    """Those of the pages whose publisher Fundus has a parser for, by the data sets that say so."""
    named = {page.id: page.truth for page in pages_of(bench, PUBLISHERS)}
    given = [(page, named[page.id]) for page in pages if page.id in named]
    return [
        replace(page, truth={**page.truth, "publisher": truth["publisher"], "crawl_date": truth["crawl_date"]})
        for page, truth in given
    ]


def quality_of(bench: Bench, seen: Sights, name: str, only: Sequence[Any] | None = None) -> dict[str, Any]:
    """The bench's measures of a system's bodies by data set, and of all pages; of `only` those that are not None."""
    scores = defaultdict(list)
    for page, sight, asked in zip(seen.pages, seen.of[name], only or seen.of[name], strict=True):
        if sight is not None and asked is not None:
            result = bench.module.Result(body=sight.body, error=sight.error)
            scores[page.dataset].append(bench.module.score_page(page, result, frozenset(("body",)), False))
    scores["all"] = [score for of_set in list(scores.values()) for score in of_set]
    found = {}
    for dataset, of_set in scores.items():
        summary = bench.module.summarise(of_set)
        found[dataset] = {key: summary.get(key) for key in ("pages", "empty", *MEASURES)}
    return found


def cross_validated(document: str, pages: Mapping[str, int]) -> dict[str, Any]:
    """newsclean's measures by models that have not seen a page's domain, from the table of docs/explanation/quality.md.

    In the mean of all, each data set weighs by its number of pages. Raises BenchError where the table lacks one.
    """
    part = re.search(r"<!-- cv: .*?<!-- end of cv -->", document, re.S)
    table = re.findall(r"^\| (\S+) +\| (\w+) +\| ([\d.]+) ", part[0] if part else "", re.M)
    known = {(dataset, measure): float(value) for dataset, measure, value in table}
    if missing := [f"{key} of {dataset}" for dataset in pages for key in MEASURES if (dataset, key) not in known]:
        raise BenchError(f"{QUALITY.name} has no cross-validated {', '.join(missing)}")
    found = {
        dataset: {"pages": size, **{key: known[dataset, key] for key in MEASURES}} for dataset, size in pages.items()
    }
    total = sum(pages.values())
    means = {key: sum(one["pages"] * one[key] for one in found.values()) / total for key in MEASURES}
    return {**found, "all": {"pages": total, **means}}


def rows(figures: dict[str, Any]) -> list[list[str]]:
    """A row for each system, best bodies first, below the heads."""
    datasets = [name for name in figures[OURS]["quality"] if name != "all"]
    heads = [f"{name}: word F1, perfect" for name in datasets]
    lines = [["system", "pages", "failed", *heads, "ms mean", "median", "pages a CPU second", "totals", "median page"]]
    for name, one in sorted(figures.items(), key=lambda item: -item[1]["quality"]["all"]["word_f1"]):
        cells = [f"{name} {one['version']}", str(one["pages"]), str(one["errors"] or "")]
        for dataset in datasets:
            quality = one["quality"].get(dataset)
            cells.append(" ".join(f"{quality[key]:.3f}" for key in MEASURES) if quality else "-")
        cells += [f"{one['ms']['mean']:.1f}", f"{one['ms']['median']:.1f}", f"{one['pages_a_second']:.1f}"]
        lines.append([*cells, *(f"{one['ratio'][key]:.2f}" for key in ("totals", "median_page"))])
    return lines


def lines(figures: dict[str, Any]) -> list[str]:
    """The table, and what Fundus is to be compared with."""
    said = report.markdown(rows(figures)).splitlines()
    if PARTLY in figures:
        own, other = figures[PARTLY]["quality"]["all"], figures[PARTLY]["beside"][BASE]["all"]
        said += [
            "",
            f"Fundus knows the publishers of {own['pages']} pages. There its word F1 is {own['word_f1']:.3f}, perfect "
            f"{own['perfect']:.3f}; those of {BASE} are {other['word_f1']:.3f} and {other['perfect']:.3f}.",
        ]
    return said


def picture(figures: dict[str, Any]) -> str:
    """Speed and word F1 of all systems as SVG."""
    points = [
        Point(
            f"{name} ({one['pages']} pages)" if name == PARTLY else name,
            one["pages_a_second"],
            one["quality"]["all"]["word_f1"],
            ours=name == OURS,
            part=name == PARTLY,
        )
        for name, one in figures.items()
    ]
    told = "; ".join(f"{point.name}: {point.x:.0f} pages, {point.y:.3f}" for point in points)
    return scatter(
        points,
        "pages a CPU second, each seen for the first time (each line to the right: about twice as fast)",
        "word F1 of the body",
        _note(figures),
        f"Pages a second of the processor, and word F1 of their bodies, by extractor. {told}.",
    )


def _note(figures: dict[str, Any]) -> str:
    partly = f"{PARTLY}: those it has a parser for; " if PARTLY in figures else ""
    return f"{figures[OURS]['pages']} pages in one run; {partly}{OURS}: cross-validated quality"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments_of(parser)
    parser.add_argument("--install", type=Path, metavar="DIR", help="make the environments there, and end")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the figures as JSON")
    parser.add_argument("--write", action="store_true", help="write the table and the picture of docs/performance.md")
    options = parser.parse_args(arguments)
    if options.install:
        install(options.install)
        return 0
    try:
        figures = measure(options)
    except BenchError as error:
        print(error, file=sys.stderr)
        return 2
    print(*lines(figures), sep="\n")
    if options.output:
        options.output.write_text(json.dumps(figures, indent=1), "utf-8")
    if options.write:
        report.write(DOCUMENT, {"peers": "\n".join(lines(figures))})
        PICTURE.write_text(picture(figures), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
