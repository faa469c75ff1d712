"""A hostile server on loopback: it answers each path as its case says, byte by byte where need be.

Plain HTTP on one port and TLS, with a certificate of the case's choice, on others. Every connection is a thread, every
answer ends its connection, and what still drips when the server is closed ends then.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Wire:
    """An open connection on which something was asked for; `closing` is set when the server ends."""

    connection: socket.socket
    host: str
    path: str
    closing: Event

    @property
    def port(self) -> int:
        return int(self.connection.getsockname()[1])

    def send(self, data: bytes | str) -> None:
        self.connection.sendall(data.encode("utf-8") if isinstance(data, str) else data)

    def answer(self, body: bytes | str, *headers: str, status: str = "200 OK", type: str = "text/html") -> None:
        """A whole and valid answer, but for what the headers say."""
        data = body.encode("utf-8") if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {type}", f"Content-Length: {len(data)}", "Connection: close"]
        self.send("\r\n".join([*lines, *headers, "", ""]))
        self.send(data)

    def reset(self) -> None:
        """Ends the connection with a RST instead of a FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.close()


Fault = Callable[[Wire], None]


class HostileServer:
    """Answers `http://ANY-HOST:port/PATH` with `faults[PATH]`, or with `faults[HOST/PATH]` where that is given.

    `/NAME/` stands for all paths below it.

    `asked` lists what was asked for, as HOST/PATH without ports. `certificates` gives a TLS port to each PEM file.
    """

    def __init__(self, faults: Mapping[str, Fault], certificates: Mapping[str, Path] | None = None) -> None:
        self.asked: list[str] = []
        self._closing = Event()
        self._servers = {"": _Server(self, faults)}
        for name, pem in (certificates or {}).items():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            self._servers[name] = _Server(self, faults, context)

    @property
    def port(self) -> int:
        return self.port_of("")

    def port_of(self, certificate: str) -> int:
        """The TLS port that shows the certificate of that name."""
        return int(self._servers[certificate].server_address[1])

    def __enter__(self) -> Self:
        for server in self._servers.values():
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        for server in self._servers.values():
            server.shutdown()
            server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, owner: HostileServer, faults: Mapping[str, Fault], tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.owner = owner
        self.faults = faults
        self.tls = tls
        self.lock = Lock()


class _Connection(BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        # A client that has had enough closes, and what is written then fails: that is what most cases are about.
        with suppress(OSError, ssl.SSLError):
            self.request.settimeout(60)
            if self.server.tls is not None:
                self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            self._answer()
            self.request.close()

    def _answer(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = self.request.recv(65536)
            if not received:
                return
            head += received
            if b"tls-that-is-none" in received:  # the name in a TLS hello, on a port that speaks no TLS
                self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        first, *lines = head.decode("latin-1").split("\r\n")
        path = re.sub("^http://[^/]*", "", first.split(" ")[1])  # as a proxy is asked
        hosts = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("host:")]
        host = hosts[0].partition(":")[0] if hosts else ""
        with self.server.lock:
            self.server.owner.asked.append(host + path)
        wire = Wire(self.request, host, path, self.server.owner._closing)
        plain = path.partition("?")[0]
        folder = "/".join(plain.split("/")[:2]) + "/"
        names = (host + plain, plain, host + folder, folder)
        next((self.server.faults[name] for name in names if name in self.server.faults), _not_found)(wire)


def _not_found(wire: Wire) -> None:
    wire.answer("no such page", status="404 Not Found")
