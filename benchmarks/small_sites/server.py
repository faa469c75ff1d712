"""One HTTP server on loopback for all small sites, used as a proxy: it tells them apart by host and counts requests.

As a proxy it serves any host name without a name server: `http_proxy=http://127.0.0.1:PORT`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from .site import NOTHING, Kind, Reply, SmallSite


@dataclass(frozen=True)
class Asked:
    """A request, what it got, and when (seconds of a clock that only moves forward)."""

    url: str
    kind: Kind
    status: int
    story: int | None
    at: float


class SmallSites:
    """The running server. Sites are added once it has its port, which may be part of their hosts."""

    def __init__(self, port: int = 0) -> None:
        self._server = _Server(port)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, sites: Iterable[SmallSite]) -> None:
        """Serves these sites, too. Raises ValueError for a host that is taken."""
        for site in sites:
            for host in site.hosts:
                if self._server.sites.setdefault(host, site) is not site:
                    raise ValueError(f"{host} is the host of two sites")

    def asked(self, site: SmallSite) -> list[Asked]:
        """The requests to a site since the last call."""
        with self._server.lock:
            return self._server.asked.pop(site.name, [])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.sites: dict[str, SmallSite] = {}
        self.asked: dict[str, list[Asked]] = {}
        self.lock = Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Logs nothing: a crawl that ends hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        url = self.path if self.path.startswith("http://") else f"http://{host}{self.path}"
        site = self.server.sites.get(url.removeprefix("http://").partition("/")[0])
        reply = site.reply(url) if site else NOTHING
        if site:
            asked = Asked(url, reply.kind, reply.status, reply.story, time.monotonic())
            with self.server.lock:
                self.server.asked.setdefault(site.name, []).append(asked)
        self._answer(reply)

    do_HEAD = do_GET

    def _answer(self, reply: Reply) -> None:
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing."""
