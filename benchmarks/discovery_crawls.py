"""A crawl of a small site by `news`, in a process of its own, and what of the site's articles came out of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .small_sites.server import Asked, SmallSites
from .small_sites.site import Kind, SmallSite

ROOT = Path(__file__).parents[1]
PATIENCE = 600  # seconds after which a crawl is ended: it is lost in a trap
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


def crawl(site: SmallSite, server: SmallSites) -> Figures:
    """Crawls a site in a process of its own and compares what came out with what there is."""
    server.asked(site)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        status, log = _run(site, server, folder)
        seconds = time.perf_counter() - began
        records, rejects = _lines(folder / "articles.jsonl"), _lines(folder / "rejects.jsonl")
    return _figures(site, server.asked(site), records, rejects, status, seconds, log)


def command(site: SmallSite) -> list[str]:
    """The crawl of a site as a user types it, without manners: the server needs none."""
    settings = {**_QUICK, "NEWSCLEAN_ALLOW_HOSTS": ",".join(host for host in site.hosts if ":" in host)}
    options = [part for name, value in settings.items() if value for part in ("-s", f"{name}={value}")]
    return ["scrapy", "crawl", "news", "-a", f"url={site.start or site.home}", *options]


def environment(server: SmallSites) -> dict[str, str]:
    """The variables with which a program finds the sites."""
    return {"http_proxy": server.proxy, "no_proxy": ""}


def arguments_of(site: SmallSite, folder: Path) -> list[str]:
    """The crawl's command line, with its files in a folder: articles.jsonl and rejects.jsonl."""
    files = ["-s", f"NEWSCLEAN_CORPUS={folder / 'corpus'}", "-s", f"NEWSCLEAN_REJECTS={folder / 'rejects.jsonl'}"]
    return [sys.executable, "-m", *command(site), *files, "-O", str(folder / "articles.jsonl")]


def variables(server: SmallSites) -> dict[str, str]:
    """The environment of a crawl with the code of this checkout."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **environment(server), "PYTHONPATH": paths}


def _run(site: SmallSite, server: SmallSites, folder: Path) -> tuple[int, str]:
    line = arguments_of(site, folder)
    try:
        done = subprocess.run(line, cwd=ROOT, env=variables(server), capture_output=True, text=True, timeout=PATIENCE)
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
