"""What other programs find on the small sites: trafilatura's command line and the crawlers of news-please.

Both are installed in an environment of their own, and run as they come, but without pauses between requests:

    python -m venv FOLDER && FOLDER/bin/pip install trafilatura lxml_html_clean news-please

What they found is kept in FOLDER, since they take half an hour; remove the file after changing sites.

trafilatura lists addresses (`--list`), so its figures are addresses; those of news-please are pages that it
took for articles.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path

from .discovery_crawls import Figures, environment
from .small_sites.server import SmallSites
from .small_sites.site import SmallSite

KEPT = "discovery.json"
MODES = ("--feed", "--sitemap", "--crawl")
CRAWLERS = ("SitemapCrawler", "RssCrawler")  # the first falls back on following links
PATIENCE = 300  # seconds for a site
PATIENCE_ALL = 3600  # and for all sites in news-please, which crawls five at a time
# trafilatura knows no HTTP proxy, so every host leads to the server; nor should it wait for a server of our own.
_TRAFILATURA = """
import socket, time
real = socket.getaddrinfo
socket.getaddrinfo = lambda host, port, *rest, **named: real("127.0.0.1", {port}, *rest, **named)
time.sleep = lambda seconds: None
from trafilatura.cli import main
main()
"""
# news-please names files by the second, so that articles overwrite each other: they are noted instead.
_TAKEN = """
class Taken:
    def process_item(self, item, spider):
        with open({path!r}, "a") as file:
            file.write(item["url"] + "\\n")
        return item
"""
_OWN_SETTINGS = ("SSRF_PROTECTION = on", "SSRF_PROTECTION = off"), ("SLEEP_TIME = 5.0", "SLEEP_TIME = 0.0")


@dataclass(frozen=True)
class Found:
    """What a program found on a site: stories, and addresses that are none."""

    stories: int
    wrong: int


def run(sites: Sequence[SmallSite], server: SmallSites, folder: Path, jobs: int) -> dict[str, list[Found]]:
    """For each program and way to use it, what it found on each site; what is kept in the folder is not run again."""
    kept = folder / KEPT
    known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for mode in MODES:
        answers = known.setdefault(f"trafilatura {mode}", {})
        missing = [site for site in sites if site.name not in answers]
        with ThreadPoolExecutor(jobs) as pool:
            found = pool.map(partial(_trafilatura, server=server, folder=folder, mode=mode), missing)
            answers |= {site.name: astuple(one) for site, one in zip(missing, found, strict=True)}
        kept.write_text(json.dumps(known, indent=1), "utf-8")
    for crawler in CRAWLERS:
        answers = known.setdefault(f"news-please {crawler}", {})
        if missing := [site for site in sites if site.name not in answers]:
            taken = _news_please(missing, server, folder, crawler)
            answers |= {site.name: astuple(_found(site, taken)) for site in missing}
        kept.write_text(json.dumps(known, indent=1), "utf-8")
    return {name: [Found(*answers[site.name]) for site in sites] for name, answers in known.items()}


def rows(found: Sequence[Figures], peers: Mapping[str, Sequence[Found]]) -> list[list[str]]:
    """Stories found and addresses wrongly taken, a row for each site, below the heads; the sums last."""
    lines = [["site", "stories", "newsclean", *peers]]
    for number, one in enumerate(found):
        cells = (_cell(peer[number].stories, peer[number].wrong) for peer in peers.values())
        lines.append([one.site, str(one.articles), _cell(one.found, len(one.wrong_records)), *cells])
    sums = (_cell(sum(one.stories for one in peer), sum(one.wrong for one in peer)) for peer in peers.values())
    ours = _cell(sum(one.found for one in found), sum(len(one.wrong_records) for one in found))
    return [*lines, ["all", str(sum(one.articles for one in found)), ours, *sums]]


def _cell(stories: int, wrong: int) -> str:
    return f"{stories} (+{wrong})" if wrong else str(stories)


def _found(site: SmallSite, addresses: Iterable[str]) -> Found:
    hosts = site.hosts
    own = {address for address in addresses if re.sub(r"^https?://|/.*$", "", address) in hosts}
    stories = [site.story_at(address.replace("https://", "http://")) for address in own]
    return Found(len(set(stories) - {None}), stories.count(None))


def _trafilatura(site: SmallSite, server: SmallSites, folder: Path, mode: str) -> Found:
    with tempfile.TemporaryDirectory() as name:
        settings = Path(name, "settings.cfg")
        text = next(folder.glob("lib/*/site-packages/trafilatura/settings.cfg")).read_text("utf-8")
        for theirs, ours in _OWN_SETTINGS:
            text = text.replace(theirs, ours)
        settings.write_text(text, "utf-8")
        program = [str(folder / "bin/python"), "-c", _TRAFILATURA.format(port=server.port)]
        line = [*program, mode, site.start or site.home, "--list", "--config-file", str(settings)]
        try:
            done = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return Found(0, 0)
    return _found(site, done.stdout.split())


def _news_please(sites: Sequence[SmallSite], server: SmallSites, folder: Path, crawler: str) -> set[str]:
    """The addresses of what news-please took for articles on all sites."""
    with tempfile.TemporaryDirectory() as name:
        text = next(folder.glob("lib/*/site-packages/newsplease/config/config.cfg")).read_text("utf-8")
        text = re.sub(r"(?m)^working_path = .*", f"working_path = {name}", text)
        text = text.replace("[Scrapy]\n", f"[Scrapy]\nCLOSESPIDER_TIMEOUT = {PATIENCE}\n")
        text = re.sub(r"(?ms)^ITEM_PIPELINES = \{.*?\}", "ITEM_PIPELINES = {'taken.Taken': 100}", text)
        Path(name, "config.cfg").write_text(text, "utf-8")
        Path(name, "taken.py").write_text(_TAKEN.format(path=f"{name}/taken.txt"), "utf-8")
        listed = {"base_urls": [{"url": site.start or site.home, "crawler": crawler} for site in sites]}
        Path(name, "sitelist.hjson").write_text(json.dumps(listed), "utf-8")
        line = [str(folder / "bin/news-please"), "-c", f"{name}{os.sep}", "-no-confirm"]
        variables = {**os.environ, **environment(server), "PYTHONPATH": name}
        process = subprocess.Popen(
            line, cwd=name, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(PATIENCE_ALL)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 15)
            process.wait()
        taken = Path(name, "taken.txt")
        return set(taken.read_text("utf-8").split()) if taken.exists() else set()
