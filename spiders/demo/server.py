"""The demo news site: the files of `site/` over HTTP, on a free port of this machine only."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

SITE = Path(__file__).resolve().parent / "site"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
# In text files: the address of the site, which is known only when it runs.
_BASE = b"{{base}}"


class DemoSite:
    """A running demo site at `url`. Use it in a `with` statement, or close it."""

    def __init__(self, folder: Path = SITE, port: int = 0) -> None:
        self._server = _Server(folder, port)
        self.url = self._server.base + "/"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops the server and gives its port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.folder = folder.resolve()
        self.base = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = _file_of(self.server.folder, self.path)
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = file.read_bytes()
        content_type = _TYPES.get(file.suffix, "application/octet-stream")
        if file.suffix in (".html", ".xml", ".txt"):
            content = content.replace(_BASE, self.server.base.encode("ascii"))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the crawl has a log of its own."""


def _file_of(folder: Path, target: str) -> Path | None:
    """The file behind a request: `/read/7?page=all` is `read/7@page=all.html`, without such a file `read/7.html`."""
    parts = urlsplit(target)
    path = unquote(parts.path).strip("/")
    names = [f"{path}@{parts.query}.html"] if parts.query else []
    names += [path, f"{path}.html", f"{path}/index.html".lstrip("/")]
    for name in names:
        file = (folder / name).resolve()
        if file.is_relative_to(folder) and file.is_file():
            return file
    return None
