"""What comes of a hostile web: every case of tests/hostile with what became of it, and what the guards cost.

    python -m benchmarks.hostile                      all pages and all network cases
    python -m benchmarks.hostile --mutants 10000      and so many mutants of our pages, and of our feeds
    python -m benchmarks.hostile --cost               and what the network's guard costs on normal pages

Ends with status 1 when a case is not as it must be. What the workers cost is in `benchmarks.workers`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import hostile_network, hostile_pages


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--pages", action="store_true", help="only pages")
    only.add_argument("--network", action="store_true", help="only servers, feeds and sitemaps")
    parser.add_argument("--mutants", type=int, default=0, metavar="N", help="so many mutants of each kind, too")
    parser.add_argument("--cost", action="store_true", help="the guard's cost, too")
    options = parser.parse_args(arguments)
    right = []
    if not options.network:
        right.append(not hostile_pages.report(list(hostile_pages.page_outcomes()), "hostile pages"))
        if options.mutants:
            outcomes = list(hostile_pages.mutant_outcomes(options.mutants))
            right.append(not hostile_pages.report(outcomes, "mutants of pages"))
    with tempfile.TemporaryDirectory() as name:
        if not options.pages:
            right.append(hostile_network.network(Path(name)))
            if options.mutants:
                right.append(hostile_network.feed_mutants(options.mutants))
        if options.cost:
            hostile_network.guard_cost(Path(name))
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
