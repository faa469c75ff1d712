"""What a crawl says and where: by a terminal, in one process with another crawl, in a format of the user's own.

Covers ending, progress and newsclean.progress_line.
"""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawls import PATIENCE, QUICK, ROOT, SCRIPTS
from tests.server import BASE, Answer, NewsServer
from tests.spiders.test_base import article, feed

TWO_CRAWLS = """
import json, sys
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

settings = Settings()
settings.setmodule("newsclean.settings")
settings.update(json.loads(sys.argv[1]))
process = AsyncCrawlerProcess(settings)
for url in sys.argv[2:]:
    process.crawl("news", url=url)
process.start()
"""


def pages(*, held: bool = False) -> dict[str, Answer | str]:
    """A story, one of a day that there is not, and one that cannot be had."""
    return {
        "/feed": Answer(str(feed("/a", "/b", "/c").body).replace(BASE, ""), "application/xml", held=held),
        "/a": article("A story"),
        "/b": article("Another story").replace("2026-08-06", "2026-02-30"),
        "/c": Answer("no", status=500),
    }


@pytest.mark.slow
def test_each_of_two_crawls_in_one_process_has_its_name_in_what_it_logs(tmp_path: Path) -> None:
    with NewsServer(pages()) as server:
        urls = [f"{server.base}/feed", f"{server.base}/feed".replace("127.0.0.1", "localhost")]
        hosts = [url.split("/")[2] for url in urls]
        given = {**QUICK, "NEWSCLEAN_ALLOW_HOSTS": hosts, "LOG_LEVEL": "DEBUG", "RETRY_TIMES": 1}
        command = [sys.executable, "-c", TWO_CRAWLS, json.dumps(given), *urls]
        variables = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
    for url in urls:
        host = url.split("/")[2]
        name = host.partition(":")[0]
        about = [line for line in done.stderr.splitlines() if f"http://{host}" in line and "INFO" not in line]
        assert any("is not believed" in line for line in about), done.stderr
        assert any("[scrapy.downloadermiddlewares.retry]" in line for line in about)
        assert [line for line in about if not line.startswith(f"{name}: ")] == []
        assert re.search(rf"^{name}: .* 3 discovered, 2 new, 0 rejected, 1 failed", done.stderr, re.M)


def shown(written: str) -> list[str]:
    """The lines that a terminal shows in the end."""
    screen = []
    for line in written.split("\n"):
        text = ""
        for part in line.removesuffix("\r").split("\r"):
            erased = part.startswith("\x1b[K")
            part = part.removeprefix("\x1b[K")
            text = part if erased else part + text[len(part) :]
        screen.append(text)
    return screen


def test_on_a_terminal_no_message_shares_a_line_with_the_progress_and_the_figures_go_to_their_file(
    tmp_path: Path,
) -> None:
    with NewsServer(pages(held=True)) as server:
        given = {**QUICK, "NEWSCLEAN_ALLOW_HOSTS": server.base.removeprefix("http://"), "RETRY_TIMES": "0"}
        given |= {"NEWSCLEAN_FIGURES": "told/figures.jsonl", "LOG_FORMAT": "[%(levelname)s of %(site)s] %(message)s"}
        settings = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
        terminal, side = pty.openpty()
        process = subprocess.Popen(
            [SCRIPTS / "newsclean", "crawl", f"{server.base}/feed", *settings],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=side, stderr=side,
        )  # fmt: skip
        os.close(side)
        written = b""
        while b"looking for articles" not in written:
            written += os.read(terminal, 4096)
        server.release()
        try:
            while data := os.read(terminal, 4096):
                written += data
        except OSError:  # EIO: the other side is closed
            pass
        assert process.wait(PATIENCE) == 0
    lines = shown(written.decode())
    assert not [line for line in lines if "looking for" in line or " pages: " in line], lines
    assert any(line.startswith("[WARNING of 127.0.0.1] ") and "is not believed" in line for line in lines)
    assert lines[-2].startswith("[INFO of 127.0.0.1] 3 discovered, 2 new"), lines
    (figures,) = map(json.loads, (tmp_path / "told/figures.jsonl").read_text("utf-8").splitlines())
    assert (figures["site"], figures["new"], figures["problems"]) == ("127.0.0.1", 2, [])
