"""What 50,000 addresses in sitemaps cost a crawl that wants few of them: requests, seconds, memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from .discovery_crawls import ROOT, arguments_of, variables
from .small_sites.server import SmallSites
from .small_sites.site import Kind, SmallSite

WANTED = ("limit=5", "since=2d")


def measure(sites: Sequence[SmallSite], server: SmallSites) -> list[list[str]]:
    """A row for each site and wish, below the heads."""
    rows = [
        ["site", "wanted", "requests", "sources", "articles", "first article after", "all", "CPU", "memory", "status"]
    ]
    for site in sites:
        for wish in WANTED if "undated" not in site.name else WANTED[:1]:  # without a time, all may be newer
            rows.append([site.name, wish, *_crawl(site, server, wish)])
    return rows


def _crawl(site: SmallSite, server: SmallSites, wish: str) -> list[str]:
    server.asked(site)
    with tempfile.TemporaryDirectory() as name:
        line = [*arguments_of(site, Path(name)), "-a", wish]
        began = time.monotonic()
        process = subprocess.Popen(
            line, cwd=ROOT, env=variables(server), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
    asked = server.asked(site)
    sources = sum(one.kind in (Kind.ROBOTS, Kind.SITEMAP, Kind.FEED, Kind.LISTING) for one in asked)
    articles = [one for one in asked if one.kind is Kind.ARTICLE]
    first = f"{articles[0].at - began:.1f} s" if articles else "-"
    cpu = f"{usage.ru_utime + usage.ru_stime:.1f} s"
    memory = f"{usage.ru_maxrss // 1024} MB"  # of the largest process: the crawl's own or a worker
    figures = [len(asked), sources, len(articles), first, f"{seconds:.1f} s", cpu, memory, process.returncode]
    return list(map(str, figures))
