"""A news site on this machine with as many articles as are wanted, to be crawled by a benchmark."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = """
    harbour ferry council bridge market winter school library river storm engine festival farmer island lighthouse
    museum orchard railway tunnel valley village weather baker carpenter doctor fisherman gardener mayor painter
"""


# Settings of a crawl without manners: the site needs none.
QUICK = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False", "CONCURRENT_REQUESTS_PER_DOMAIN": "8"}


def crawl_command(place: str, settings: Mapping[str, str], *arguments: str) -> list[str]:
    """The crawl of the site at this place, found by its sitemap."""
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"url=http://{place}/sitemap.xml", *arguments]
    given = {"NEWSCLEAN_ALLOW_HOSTS": place, "NEWSCLEAN_REJECTS": "", **settings}
    return command + [part for name, value in given.items() for part in ("-s", f"{name}={value}")]


class ManyArticles:
    """A news site with `number` articles, each of its own text, and a sitemap of them all.

    `make` gives the HTML of each by its number.
    """

    def __init__(self, number: int, make: Callable[[int], bytes] | None = None) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.number = number
        self._server.make = make or article
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def asked(self) -> int:
        """How many articles were requested so far."""
        return self._server.asked

    def serve_only(self, pages: int | None) -> None:
        """Serves that many more articles and holds the requests for others; None: serves all, the held ones too."""
        with self._server.news:
            self._server.limit = None if pages is None else self._server.asked + pages
            self._server.news.notify_all()

    def wait_for(self, pages: int, crawl: subprocess.Popen[str]) -> None:
        """Waits until that many more articles were requested, or the crawl has ended."""
        with self._server.news:
            goal = self._server.asked + pages
            while self._server.asked < goal and crawl.poll() is None:
                self._server.news.wait(0.1)

    def __enter__(self) -> ManyArticles:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    number = 0
    make: Callable[[int], bytes]
    asked = 0
    limit: int | None = None

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they come
        self.news = threading.Condition()

    def handle_error(self, request: object, client_address: object) -> None:
        """Logs nothing: a killed client hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/sitemap.xml":
            places = range(self.server.number)
            host = self.headers["Host"]
            urls = "".join(f"<url><loc>http://{host}/2026/11/23/story-{n}</loc></url>" for n in places)
            self._answer(f"<urlset>{urls}</urlset>".encode(), "application/xml")
        elif self.path == "/held":
            threading.Event().wait()
        elif self.path.startswith("/2026/"):
            with self.server.news:
                self.server.asked += 1
                turn = self.server.asked
                self.server.news.notify_all()
                self.server.news.wait_for(lambda: self.server.limit is None or turn <= self.server.limit)
            self._answer(self.server.make(int(self.path.rpartition("-")[2])), "text/html; charset=utf-8")
        else:
            self.send_error(404)

    def _answer(self, body: bytes, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing."""


def article(number: int, around: str = "") -> bytes:
    """Words in an order of their own for each number, so that no two articles have the same text.

    `around` is markup that stands behind the text.
    """
    words, nouns = random.Random(number), WORDS.split()
    paragraphs = []
    for _ in range(5):
        chosen = [words.choice(nouns) for _ in range(30)]
        paragraphs.append(f"<p>On day {number} the {' and the '.join(chosen[:15])} of the town, said {chosen[20]}.</p>")
    title = f"Story {number} of the {words.choice(nouns)} and the {words.choice(nouns)}"
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-11-23T18:05:00+00:00"></head>'
        f"<body><article><h1>{title}</h1>{''.join(paragraphs)}</article>{around}</body></html>"
    ).encode()
