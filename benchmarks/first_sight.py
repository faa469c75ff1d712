"""Processor time of each page at first sight, beside trafilatura's.

    python -m benchmarks.first_sight                     all pages of contract and fresh
    python -m benchmarks.first_sight --every 3           each third of them
    python -m benchmarks.first_sight --code old=FOLDER   another checkout of newsclean beside this one; repeatable

Each system is a process of its own that gets the pages one by one, in turn with the others, and sees each of them
once: what was compiled for other pages is warm, nothing is known of this one. Repeated rounds over the same pages
would flatter who keeps answers. `trafilatura` is `bare_extraction(html, url=url, include_comments=False,
with_metadata=True)`; it runs twice, and how far the second is from the first is how much is chance.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import phases
from .environments import python_of
from .harness import BY_CONTRACT, DEFAULT, Bench, BenchError
from .report import markdown
from .sights import Sight, Sights, System, pages_of, see

OURS, TIMED, ALWAYS = "newsclean", "newsclean with timers", "newsclean, trafilatura always"
# On pages that trained the model it is surer than on others, and asks trafilatura less often. So newsclean is measured
# both ways, and the time of a page is put together from both by the share of pages that are asked about where the model
# has not seen the domain: the mean of three cross-validated divisions (docs/performance.md).
UNSEEN, ASKED = "newsclean, unseen pages", 0.174
BASE, CONTROL = "trafilatura", "trafilatura again"
FLOORS = ("lxml.html.fromstring", "resiliparse")

Figures = dict[str, dict[str, Any]]


def figures_of(sights: Sights, base: str = BASE) -> Figures:
    """Milliseconds, pages a second and ratios to the base, on the same pages, by system.

    A ratio over 1 is faster than the base. `totals` is that of the sums, `median_page` that of the two medians,
    `median_ratio` the median of the pages' ratios, and `p95` that of the two times which 95 % of the pages stay below.
    """
    figures: Figures = {}
    for name, seen in sights.of.items():
        both = [(a, b) for a, b in zip(seen, sights.of[base], strict=True) if a is not None and b is not None]
        own, other = ([sight.seconds for sight in side] for side in zip(*both, strict=True))
        figures[name] = {
            "version": sights.versions.get(name, ""),
            "pages": len(own),
            "errors": sum(sight.error is not None for sight, _ in both),
            "ms": {"mean": 1e3 * statistics.fmean(own), "median": 1e3 * statistics.median(own), "p95": 1e3 * p95(own)},
            "pages_a_second": len(own) / sum(own),
            "pages_a_core_hour": 3600 * len(own) / sum(own),
            "ratio": {
                "totals": sum(other) / sum(own),
                "median_page": statistics.median(other) / statistics.median(own),
                "median_ratio": statistics.median(b / a for a, b in zip(own, other, strict=True)),
                "p95": p95(other) / p95(own),
            },
        }
    return figures


def expected(sights: Sights) -> Iterator[Sight | None]:
    """What each page costs newsclean if trafilatura is asked about ASKED of such pages."""
    for own, always in zip(sights.of[OURS], sights.of[ALWAYS], strict=True):
        if own is None or always is None:
            yield None
        else:
            yield replace(own, seconds=own.seconds + ASKED * max(0.0, always.seconds - own.seconds))


def p95(values: Sequence[float]) -> float:
    """The value that 95 % of these stay below."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def rows(figures: Figures) -> list[list[str]]:
    """A row for each system, below the heads."""
    heads = ["system", "pages", "ms mean", "median", "p95", "totals", "median page", "median of ratios", "p95 ratio",
             "pages a CPU second", "a core hour"]  # fmt: skip
    lines = [heads]
    for name, one in figures.items():
        ms, ratio = one["ms"], one["ratio"]
        cells = [
            f"{name} {one['version']}",
            str(one["pages"]),
            *(f"{ms[key]:.1f}" for key in ("mean", "median", "p95")),
        ]
        cells += [f"{ratio[key]:.2f}" for key in ("totals", "median_page", "median_ratio", "p95")]
        lines.append([*cells, f"{one['pages_a_second']:.1f}", f"{round(one['pages_a_core_hour'], -3):,.0f}"])
    return lines


def systems(others: Mapping[str, Path], peers: Path | None) -> list[System]:
    """newsclean, twice, that of other checkouts, trafilatura, twice, and the two floors: lxml and resiliparse."""
    return [
        System(OURS),
        System(TIMED, OURS, phases=phases.PHASES),
        System(ALWAYS, OURS, variables={"NEWSCLEAN_TRAFILATURA": "always"}),
        *(System(name, OURS, code=code) for name, code in others.items()),
        System(BASE),
        System(CONTROL, BASE),
        *(System(name, python=python_of(name, peers)) for name in FLOORS),
    ]


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The options that this benchmark shares with those that use it."""
    parser.add_argument("--bench", type=Path, default=DEFAULT, metavar="DIR", help="folder with bench.py and data/")
    parser.add_argument("--dataset", action="append", metavar="NAME", help="instead of contract and fresh; repeatable")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth page")
    parser.add_argument("--code", action="append", default=[], metavar="NAME=DIR", help="another checkout; repeatable")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="what benchmarks.peers --install made")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The figures of all systems, and the profile of newsclean. Raises BenchError without a bench."""
    bench = Bench(options.bench)
    others = {name: Path(folder).resolve() for name, _, folder in (text.partition("=") for text in options.code)}
    pages = pages_of(bench, options.dataset or BY_CONTRACT, options.every)
    seen = see(bench, systems(others, options.peers), pages)
    seen.of = {UNSEEN: list(expected(seen)), **seen.of}
    seen.versions[UNSEEN] = seen.versions[OURS]
    figures = figures_of(seen)
    timed = figures.pop(TIMED)
    cost = timed["ms"]["mean"] / figures[OURS]["ms"]["mean"]
    return {"systems": figures, "profile": phases.profile_of(seen.of[TIMED]), "timers": cost}


def lines(figures: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> list[str]:
    """What was measured as two tables; beside the profile an earlier one, if that is given."""
    profile = phases.rows(figures["profile"], before["profile"] if before else None)
    return [
        *markdown(rows(figures["systems"])).splitlines(),
        "",
        f"By phase; with the timers in, newsclean takes {figures['timers']:.2f} times as long:",
        "",
        *markdown(profile).splitlines(),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments_of(parser)
    try:
        print(*lines(measure(parser.parse_args(arguments))), sep="\n")
    except BenchError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
