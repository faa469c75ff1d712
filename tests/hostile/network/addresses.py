"""Addresses that must not be asked: written in a feed, behind a name, at the end of a redirect."""

from __future__ import annotations

from tests.hostile.network.case import Case, body, head, page, raw, redirect, story
from tests.hostile.server import Wire

NOT_PUBLIC = "refused-address: "
MALFORMED = "fetch-failed: the redirect leads to a malformed address"


def _forbidden(name: str, url: str, expected: str = NOT_PUBLIC) -> Case:
    return Case(name, expected, url=f"{url}/c/{name}", never=f"/c/{name}")


WRITTEN = (
    _forbidden("loopback-on-port-80", "http://127.0.0.1", NOT_PUBLIC + "127.0.0.1 is not a public address"),
    _forbidden(
        "loopback-of-another-number", "http://127.0.0.2:{port}", NOT_PUBLIC + "127.0.0.2 is not a public address"
    ),
    _forbidden("loopback-in-short", "http://127.1:{port}", NOT_PUBLIC + "127.1 is an IP address in disguise"),
    _forbidden("loopback-as-decimal", "http://2130706433:{port}", NOT_PUBLIC + "2130706433 is an IP address"),
    _forbidden("loopback-as-hex", "http://0x7f000001:{port}", NOT_PUBLIC + "0x7f000001 is an IP address"),
    _forbidden("loopback-as-hex-parts", "http://0x7f.0.0.0x1:{port}"),
    _forbidden("loopback-as-octal", "http://0177.0.0.1:{port}"),
    _forbidden("loopback-as-long-octal", "http://017700000001:{port}"),
    _forbidden("loopback-with-a-dot-after-it", "http://127.0.0.1.:{port}"),
    _forbidden("loopback-in-wide-digits", "http://１２７.０.０.１:{port}1"[:-1]),
    _forbidden("loopback-in-circled-digits", "http://①②⑦.⓪.⓪.①"),
    _forbidden("loopback-percent-encoded", "http://%31%32%37.0.0.1:{port}"),
    _forbidden("loopback-after-a-backslash", "http://pages.example\\@127.0.0.1", "nothing"),
    _forbidden("zero", "http://0.0.0.0:{port}"),
    _forbidden("zero-in-short", "http://0"),
    _forbidden("private-10", "http://10.0.0.1"),
    _forbidden("private-172", "http://172.16.0.1"),
    _forbidden("private-192", "http://192.168.0.1"),
    _forbidden("cloud-metadata", "http://169.254.169.254"),
    _forbidden("carrier-grade-nat", "http://100.64.0.1"),
    _forbidden("multicast", "http://224.0.0.1"),
    _forbidden("broadcast", "http://255.255.255.255"),
    _forbidden("benchmark-network", "http://198.18.0.1"),
    _forbidden("ipv6-loopback", "http://[::1]:{port}", NOT_PUBLIC + "::1 is not a public address"),
    _forbidden("ipv6-unspecified", "http://[::]:{port}"),
    _forbidden("ipv6-mapped", "http://[::ffff:127.0.0.1]:{port}"),
    _forbidden("ipv6-mapped-in-hex", "http://[::ffff:7f00:1]:{port}"),
    _forbidden("ipv6-link-local", "http://[fe80::1]"),
    _forbidden("ipv6-unique-local", "http://[fd00::1]"),
    _forbidden("ipv6-nat64-of-loopback", "http://[64:ff9b::7f00:1]"),
    _forbidden("ipv6-6to4-of-loopback", "http://[2002:7f00:1::]"),
    _forbidden("ipv6-teredo", "http://[2001:0:7f00:1::]"),
    _forbidden("ipv6-multicast", "http://[ff02::1]"),
    _forbidden("localhost", "http://localhost:{port}", NOT_PUBLIC + "localhost is not a public address"),
    _forbidden("localhost-below", "http://pages.localhost:{port}"),
    _forbidden("port-of-ssh", "http://pages.example:22", NOT_PUBLIC + "port 22"),
    _forbidden("port-of-redis", "http://pages.example:6379", NOT_PUBLIC + "port 6379"),
    _forbidden("user-and-password", "http://user:password@pages.example:{port}", NOT_PUBLIC + "the address carries"),
    _forbidden("user-that-looks-like-a-host", "http://pages.example@127.0.0.1:{port}"),
    _forbidden("no-host", "http://..", NOT_PUBLIC),
)
NAMED = (
    _forbidden("name-of-loopback", "http://inner.example", NOT_PUBLIC + "inner.example:80 (127.0.0.1)"),
    _forbidden("name-of-metadata", "http://metadata.example", NOT_PUBLIC + "metadata.example:80 (169.254.169.254)"),
    _forbidden("name-of-private", "https://private.example", NOT_PUBLIC + "private.example:443 (10.1.2.3)"),
    _forbidden("name-of-carrier-grade-nat", "http://shared.example"),
    _forbidden("name-of-zero", "http://nowhere.example"),
    _forbidden("name-of-several-private", "http://several.example"),
    _forbidden("name-that-is-not-there", "http://unknown.example", "fetch-failed: robots.txt cannot be read"),
)


