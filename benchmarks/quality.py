"""Quality of newsclean on labelled pages, beside trafilatura and the other extractors that are installed.

    python -m benchmarks.quality                 all data sets as shipped; writes docs/explanation/quality.md
    python -m benchmarks.quality --cv --seeds 3  by models that have not seen the page's domain
    python -m benchmarks.quality --ablate        what the rules, the model and the lead win and cost
    python -m benchmarks.quality --features      what each group of features is worth: trains again without it

Without --cv the shipped model is judged on pages that it was trained on, so the figures of bodies are too high. --cv,
--ablate and --features need `pip install -e ".[training]"`. Each writes its own part of docs/explanation/quality.md;
with --dataset it only prints. The bench is not part of this repository.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import sys
from collections.abc import Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from newsclean.body.classifier.classifier import weights

from . import ablation, report
from .bodies import Metrics, Pages, Values, choose, mean
from .harness import DEFAULT, ROOT, Bench, BenchError

DOCUMENT = ROOT / "docs/explanation/quality.md"
# `text` is all text of a page; `newsclean-site` is newsclean with all pages of a site at once.
NO_PEERS = ("newsclean", "newsclean-site", "text")


def plain(bench: Bench, datasets: Sequence[str], peers: Sequence[str] | None, jobs: int) -> str:
    """The table of each data set, as shipped."""
    chosen = [name for name in bench.systems() if name not in NO_PEERS] if peers is None else list(peers)
    result = bench.measure(["newsclean", *chosen], datasets, jobs)
    systems = result["systems"]
    lines = [_when(), "", f"newsclean {_version()}.", ""]
    lines += report.goals({name: _by_set(system) for name, system in systems.items()}, datasets)
    for dataset in datasets:
        rows = [
            (f"{name} {system['version']}", _without_speed(system["datasets"][dataset]["metrics"]))
            for name, system in systems.items()
            if dataset in system["datasets"]
        ]
        lines += ["", f"**{dataset}**: {rows[0][1]['pages']} pages", "", bench.module.table(rows, markdown=True)]
    return "\n".join(lines)


def learned(bench: Bench, datasets: Sequence[str], options: argparse.Namespace) -> dict[str, str]:
    """The parts that need cross-validated scores, by name of their part of the document."""
    # lightgbm is an extra, and takes a while to load
    try:
        from training.samples import JUDGED, judged_pages, learned_from
        from training.train import cross_validate
    except ModuleNotFoundError as error:
        raise BenchError(f'{error}: cross-validation trains models. Its needs: pip install -e ".[training]"') from error

    found: dict[str, str] = {}
    data = options.bench / "data"
    samples = learned_from(judged_pages(data), data)
    if options.cv or options.ablate:
        pages = Pages.read(bench, datasets)
        divisions = [
            cross_validate(samples, pages.samples, seed) for seed in range(1, (options.seeds if options.cv else 1) + 1)
        ]
    if options.cv:
        figures = [_figures(pages, values) for values in divisions]
        found["cv"] = report.cross_validated(bench, figures, mean(figures), _when())
    if options.ablate:
        found["parts"] = f"{_when()}\n\n{report.parts(list(ablation.parts(pages, divisions[0])))}"
        found["rules"] = f"{_when()}\n\n{report.rules(list(ablation.rules(pages, divisions[0])))}"
    if options.features:
        judged = Pages.read(bench, [name for name in datasets if name in JUDGED])
        rows = []
        for name, hidden in (("all features", frozenset[int]()), *ablation.feature_groups().items()):
            label = f"without {len(hidden)}: {name}" if hidden else name
            rows.append((label, _figures(judged, cross_validate(samples, judged.samples, 1, hidden))))
            print(f"{label}: {report.short(rows[-1][1])}", file=sys.stderr, flush=True)
        found["features"] = f"{_when()}\n\n{report.parts(rows)}"
    return found


def _figures(pages: Pages, values: Values) -> dict[str, Metrics]:
    """The figures of the bodies that newsclean makes of these scores."""
    chosen = [choose(sample, value) for sample, value in zip(pages.samples, values, strict=True)]
    return pages.figures(pages.scores([page.lines() for page in chosen]))


def _without_speed(metrics: dict[str, Any]) -> dict[str, Any]:
    """The measures but those of speed: benchmarks/first_sight.py takes them with the systems in turn."""
    return {name: value for name, value in metrics.items() if not name.endswith(("_ms", "_per_second"))}


def _by_set(system: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {dataset: entry["metrics"] for dataset, entry in system["datasets"].items()}


def _version() -> str:
    """Of the package and of its model, which can change without it."""
    digest = hashlib.sha256(
        resources.files("newsclean.body.classifier").joinpath("weights.json.gz").read_bytes()
    ).hexdigest()
    return f"{metadata.version('newsclean')}, model {digest[:8]} ({weights().version})"


def _when() -> str:
    named = ", ".join(f"{name} {metadata.version(name)}" for name in ("trafilatura", "lxml", "numpy"))
    return f"Measured on {dt.datetime.now(dt.UTC):%Y-%m-%d} with Python {sys.version.split()[0]}, {named}."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=DEFAULT, metavar="DIR", help="folder with bench.py and data/")
    parser.add_argument(
        "--dataset", action="append", metavar="NAME", help="only this data set, printed only; repeatable"
    )
    parser.add_argument("--jobs", type=int, default=1, help="worker processes (default 1)")
    parser.add_argument("--peers", nargs="*", metavar="NAME", help="compare with these; all installed if left out")
    parser.add_argument("--cv", action="store_true", help="cross-validated figures")
    parser.add_argument("--seeds", type=int, default=3, help="divisions to cross-validate on (default 3)")
    parser.add_argument("--ablate", action="store_true", help="part by part and rule by rule, cross-validated")
    parser.add_argument("--features", action="store_true", help="without each group of features, cross-validated")
    options = parser.parse_args(arguments)
    try:
        bench = Bench(options.bench)
        datasets = [folder.name for folder in bench.datasets(options.dataset)]
        if options.cv or options.ablate or options.features:
            found = learned(bench, datasets, options)
        else:
            found = {"plain": plain(bench, datasets, options.peers, options.jobs)}
    except BenchError as error:
        print(error, file=sys.stderr)
        return 2
    print(*found.values(), sep="\n\n")
    if not options.dataset:
        report.write(DOCUMENT, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
