"""Which addresses may be requested: hits and near misses, and properties that hold for every text."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsclean.errors import UsageError
from newsclean.sites.site import Site
from newsclean.spiders.download.addresses import MAX_URL, authorities, authority, is_public, refusal

PUBLIC = ("1.1.1.1", "8.8.8.8", "93.184.216.34", "203.0.112.1", "2606:4700::1111", "2001:4860:4860::8888",
          "::ffff:8.8.8.8", "64:ff9b::808:808")  # fmt: skip
# A network that no crawl may reach, by one of its addresses.
NOT_PUBLIC = {
    "this host": "0.0.0.1",
    "private, class A": "10.255.255.255",
    "carrier-grade NAT": "100.127.255.254",
    "loopback": "127.255.255.254",
    "link-local, cloud metadata": "169.254.169.254",
    "private, class B": "172.31.255.255",
    "protocol assignments": "192.0.0.1",
    "documentation": "192.0.2.1",
    "6to4 relays": "192.88.99.1",
    "private, class C": "192.168.255.255",
    "benchmarks": "198.19.255.255",
    "documentation, second": "198.51.100.1",
    "documentation, third": "203.0.113.1",
    "multicast": "239.255.255.255",
    "reserved": "250.1.1.1",
    "broadcast": "255.255.255.255",
    "unspecified, v6": "::",
    "loopback, v6": "::1",
    "compatible": "::127.0.0.1",
    "mapped loopback": "::ffff:127.0.0.1",
    "mapped private": "::ffff:10.0.0.1",
    "translated": "::ffff:0:127.0.0.1",
    "NAT64 of a private": "64:ff9b::10.0.0.1",
    "NAT64 of one's own": "64:ff9b:1::1",
    "discard": "100::1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "ORCHID": "2001:20::1",
    "documentation, v6": "2001:db8::1",
    "6to4": "2002:7f00:1::",
    "documentation, v6, second": "3fff::1",
    "unique local": "fd12:3456::1",
    "link-local, v6": "fe80::1",
    "link-local with a zone": "fe80::1%eth0",
    "site-local": "fec0::1",
    "multicast, v6": "ff02::1",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_requested(address: str) -> None:
    assert is_public(address)
    assert refusal(f"https://{host(address)}/news") is None


@pytest.mark.parametrize("network", NOT_PUBLIC)
def test_an_address_that_is_not_public_may_not_be_requested(network: str) -> None:
    address = NOT_PUBLIC[network]
    assert not is_public(address)
    assert refusal(f"https://{host(address)}/news") is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/",
        "http://news.example:80/read/1?page=all",
        "https://NEWS.example:443",
        "https://xn--mnchen-3ya.example/",
        "https://news_1.example./a@b",
        "https://123news.example/",
        "https://1.example/",
        f"https://news.example/{'x' * (MAX_URL - 21)}",
    ],
)
def test_an_ordinary_address_may_be_requested(url: str) -> None:
    assert refusal(url) is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://news.example/", "not of http or https"),
        ("file:///etc/passwd", "not of http or https"),
        ("news.example", "not of http or https"),
        ("", "not of http or https"),
        ("https://", "no valid host"),
        ("https:///news", "no valid host"),
        ("https://a..b/", "no valid host"),
        ("https://-a.example/", "no valid host"),
        (f"https://{'a' * 64}.example/", "no valid host"),
        ("https://a b/", "no valid host"),
        ("https://münchen.example/", "no valid host"),
        ("https://%6cocalhost/", "no valid host"),
        ("https://[bad/", "malformed"),
        ("https://[::1/", "malformed"),
        ("https://news.example:x/", "malformed"),
        ("https://news.example:65536/", "malformed"),
        ("https://me:secret@news.example/", "user name or password"),
        ("https://@news.example/", "user name or password"),
        ("https://news.example:8443/", "port 8443"),
        ("https://news.example:0/", "port 0"),
        ("https://127.1/", "in disguise"),
        ("https://2130706433/", "in disguise"),
        ("https://0x7f000001/", "in disguise"),
        ("https://0177.0.0.01/", "in disguise"),
        ("https://news.example.0x1/", "in disguise"),
        ("https://256.256.256.256/", "in disguise"),
        ("https://localhost/", "not a public address"),
        ("https://LOCALHOST./", "not a public address"),
        ("https://news.localhost/", "not a public address"),
        (f"https://news.example/{'x' * MAX_URL}", "characters"),
    ],
)
def test_any_other_is_refused_with_the_reason(url: str, why: str) -> None:
    assert why in (refusal(url) or "")


def test_an_authority_that_is_named_may_be_requested_and_its_neighbours_may_not() -> None:
    allowed = authorities(["127.0.0.1:8000", " [::1]:8000 ", "Inner.Example:9000", ""])
    assert refusal("http://127.0.0.1:8000/feed", allowed) is None
    assert refusal("http://[::1]:8000/feed", allowed) is None
    assert refusal("http://inner.example:9000/", allowed) is None
    assert refusal("http://127.0.0.1:8001/feed", allowed) is not None
    assert refusal("http://127.0.0.1/feed", allowed) is not None
    assert refusal("http://127.0.0.2:8000/feed", allowed) is not None
    assert refusal("http://me@127.0.0.1:8000/feed", allowed) is not None
    assert refusal("ftp://127.0.0.1:8000/feed", allowed) is not None


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "http://127.0.0.1:80", "::1:80", "a b:80", "*"])
def test_an_authority_without_its_port_is_a_mistake(name: str) -> None:
    with pytest.raises(UsageError, match="NEWSCLEAN_ALLOW_HOSTS"):
        authorities([name])


def test_the_ports_of_a_site_may_be_requested() -> None:
    site = Site(name="harbour", domains=("harbour.example",), ports=(8443,))
    assert refusal("https://harbour.example:8443/", ports=site.ports) is None
    assert refusal("https://harbour.example:8444/", ports=site.ports) is not None
    assert refusal("https://127.0.0.1:8443/", ports=site.ports) is not None


@given(st.text())
@example("http://[v1.x]/")
@example("http://a\uff0ecom:/")
@example("http://\ud800/")
def test_every_text_has_an_answer(url: str) -> None:
    refusal(url)
    refusal("http://" + url)
    is_public(url)


@given(st.ip_addresses())
def test_a_url_with_an_address_is_judged_as_the_address_is(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert (refusal(f"http://{host(str(ip))}/") is None) == is_public(str(ip))


PRIVATE = [ipaddress.IPv4Network(net) for net in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10")]
# By number, by its first byte and the rest, by bytes, and plainly with a dot after it.
SPELLINGS = ["{0}", "0x{0:x}", "0{0:o}", "{1}.{2}", "0x{1:x}.0x{2:x}", "{1}.{3}.{4}", "{1}.0{3:o}.0x{4:x}", "{5}."]


@given(st.sampled_from(PRIVATE), st.integers(min_value=0, max_value=2**16 - 1), st.sampled_from(SPELLINGS))
def test_no_spelling_of_a_private_address_is_requested(net: ipaddress.IPv4Network, offset: int, spelling: str) -> None:
    number = int(net.network_address) + offset
    parts = (number, number >> 24, number & 0xFFFFFF, (number >> 16) & 0xFF, number & 0xFFFF)
    text = spelling.format(*parts, ipaddress.IPv4Address(number))
    assert refusal(f"http://{text}/") is not None


@given(st.ip_addresses(v=4))
def test_an_ipv6_form_of_an_ipv4_address_is_public_only_if_that_is(ip: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:", "64:ff9b::"):
        assert is_public(f"{prefix}{ip}") == is_public(str(ip))
    assert not is_public(str(ipaddress.IPv6Address((0x2002 << 112) | (int(ip) << 80))))


@given(st.text(min_size=1), st.integers(min_value=1, max_value=65535))
def test_a_url_that_may_be_requested_names_its_host_plainly(text: str, port: int) -> None:
    url = f"http://{text}/"
    if refusal(url, ports=range(1, 65536)) is None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert "@" not in parts.netloc
        assert authority(parts.hostname, port).isascii()


def host(address: str) -> str:
    return f"[{address}]" if ":" in address else address
