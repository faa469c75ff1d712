"""Sites whose text comes by JavaScript, rendered in a real browser that has no network but Scrapy's.

Covers newsclean.spiders.download.browser, newsclean.spiders.download.page_network.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import pytest

from newsclean.errors import UsageError
from newsclean.spiders.download.browser import find_browser
from tests.crawls import PATIENCE, SCRIPTS, crawl, start_crawl
from tests.server import Answer, NewsServer

TITLE = "Old ferry steps to be repaired"
TEXT = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "The work will cost 40,000 crowns and take six weeks, if the weather holds and the stones come in time.",
    "Until then the boats land at the northern quay, where a second gangway was laid out at the end of last week.",
)
STORY = Answer(json.dumps({"title": TITLE, "text": TEXT}), "application/json")
SHOW = """
const show = story => document.getElementById("app").innerHTML = "<article><h1>" + story.title + "</h1>" +
    story.text.map(line => "<p>" + line + "</p>").join("") + "</article>";
"""
APP = Answer(
    SHOW + 'fetch("/api" + location.pathname + ".json").then(answer => answer.json()).then(show);', "text/javascript"
)
RENDER = {"NEWSCLEAN_RENDER": "1", "NEWSCLEAN_STOP_SECONDS": "6"}


def has_browser() -> bool:
    try:
        find_browser(os.environ.get("NEWSCLEAN_BROWSER", ""))
    except UsageError:
        return False
    return True


needs_browser = pytest.mark.skipif(not has_browser(), reason="no Chromium, or no playwright: see CONTRIBUTING.md")
pytestmark = pytest.mark.browser


def shell(script: str = '<script src="/app.js"></script>', head: str = "") -> str:
    return (
        f"<html lang=en><head><title>{TITLE}</title><meta property=article:published_time content=2026-11-20>{head}"
        f'</head><body><div id="app"></div>{script}</body></html>'
    )


def feed(*paths: str) -> Answer:
    items = "".join(f"<item><title>{TITLE}</title><link>{{{{base}}}}{path}</link></item>" for path in paths)
    return Answer(f"<rss><channel>{items}</channel></rss>", "application/rss+xml")


class Listener:
    """A port of this machine that nobody may reach; `reached` counts who does."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.reached = 0
        Thread(target=self._listen, daemon=True).start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.reached += 1
            connection.close()


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder for TMPDIR: Chromium has a socket there, whose path may have about a hundred characters."""
    with tempfile.TemporaryDirectory(prefix="nc-") as name:
        yield Path(name)


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


def browsers(folder: Path) -> list[int]:
    """The browsers of a crawl whose TMPDIR is this folder: their profiles are there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            command = (process / "cmdline").read_bytes().decode("utf-8", "replace")
            if str(folder) in command and "--user-data-dir" in command and "--type=" not in command:
                found.append(int(process.name))
    return found


def wait_for_end(process: int) -> None:
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(process)
        assert select.select([handle], [], [], PATIENCE)[0], f"process {process} does not end"
        os.close(handle)


@pytest.mark.slow
@needs_browser
def test_the_text_that_scripts_fetch_is_the_record_and_reclean_needs_no_browser(tmp_path: Path) -> None:
    names = ("one", "two", "three")
    pages: dict[str, Answer | str] = {f"/news/{name}-ferry-steps-repair": shell() for name in names}
    pages |= {f"/api/news/{name}-ferry-steps-repair.json": STORY for name in names}
    with NewsServer({"/rss.xml": feed(*pages), "/app.js": APP, **pages}) as server:
        done = crawl(tmp_path, "news", "-a", f"url={server.base}/rss.xml", **RENDER)
        assert (done.status, len(done.records)) == (0, 3), done.log
        for record in done.records:
            assert record["body"].split("\n\n") == list(TEXT)
            assert (record["body_source"], record["title"]) == ("browser", TITLE)
        assert server.paths.count("/app.js") == 1, "the scripts of a site are fetched once"
        assert {asked.user_agent[:9] for asked in server.asked} == {"newsclean"}
        single = crawl(tmp_path / "single", "news", "-a", f"url={server.base}/news/one-ferry-steps-repair", **RENDER)
        assert [record["body"] for record in single.records] == [done.records[0]["body"]]
    site = next((tmp_path / "corpus").iterdir())
    again = subprocess.run([SCRIPTS / "newsclean", "reclean", site], capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in again.stdout.splitlines()]
    assert sorted((t["url"], t["content_hash"], t["body_source"]) for t in told) == sorted(
        (r["url"], r["content_hash"], "browser") for r in done.records
    )