def _ladder(wire: Wire) -> None:
    """Counts down to an article: `/c/NAME?5`, `?4`, ..."""
    left = int(wire.path.partition("?")[2] or wire.path.rpartition("-")[2])
    if left == 0:
        story(wire)
    else:
        redirect(f"{wire.path.partition('?')[0]}?{left - 1}")(wire)


def _leads(name: str, target: str, expected: str = NOT_PUBLIC, status: int = 302) -> Case:
    return Case(name, expected, redirect(target, status), never="/inner/")


REDIRECTS = (
    _leads("redirect-to-loopback", "http://127.0.0.2:{port}/inner/"),
    _leads("redirect-to-metadata", "http://169.254.169.254/inner/", status=301),
    _leads("redirect-to-name-of-loopback", "http://inner.example/inner/", NOT_PUBLIC + "inner.example:80 (127.0.0.1)"),
    _leads("redirect-to-decimal", "http://2130706433:{port}/inner/", status=307),
    _leads("redirect-without-scheme", "//127.0.0.2:{port}/inner/", status=308),
    _leads("redirect-to-localhost", "http://localhost:{port}/inner/", status=303),
    _leads("redirect-to-port-of-ssh", "http://pages.example:22/inner/"),
    _leads("redirect-to-user-and-password", "http://a:b@pages.example:{port}/inner/"),
    _leads("redirect-to-long-address", "/inner/" + "x" * 3000, NOT_PUBLIC + "the address has 30"),
    _leads("redirect-to-file", "file:///etc/passwd", NOT_PUBLIC + "the redirect leads"),
    _leads("redirect-to-ftp", "ftp://pages.example/inner/", NOT_PUBLIC + "the redirect leads"),
    _leads("redirect-to-data", "data:text/html,<h1>inner</h1>", NOT_PUBLIC + "the redirect leads"),
    _leads("redirect-to-javascript", "javascript:alert(1)", MALFORMED),
    _leads("redirect-to-malformed", "http://[bad/inner/", MALFORMED),
    _leads("redirect-to-malformed-port", "http://pages.example:99999999/inner/", MALFORMED),
    Case("redirect-to-itself", "fetch-failed: redirects without end", redirect("/c/redirect-to-itself")),
    Case("redirect-to-nothing", "fetch-failed: HTTP status 302", raw(head("Content-Length: 0", status="302 Found"))),
    Case("redirect-ladder-of-5", "record", _ladder),
    Case("redirect-ladder-of-6", "fetch-failed: redirects without end", _ladder),
    Case("redirect-with-control-characters", "record", redirect("/c/redirect-with-control-characters/\x01ok")),
    Case(
        "meta-refresh-to-loopback",
        "record",
        body(
            page("Meta refresh").replace(
                b"<head>", b"<head><meta http-equiv=refresh content='0;url=http://127.0.0.1/'>"
            )
        ),
    ),
    Case(
        "refresh-header-to-loopback",
        "record",
        body(page("Refresh"), "Refresh: 0; url=http://127.0.0.2/inner/"),
        never="/inner/",
    ),
)

CASES = (*WRITTEN, *NAMED, *REDIRECTS)
