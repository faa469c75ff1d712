"""Many pages from Python, in a program without `if __name__ == "__main__"`, which a worker must not run again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newsclean import clean_many
from newsclean.errors import MarkupError, UsageError
from tests.crawls import PATIENCE, ROOT

SAMPLE = ROOT / "newsclean/workers/sample.html"
PROGRAM = """
import datetime as dt, itertools, os
from pathlib import Path
import newsclean

html, now = Path("page.html").read_bytes(), dt.datetime.now(dt.UTC)
page = newsclean.Page(url="https://a.example/4", html=html, fetched_at=now)
given = [(html, "https://a.example/1"), Path("page.html"), Path("missing.html"), page, html, html.decode(), b""]
taken = []
def pages():
    for number, page in enumerate(itertools.chain(given, itertools.repeat(html))):
        taken.append(number)
        yield page

outcomes = newsclean.clean_many(pages(), jobs=1)
print(len(taken))
for outcome in itertools.islice(outcomes, 7):
    told = outcome.reason if isinstance(outcome, newsclean.Reject) else len(outcome.blocks)
    print(told, outcome.url.replace(Path.cwd().as_uri(), ""))
outcomes.close()
print(len(taken) <= 7 + 16)
try:
    while True:
        os.waitpid(-1, 0)
except ChildProcessError:
    print("no process left")
print([found and found.title for found in newsclean.extract_many([(html, "https://a.example/1"), b""], jobs=1)])
"""


@pytest.mark.slow
def test_a_program_cleans_as_it_asks_and_ends_early(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    ended = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE
    )
    assert ended.returncode == 0, ended.stderr
    first, *told, bounded, left, articles = ended.stdout.splitlines()
    assert first == "0"  # nothing is read before the first outcome is asked for
    paragraphs, urls = zip(*(line.split(" ") for line in told), strict=True)
    assert paragraphs == (*["4"] * 2, "fetch-failed", *["4"] * 3, "empty-page")
    assert urls[:4] == ("https://a.example/1", "/page.html", "/missing.html", "https://a.example/4")
    assert (bounded, left) == ("True", "no process left")
    assert articles == "['Old ferry stays for three more years', None]"


def test_wrong_limits_and_addresses_are_refused_before_a_process_starts() -> None:
    with pytest.raises(UsageError, match="-1 workers"):
        clean_many([], jobs=-1)
    with pytest.raises(MarkupError, match="is an address"):
        next(clean_many(["https://a.example/1"]))