@pytest.mark.slow
@needs_browser
def test_a_page_reaches_nothing_but_what_scrapy_may_fetch(tmp_path: Path, listener: Listener) -> None:
    probes = f"""
    const place = "{listener.place}";
    const quietly = async work => {{ try {{ await work(); }} catch (error) {{}} }};
    quietly(() => new WebSocket("ws://" + place));
    quietly(() => fetch("http://" + place + "/fetch"));
    quietly(() => fetch("http://localhost:" + place.split(":")[1] + "/local"));
    quietly(() => fetch("http://169.254.169.254/latest/meta-data"));
    quietly(() => fetch("/private/data.json"));
    quietly(() => fetch("/post", {{method: "POST", body: "x"}}));
    quietly(() => navigator.sendBeacon("/beacon", "x"));
    quietly(() => navigator.serviceWorker.register("/worker.js"));
    quietly(() => window.open("http://" + place + "/popup"));
    quietly(() => new RTCPeerConnection({{iceServers: [{{urls: "stun:" + place}}]}}).createDataChannel("x"));
    document.body.insertAdjacentHTML("beforeend", '<img src="/image.png"><img src="http://' + place + '/i.png">' +
        '<iframe src="/frame"></iframe><link rel=stylesheet href="/style.css"><video src="/video.mp4"></video>' +
        '<link rel=prefetch href="http://' + place + '/prefetch"><link rel=dns-prefetch href="//leak.example">');
    setTimeout(() => location.href = "/elsewhere", 50);
    """
    path = "/news/ferry-steps-to-be-repaired"
    pages = {path: shell(f'<script>{probes}</script><script src="/app.js"></script>'), f"/api{path}.json": STORY}
    robots = Answer("User-agent: *\nDisallow: /private", "text/plain")
    with NewsServer({"/rss.xml": feed(path), "/app.js": APP, "/robots.txt": robots, **pages}) as server:
        done = crawl(tmp_path, "news", "-a", f"url={server.base}/rss.xml", LOG_LEVEL="DEBUG", **RENDER)
        assert [record["body"].split("\n\n") for record in done.records] == [list(TEXT)], done.log
        assert set(server.paths) - {"/robots.txt", "/rss.xml", path, "/app.js", f"/api{path}.json"} <= PROBED
    assert listener.reached == 0
    assert "robots.txt forbids the address" in done.log


PROBED = {"/favicon.ico", "/sitemap.xml"}
ENDLESS = {
    "a script without end": "while (true) {}",
    "timers without end": "setInterval(() => document.body.append(' '), 1)",
    "requests without end": "let n = 0; const ask = () => fetch('/more/' + n++).then(ask, ask); ask(); ask()",
    "a page that closes itself": "window.close(); setTimeout(() => window.open('', '_self').close(), 10)",
    "a page that grows": "setInterval(() => document.body.append('line '.repeat(1e6)), 5)",
    "a page that goes on": "alert(1); location.replace('/more/page'); history.pushState({}, '', '/news/other')",
}


@needs_browser
def test_what_a_page_does_costs_that_page_alone(tmp_path: Path, short: Path) -> None:
    paths = {f"/news/{name.replace(' ', '-')}-of-the-harbour": script for name, script in ENDLESS.items()}
    pages: dict[str, Answer | str] = {path: shell(f"<script>{script}</script>") for path, script in paths.items()}
    last = "/news/ferry-steps-to-be-repaired"
    pages |= {last: shell(), f"/api{last}.json": STORY, "/app.js": APP}
    with NewsServer({"/rss.xml": feed(*paths, last), **pages}) as server:
        given = {**RENDER, "NEWSCLEAN_RENDER_SECONDS": "2", "NEWSCLEAN_RENDER_REQUESTS": "7"}
        done = crawl(tmp_path, "news", "-a", f"url={server.base}/rss.xml", environment={"TMPDIR": str(short)}, **given)
        assert [record["url"] for record in done.records] == [server.base + last], done.log
        assert sum(path.startswith("/more/") for path in server.paths) <= 7
    told = {reject["url"].removeprefix(server.base): reject["reason"] for reject in done.rejects}
    assert told.keys() == paths.keys()
    assert told["/news/a-script-without-end-of-the-harbour"] == "fetch-failed", "the next run tries it again"


@needs_browser
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_browser_outlives_its_crawl(tmp_path: Path, short: Path, number: signal.Signals) -> None:
    path = "/news/ferry-steps-to-be-repaired"
    held = Answer(APP.body, APP.content_type, held=True)
    with NewsServer({"/rss.xml": feed(path), path: shell(), "/app.js": held}) as server:
        arguments = ("news", "-a", f"url={server.base}/rss.xml")
        running = start_crawl(tmp_path, *arguments, environment={"TMPDIR": str(short)}, **RENDER)
        server.wait_for("/app.js")
        assert browsers(short)
        running.process.send_signal(number)
        running.end()
        for process in browsers(short):
            wait_for_end(process)
        assert not browsers(short)


def test_a_site_that_needs_a_browser_says_what_to_install_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    with NewsServer({"/rss.xml": feed()}) as server:
        site = 'domains = ["127.0.0.1"]\nfeeds = ["/rss.xml"]\nrender = true\n'
        (tmp_path / "sites" / "shells.toml").write_text(site, "utf-8")
        environment = {"NEWSCLEAN_SITES": str(tmp_path / "sites")}
        arguments = ("news", "-a", f"url={server.base}/rss.xml")
        done = crawl(tmp_path, *arguments, environment=environment, NEWSCLEAN_BROWSER="/no/such/chromium")
        wrong = crawl(tmp_path, *arguments, environment=environment, NEWSCLEAN_RENDER_PAGES="0")
        assert not server.asked
    assert (wrong.status, "NEWSCLEAN_RENDER_PAGES=0 is not a number" in wrong.log) == (2, True), wrong.log
    assert done.status == 2
    assert (
        'pip install "newsclean[browser]"' in done.log
        if find_spec("playwright") is None
        else ("NEWSCLEAN_BROWSER=/no/such/chromium is not a program" in done.log)
    )
