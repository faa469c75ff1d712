"""What `news` finds of small sites of all kinds: articles found, wrong pages, requests for each article.

    python -m benchmarks.discovery                    all sites, as a table
    python -m benchmarks.discovery hugo ghost         these, with what was missed and what was wrongly taken
    python -m benchmarks.discovery --json FILE        the figures as JSON, too
    python -m benchmarks.discovery --serve            only serves the sites, to be crawled by hand

The sites (benchmarks/small_sites/) are in the layout of real software, with text of our own. A server on loopback, used
as a proxy, tells them apart by host and counts requests. The exit status is 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import unquote

from .small_sites.catalogue import build
from .small_sites.server import Asked, SmallSites
from .small_sites.site import Kind, SmallSite

ROOT = Path(__file__).parents[1]
JOBS = 2
PATIENCE = 600  # seconds after which a crawl is ended: it is lost in a trap
PORT = 8099  # of --serve, so that commands can be repeated
# Recall of all and of the worst site; requests an article on sites with a sitemap; share of records that are none.
RECALL, WORST, REQUESTS, WRONG = 0.98, 0.90, 1.3, 0.02
_QUICK = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "NEWSCLEAN_PAGE_TIMEOUT": "60",
    "NEWSCLEAN_WORKERS": "1",
}
_WRONG_KINDS = (Kind.OTHER, Kind.ASSET, Kind.TRAP)


@dataclass
class Figures:
    """How a crawl of a site went."""

    site: str
    kind: str
    has_sitemap: bool
    articles: int
    found: int
    twice: int  # records of a story that another record has, too
    wrong_records: list[str]
    wrong_fetches: list[str]  # pages that nobody looks for articles on
    missed: list[str]
    requests: dict[str, int]  # by kind of answer
    status: int
    seconds: float
    sentence: str = ""
    rejects: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.articles

    @property
    def records(self) -> int:
        return self.found + self.twice + len(self.wrong_records)

    @property
    def cost(self) -> float:
        """Requests for each article found; all of them where none was."""
        return sum(self.requests.values()) / max(1, self.found)


def crawl(site: SmallSite, server: SmallSites, arguments: Sequence[str] = ()) -> Figures:
    """Crawls a site in a process of its own and compares what came out with what there is."""
    server.asked(site)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        status, log = _run(site, server, folder, arguments)
        seconds = time.perf_counter() - began
        records, rejects = _lines(folder / "articles.jsonl"), _lines(folder / "rejects.jsonl")
    return _figures(site, server.asked(site), records, rejects, status, seconds, log)


def command(site: SmallSite) -> list[str]:
    """The crawl of a site as a user types it, without manners: the server needs none."""
    settings = {**_QUICK, "NEWSCLEAN_ALLOW_HOSTS": ",".join(host for host in site.hosts if ":" in host)}
    options = [part for name, value in settings.items() if value for part in ("-s", f"{name}={value}")]
    return ["scrapy", "crawl", "news", "-a", f"url={site.home}", *options]


def environment(server: SmallSites) -> dict[str, str]:
    """The variables with which a program finds the sites."""
    return {"http_proxy": server.proxy, "no_proxy": ""}


def _run(site: SmallSite, server: SmallSites, folder: Path, arguments: Sequence[str]) -> tuple[int, str]:
    files = ["-s", f"NEWSCLEAN_CORPUS={folder / 'corpus'}", "-s", f"NEWSCLEAN_REJECTS={folder / 'rejects.jsonl'}"]
    line = [sys.executable, "-m", *command(site), *files, "-O", str(folder / "articles.jsonl"), *arguments]
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    variables = {**os.environ, **environment(server), "PYTHONPATH": paths}
    try:
        done = subprocess.run(line, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return -1, f"ended after {PATIENCE} s"
    return done.returncode, done.stderr


def _figures(
    site: SmallSite, asked: list[Asked], records: list[dict[str, Any]], rejects: list[dict[str, Any]],
    status: int, seconds: float, log: str,
) -> Figures:  # fmt: skip
    stories = [site.story_at(record["url"]) for record in records]
    found = {story for story in stories if story is not None}
    said = [line.partition("INFO: ")[2] for line in log.splitlines() if "INFO: " in line]
    return Figures(
        site=site.name,
        kind=site.kind,
        has_sitemap=site.has_sitemap,
        articles=len(site.stories),
        found=len(found),
        twice=len(stories) - stories.count(None) - len(found),
        wrong_records=[record["url"] for record, story in zip(records, stories, strict=True) if story is None],
        wrong_fetches=[one.url for one in asked if one.kind in _WRONG_KINDS],
        missed=[site.story_url(story) for story in site.stories if story.number not in found],
        requests=dict(Counter(one.kind.value for one in asked).most_common()),
        status=status,
        seconds=seconds,
        sentence=said[-2] if len(said) > 1 else log[-300:],
        rejects=[f"{reject['url']}: {reject['reason']}" for reject in rejects],
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def table(found: Sequence[Figures]) -> str:
    """A row for each site."""
    heads = ("site", "articles", "found", "recall", "twice", "no articles", "wrong pages", "requests", "per article")
    rows = [heads]
    for one in found:
        rows.append(
            (
                one.site, str(one.articles), str(one.found), f"{one.recall:.3f}", str(one.twice or ""),
                str(len(one.wrong_records) or ""), str(len(one.wrong_fetches) or ""), str(sum(one.requests.values())),
                f"{one.cost:.2f}{' *' if one.has_sitemap else ''}",
            )
        )  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not n else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def totals(found: Sequence[Figures]) -> list[tuple[str, float, float, bool]]:
    """Each goal: its name, the figure, the goal, and whether it is reached."""
    recall = sum(one.found for one in found) / sum(one.articles for one in found)
    worst = min(one.recall for one in found)
    costs = [one.cost for one in found if one.has_sitemap]
    cost = fmean(costs) if costs else 0.0
    records = sum(one.records for one in found)
    wrong = sum(len(one.wrong_records) for one in found) / max(1, records)
    return [
        ("recall", recall, RECALL, recall >= RECALL),
        ("recall of the worst site", worst, WORST, worst >= WORST),
        ("requests an article, sites with a sitemap (*)", cost, REQUESTS, cost <= REQUESTS),
        ("share of records that are no articles", wrong, WRONG, wrong <= WRONG),
    ]


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
    parser.add_argument("--jobs", type=int, default=JOBS)
    options = parser.parse_args(arguments)
    now = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    with SmallSites(PORT if options.serve else 0) as server:
        sites = build(server.port, now)
        if unknown := set(options.sites) - sites.keys():
            parser.error(f"there is no site {', '.join(sorted(unknown))}. There are: {', '.join(sites)}")
        server.serve(sites.values())
        wanted = [sites[name] for name in options.sites] or list(sites.values())
        if options.serve:
            return _serve(wanted, server)
        with ThreadPoolExecutor(options.jobs) as pool:
            found = list(pool.map(lambda site: crawl(site, server), wanted))
    print(table(found))
    for one in found if options.sites else ():
        print(details(one))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False), "utf-8")
    goals = totals(found)
    print()
    for name, figure, goal, reached in goals:
        print(f"{name}: {figure:.3f} (goal {goal}){'' if reached else ', MISSED'}")
    return 0 if all(reached for *_, reached in goals) else 1


def _serve(sites: Sequence[SmallSite], server: SmallSites) -> int:
    for site in sites:
        print(f"{site.name:16} {site.home:34} {site.kind}")
    print("\nexport", *(f"{name}={value!r}" for name, value in environment(server).items()))
    print(*command(sites[0]), flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
