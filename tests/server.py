"""A real HTTP server on loopback for the tests: pages given by the test, and a path for each fault.

/fault/404, /fault/500   that status
/fault/drop              closes the connection without an answer
/fault/slow              closes the connection, without an answer, when the test calls `release` or ends
/fault/loop              redirects to itself without end
/fault/truncated         announces more bytes than it sends
/fault/pdf               bytes that are no text, under the name of a page
/fault/empty             a page without a byte
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Self

from tests.crawls import PATIENCE

BASE = "{{base}}"  # in a page, stands for the server's address


@dataclass(frozen=True)
class Answer:
    """What a path gives."""

    body: str | bytes = ""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    location: str | None = None
    etag: str | None = None  # a request that names it gets 304
    encoding: str | None = None
    held: bool = False  # answered only once the test calls `release`
    head: bytes = b""  # header lines, sent before all others and as they are


@dataclass(frozen=True)
class Asked:
    """What the server was asked for."""

    path: str
    user_agent: str
    if_none_match: str | None = None


class NewsServer:
    """Serves `pages` by path with query; paths without a page are 404. `asked` lists all requests."""

    def __init__(self, pages: Mapping[str, Answer | str]) -> None:
        self._server = _Server(pages)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base(self) -> str:
        return self._server.base

    @property
    def pages(self) -> dict[str, Answer]:
        """What it serves, which may be changed while it runs."""
        return self._server.pages

    @property
    def asked(self) -> list[Asked]:
        return self._server.asked

    def wait_for(self, *paths: str) -> None:
        """Waits until, for each of these paths, it or something below it was requested."""
        with self._server.news:
            found = self._server.news.wait_for(
                lambda: all(any(asked.startswith(path) for asked in self.paths) for path in paths), timeout=PATIENCE
            )
        assert found, f"of {paths}, only {self.paths} were requested"

    def release(self) -> None:
        """Answers what is held, and ends what is slow."""
        self._server.released.set()

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, pages: Mapping[str, Answer | str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = {path: Answer(page) if isinstance(page, str) else page for path, page in pages.items()}
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[Asked] = []
        self.released = Event()
        self.news = Condition()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with self.server.news:
            self.server.asked.append(
                Asked(self.path, self.headers.get("User-Agent", ""), self.headers.get("If-None-Match"))
            )
            self.server.news.notify_all()
        kind, _, fault = self.path.removeprefix("/").partition("/")
        if kind == "fault":
            self._fail(fault)
        else:
            self._answer(self.server.pages.get(self.path, Answer("no such page", status=404)))

    def _answer(self, answer: Answer) -> None:
        if answer.etag and answer.etag == self.headers.get("If-None-Match"):
            answer = Answer(status=304, etag=answer.etag)
        if answer.held:
            self.server.released.wait()
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        body = body.replace(BASE.encode(), self.server.base.encode())
        self.send_response_only(answer.status)
        self.flush_headers()
        self.wfile.write(answer.head)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if answer.location:
            self.send_header("Location", answer.location)
        if answer.encoding:
            self.send_header("Content-Encoding", answer.encoding)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        self.end_headers()
        self.wfile.write(body)

    def _fail(self, fault: str) -> None:
        match fault.partition("?")[0]:
            case "404" | "500" as status:
                self._answer(Answer(f"<h1>{status}</h1>", status=int(status)))
            case "drop":
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
            case "slow":
                self.server.released.wait()
                self.close_connection = True
            case "loop":
                self._answer(Answer(status=302, location=f"/fault/loop?{len(self.server.asked)}"))
            case "truncated":
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(b"<html><body><p>The beginning of ")
                self.close_connection = True
            case "pdf":
                self._answer(Answer(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)), "application/pdf"))
            case "empty":
                self._answer(Answer(""))
            case other:
                raise ValueError(f"no fault {other!r}")

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing."""
