"""Outlets on loopback: the pages of `fixtures/outlets/`, served under the outlets' real addresses.

The server is the proxy that a crawl's environment names. A crawl sends it `CONNECT www.kompas.com:443`, and then this
server itself answers, with a certificate of an authority that the environment has the crawl trust. So addresses, guard,
certificates, robots.txt, spider and site file are those of a real crawl.
"""

from __future__ import annotations

import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from tests.crawls import ROOT
from tests.hostile.certificates import AUTHORITY, make_certificate

OUTLETS = ROOT / "fixtures" / "outlets"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}


@dataclass(frozen=True)
class Outlet:
    """A folder of `fixtures/outlets/`: its pages by address, and the records expected of them."""

    folder: Path
    pages: Mapping[str, str]
    records: tuple[dict[str, Any], ...]
    rejects: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def named(cls, name: str) -> Self:
        folder = OUTLETS / name
        said = tomllib.loads((folder / "outlet.toml").read_text("utf-8"))
        return cls(folder, said["pages"], tuple(said["records"]), said.get("rejects", {}))

    def page_at(self, url: str) -> str | None:
        """The file that is at an address; the table writes addresses without percent-encoding."""
        return self.pages.get(unquote(url))

    @property
    def hosts(self) -> list[str]:
        return sorted({urlsplit(url).hostname or "" for url in self.pages})


class ReplayServer:
    """Answers for the hosts of an outlet. What the outlet has no page for is 404; a missing robots.txt allows all."""

    def __init__(self, outlet: Outlet, folder: Path) -> None:
        """`folder` is for the certificates."""
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(make_certificate(folder, *outlet.hosts))
        self._authority = folder / AUTHORITY
        self._server = _Server(outlet, tls)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def environment(self) -> dict[str, str]:
        """What makes a crawl take this server for the web."""
        proxy = f"http://127.0.0.1:{self._server.server_address[1]}"
        return {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": "", "SSL_CERT_FILE": str(self._authority)}

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
    block_on_close = False

    def __init__(self, outlet: Outlet, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.outlet = outlet
        self.tls = tls
        self.origins = {f"https://{host}" for host in outlet.hosts}


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    _origin = ""  # of the host that the connection leads to; a plain request names it in its own line

    def do_CONNECT(self) -> None:
        """Goes on as the host that was asked for, if it is one of the outlet's."""
        self._origin = f"https://{self.path.removesuffix(':443')}"
        if self._origin not in self.server.origins:
            self._answer(502, "text/plain", b"no such host")
            return
        self.send_response_only(200)
        self.end_headers()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self) -> None:
        name = self.server.outlet.page_at(self._origin + self.path)
        if name is None:
            self._answer(404, "text/plain", b"no such page")
        else:
            file = self.server.outlet.folder / name
            self._answer(200, _TYPES[file.suffix], file.read_bytes())

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing."""
