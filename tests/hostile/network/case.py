"""What a network case is, and the small article that most of them serve or withhold."""

from __future__ import annotations

from dataclasses import dataclass

from tests.hostile.server import Fault, Wire

PARAGRAPHS = (
    "Ellery harbour reopened to all traffic on Thursday evening, after divers had looked for eleven hours at what "
    "a fisherman had reported as a mine and what turned out to be a lost mooring buoy.",
    "Eleven ships had waited outside the breakwater for most of the day, among them two ferries with four hundred "
    "people on board, who were given soup and blankets by the crews.",
    "The harbour master said that nobody had been in danger, and that the fisherman had done the right thing. "
    "He will get his buoy back, she added, if he can show that it is his.",
)

# How the program reports that a server did not answer in time; only cases that expect it wait for that (patience.py).
SILENCE = "no complete response"


@dataclass(frozen=True)
class Case:
    """A fault, and what must come of it.

    `expected` is how the outcome begins: "record", "fetch-failed: the body is cut off". A page's address is
    `/c/NAME` on a host of its own choice, or `url`, in which {port} stands for the server's; a source's is `/s/NAME`.
    `never` is part of an address that must not be asked for. `tls` names the certificate of the server.
    """

    name: str
    expected: str
    fault: Fault | None = None
    url: str | None = None
    never: str | None = None
    tls: str | None = None
    robots: Fault | None = None
    heavy: bool = False


def page(title: str) -> bytes:
    """An article of some 900 bytes of text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-08-06T18:05:00+00:00"></head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


def story(wire: Wire) -> None:
    """A sound article, its path for a title."""
    wire.answer(page("Story of " + wire.path.strip("/").replace("/", " ")))


def body(data: bytes, *headers: str, type: str = "text/html") -> Fault:
    """A whole answer with that body, in which {port} stands for the server's port."""
    return lambda wire: wire.answer(data.replace(b"{port}", str(wire.port).encode()), *headers, type=type)


def raw(data: bytes) -> Fault:
    """Exactly these bytes, and then the end of the connection."""
    return lambda wire: wire.send(data)


def head(*lines: str, status: str = "200 OK") -> bytes:
    """A status line and headers, with the empty line after them."""
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", "Connection: close", *lines, "", ""]).encode()


def forever(data: bytes, *, first: bytes = b"", pause: float = 0) -> Fault:
    """The same bytes again and again, at once or with a pause in seconds, until someone has had enough."""

    def serve(wire: Wire) -> None:
        wire.send(first)
        while not wire.closing.wait(pause) if pause else not wire.closing.is_set():
            wire.send(data)

    return serve


def redirect(target: str, status: int = 302) -> Fault:
    """A redirect to that place, in which {port} stands for the server's port."""
    return lambda wire: wire.answer(
        "", "Location: " + target.replace("{port}", str(wire.port)), status=f"{status} Moved"
    )
