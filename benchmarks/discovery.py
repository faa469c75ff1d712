"""What `news` finds of small sites of all kinds: articles found, wrong pages, requests for each article.

    python -m benchmarks.discovery                    all sites, as a table
    python -m benchmarks.discovery hugo ghost         these, with what was missed and what was wrongly taken
    python -m benchmarks.discovery --json FILE        the figures as JSON, too
    python -m benchmarks.discovery --serve            only serves the sites, to be crawled by hand
    python -m benchmarks.discovery --peers FOLDER     beside trafilatura and news-please, installed in FOLDER
    python -m benchmarks.discovery --held-back        the sites that discovery was not developed with
    python -m benchmarks.discovery --large            sites with 50,000 addresses: memory, requests, time

With --write, the tables also go into docs/discovery.md.

The sites (benchmarks/small_sites/) are in the layout of real software, with text of our own. A server on loopback, used
as a proxy, tells them apart by host and counts requests. The exit status is 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from urllib.parse import unquote

from . import discovery_large, discovery_peers, report
from .discovery_crawls import ROOT, Figures, command, crawl, environment
from .small_sites import catalogue
from .small_sites.ground import Ground
from .small_sites.server import SmallSites
from .small_sites.site import SmallSite

DOCUMENT = ROOT / "docs/discovery.md"
JOBS = 2
MISSED = "missed"
PORT = 8099  # of --serve, so that commands can be repeated
# Recall of all and of the worst site; requests an article on sites with a sitemap; share of records that are none.
RECALL, WORST, REQUESTS, WRONG = 0.98, 0.90, 1.3, 0.02

_HEADS = [
    "site",
    "articles",
    "found",
    "recall",
    "twice",
    "no articles",
    "wrong pages",
    "requests",
    "per article",
    "kind",
]


def table(rows: Sequence[Sequence[str]]) -> str:
    """The rows under each other; columns of words to the left, others to the right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    sides = [str.ljust if column[-1][:1].isalpha() else str.rjust for column in columns]
    lines = (zip(sides, row, widths, strict=True) for row in rows)
    return "\n".join("  ".join(side(cell, width) for side, cell, width in line).rstrip() for line in lines)


def figures(found: Sequence[Figures]) -> list[list[str]]:
    """A row for each site, below the heads."""
    return [_HEADS, *([
        one.site, str(one.articles), str(one.found), f"{one.recall:.3f}", str(one.twice or ""),
        str(len(one.wrong_records) or ""), str(len(one.wrong_fetches) or ""), str(sum(one.requests.values())),
        f"{one.cost:.2f} {'*' if one.has_sitemap else ' '}", one.kind,
    ] for one in found)]  # fmt: skip


def totals(found: Sequence[Figures]) -> list[list[str]]:
    """A row for each goal, below the heads."""
    recall = sum(one.found for one in found) / sum(one.articles for one in found)
    worst = min(one.recall for one in found)
    costs = [one.cost for one in found if one.has_sitemap]
    cost = fmean(costs) if costs else 0.0
    wrong = sum(len(one.wrong_records) for one in found) / max(1, sum(one.records for one in found))
    goals = (
        ("recall", recall, f">= {RECALL}", recall >= RECALL),
        ("recall of the worst site", worst, f">= {WORST}", worst >= WORST),
        ("requests an article, mean of the sites with a sitemap (*)", cost, f"<= {REQUESTS}", cost <= REQUESTS),
        ("share of records that are no articles", wrong, f"<= {WRONG}", wrong <= WRONG),
    )
    lines = [
        [name, f"{figure:.3f}", goal, "reached" if is_reached else MISSED] for name, figure, goal, is_reached in goals
    ]
    return [["figure", "measured", "goal", ""], *lines]


def details(one: Figures) -> str:
    """What was asked for, missed and wrongly taken."""
    lines = [
        f"\n{one.site}: {one.kind}. Exit status {one.status}, {one.seconds:.1f} s",
        f"  {one.sentence}",
        f"  requests: {', '.join(f'{number} {kind}' for kind, number in one.requests.items())}",
    ]
    for title, listed in (
        ("missed", one.missed), ("records that are no articles", one.wrong_records),
        ("wrong pages fetched", one.wrong_fetches), ("rejects", one.rejects),
    ):  # fmt: skip
        lines += [f"  {title}: {len(listed)}"] if listed else []
        lines += [f"    {unquote(line)}" for line in listed[:12]]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", nargs="*", metavar="SITE")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--peers", type=Path, metavar="FOLDER")
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--port", type=int, default=PORT, help="of --serve")
    parser.add_argument("--jobs", type=int, default=JOBS)
    options = parser.parse_args(arguments)
    builds = catalogue.HELD_BACK if options.held_back else catalogue.LARGE if options.large else catalogue.BUILDS
    now = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    with SmallSites(options.port if options.serve else 0) as server:
        # trafilatura takes no address with an IP address and a port.
        sites = catalogue.build(builds, Ground(server.port, now, is_named=options.peers is not None))
        if unknown := set(options.sites) - sites.keys():
            parser.error(f"there is no site {', '.join(sorted(unknown))}. There are: {', '.join(sites)}")
        server.serve(sites.values())
        wanted = [sites[name] for name in options.sites] or list(sites.values())
        if options.serve:
            return _serve(wanted, server)
        tables: dict[str, list[list[str]]] = {}
        found: list[Figures] = []
        if options.large:
            tables["large"] = discovery_large.measure(wanted, server)
        else:
            with ThreadPoolExecutor(options.jobs) as pool:
                found = list(pool.map(lambda site: crawl(site, server), wanted))
            name = "held-back" if options.held_back else "sites"
            tables |= {name: figures(found), f"goals of {name}": totals(found)}
        if options.peers:
            peers = discovery_peers.run(wanted, server, options.peers, options.jobs)
            tables["peers"] = discovery_peers.rows(found, peers)
    for rows in tables.values():
        print(table(rows) + "\n")
    for one in found if options.sites else ():
        print(details(one))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False), "utf-8")
    if options.write:
        report.write(DOCUMENT, {name: report.markdown(rows) for name, rows in tables.items()})
    return int(any(MISSED in row for rows in tables.values() for row in rows))


def _serve(sites: Sequence[SmallSite], server: SmallSites) -> int:
    for site in sites:
        print(f"{site.name:18} {site.start or site.home:34} {site.kind}")
    print("\nexport", *(f"{name}={value!r}" for name, value in environment(server).items()))
    print(*command(sites[0]), flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
