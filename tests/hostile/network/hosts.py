"""What stands before the first page of a host: its robots.txt, and its certificate."""

from __future__ import annotations

import gzip

from tests.hostile.network.case import SILENCE, Case, body, forever, head, raw, redirect, story
from tests.hostile.server import Fault, Wire

FORBIDDEN = "forbidden: robots.txt forbids the address"
UNREACHABLE = "fetch-failed: robots.txt cannot be read: "


def _status(status: str) -> Fault:
    return lambda wire: wire.answer("User-agent: *\nDisallow: /", status=status, type="text/plain")


def _text(text: str) -> Fault:
    return body(text.encode(), type="text/plain")


def _hang(wire: Wire) -> None:
    wire.closing.wait()


def _robots(name: str, expected: str, fault: Fault) -> Case:
    return Case(
        f"robots-{name}", expected, story, f"http://robots-{name}.example:{{port}}/c/robots-{name}", robots=fault
    )


_AGENTS = "".join(f"User-agent: bot{number}\n" for number in range(8000))
_FORBID = "".join(f"Disallow: /x{number}\n" for number in range(20_000))

ROBOTS = (
    _robots("forbids", FORBIDDEN, _text("User-agent: *\nDisallow: /c/")),
    _robots("forbids-by-name", FORBIDDEN, _text("User-agent: NewsClean/1.0\nDisallow: /\n\nUser-agent: *\nAllow: /")),
    _robots("forbids-others", "record", _text("User-agent: newscleaner\nUser-agent: news\nDisallow: /")),
    _robots("not-there", "record", _status("404 Not Found")),
    _robots("for-members-only", "record", _status("401 Unauthorized")),
    _robots("too-many-requests", UNREACHABLE + "HTTP status 429", _status("429 Too Many Requests")),
    _robots("error-500", UNREACHABLE + "HTTP status 500", _status("500 Error")),
    _robots("error-503", UNREACHABLE + "HTTP status 503", _status("503 Busy")),
    _robots("reset", UNREACHABLE + "the connection broke", Wire.reset),
    _robots("never-begins", UNREACHABLE + SILENCE, _hang),
    _robots("drips", UNREACHABLE + SILENCE, forever(b"#\n", first=head(), pause=0.05)),
    _robots("cut", UNREACHABLE + "the response is cut off", raw(head("Content-Length: 9000") + b"User-agent: *\n")),
    _robots(
        "bomb",
        UNREACHABLE + "the body has more than",
        body(gzip.compress(bytes(1 << 20)) * 100, "Content-Encoding: gzip"),
    ),
    _robots("redirects-without-end", UNREACHABLE + "redirects without end", redirect("/robots.txt")),
    _robots(
        "leads-to-loopback", "refused-address: 127.0.0.2 is not a public", redirect("http://127.0.0.2:{port}/inner/")
    ),
    _robots(
        "without-end",
        "record",
        forever(b"# a comment\n" * 5000, first=head() + b"User-agent: *\nDisallow: /private/\n"),
    ),
    _robots("huge-and-forbids", FORBIDDEN, _text("User-agent: *\nDisallow: /c/\n" + "# a comment\n" * 1_000_000)),
    _robots("with-8000-agents-and-20000-rules", "record", _text(_AGENTS + _FORBID)),
    _robots("with-many-stars", "record", _text("User-agent: *\nDisallow: /" + "*c" * 50_000 + "x")),
    _robots("binary", "record", body(bytes(range(256)) * 100, type="image/png")),
    _robots("as-a-page", "record", story),
    _robots("asks-for-a-day-between-pages", "record", _text("User-agent: *\nCrawl-delay: 86400")),
)


def _tls(name: str, expected: str, certificate: str | None = None) -> Case:
    return Case(
        f"tls-{name}", expected, story, f"https://tls-{name}.example:{{port}}/c/tls-{name}", tls=certificate or name
    )


NOT_VALID = UNREACHABLE + "no secure connection"

TLS = (
    _tls("valid", "record"),
    _tls("expired", NOT_VALID),
    _tls("wrong-host", NOT_VALID),
    _tls("self-signed", NOT_VALID),
    Case("tls-that-is-none", NOT_VALID, story, "https://tls-that-is-none.example:{port}/c/tls-that-is-none"),
    Case(
        "tls-never-begins",
        UNREACHABLE + SILENCE,
        story,
        "https://tls-never-begins.example:{port}/c/tls-never-begins",
    ),
)

CASES = (*ROBOTS, *TLS)
