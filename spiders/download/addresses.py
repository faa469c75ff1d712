"""Which addresses may be requested: by the URL itself, and by whether an IP address is on the public internet.

Nothing here touches the network. `address_guard.py` checks every request, redirects and robots.txt included;
`resolver.py` checks every address that a host name has, at the moment a connection is made to it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from newsclean.corpus import Failure
from newsclean.errors import UsageError
from newsclean.models import Reason
from newsclean.page.limits import MAX_URL

from .failures import FetchError

PORTS = {"http": 80, "https": 443}

# IANA, "IPv6 Global Unicast Address Assignments": all that is assigned so far lies in 2000::/3.
_GLOBAL_V6 = IPv6Network("2000::/3")
# IANA, "IPv6 Special-Purpose Address Registry", what of it lies in 2000::/3: protocol assignments with Teredo and
# ORCHID, documentation, 6to4, documentation again.
_SPECIAL_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
# RFC 6052: a network without IPv4 reaches every IPv4 address under this prefix, the private ones too.
_NAT64 = IPv6Network("64:ff9b::/96")
# RFC 7526: anycast to 6to4 relays, withdrawn; Python counts it as global.
_RELAYS_V4 = ipaddress.IPv4Network("192.88.99.0/24")

# Letters, digits, hyphen, and the underscore that real host names have; labels of 63 characters at most.
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?", re.I)
# URL Standard, 3.5, "ends in a number": such a host is read as an IPv4 address, in whatever base it is written.
_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.I)
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@]+):(\d{1,5})", re.I)


class RefusedAddressError(FetchError):
    """Raised for a request that is not made, because its address is not on the public web. Says why.

    That may be the doing of a name server, which tomorrow says something else.
    """

    reason = Reason.REFUSED


class ForbiddenAddressError(RefusedAddressError):
    """Raised where the URL itself tells that."""

    failure = Failure.FORBIDDEN


def refusal(url: str, allowed: Collection[str] = (), ports: Collection[int] = ()) -> str | None:
    """Why an absolute URL must not be requested, None if it may be; the address behind a name is not known yet.

    `allowed` holds authorities (`127.0.0.1:8000`) that may be requested although they are not public, `ports` those
    that the site uses besides 80 and 443.
    """
    if len(url) > MAX_URL:
        return f"the address has {len(url)} characters, more than {MAX_URL}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "the address is malformed"
    if parts.scheme not in PORTS:
        return "the address is not of http or https"
    if "@" in parts.netloc:
        return "the address carries a user name or password"
    port = PORTS[parts.scheme] if port is None else port
    if authority(host, port) in allowed:
        return None
    if why := _no_public_host(host):
        return why
    if port not in PORTS.values() and port not in ports:
        return f"port {port} is neither 80 nor 443, nor one of the `ports` in the site's file"
    return None


def authority(host: str, port: int) -> str:
    """Host and port as a URL writes them: `127.0.0.1:8000`, `[::1]:8000`."""
    return f"[{host.lower()}]:{port}" if ":" in host else f"{host.lower()}:{port}"


def authority_of(url: str) -> str:
    """The authority that an http or https URL names, with its port."""
    parts = urlsplit(url)
    return authority(parts.hostname or "", parts.port or PORTS[parts.scheme])


def authorities(names: Iterable[str]) -> frozenset[str]:
    """The authorities that NEWSCLEAN_ALLOW_HOSTS names. Raises UsageError for one without a port."""
    found = [name.strip().lower() for name in names if name.strip()]
    for name in found:
        if not _AUTHORITY.fullmatch(name):
            raise UsageError(f"NEWSCLEAN_ALLOW_HOSTS: {name!r} is not of the form host:port, such as 127.0.0.1:8000")
    return frozenset(found)


def is_public(address: str) -> bool:
    """Whether an IP address is reachable for everyone on the internet; False for text that is not an address.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64) is judged by that one. Tunnels (6to4, Teredo) lead to
    any address their sender likes and are never public.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return _is_public_v4(ip)
    if embedded := ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None):
        return _is_public_v4(embedded)
    return _is_public_v6(ip)


def not_public(what: str) -> str:
    """The words for an address, or a name with its address, that is not of the public internet."""
    return f"{what} is not a public address, and NEWSCLEAN_ALLOW_HOSTS does not name it"


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and ip not in _RELAYS_V4


def _is_public_v6(ip: IPv6Address) -> bool:
    return ip in _GLOBAL_V6 and not any(ip in network for network in _SPECIAL_V6)


def _no_public_host(host: str) -> str | None:
    """What is wrong with the host of a URL, None when it is a name or a public address."""
    if ":" in host:
        return None if is_public(host) else not_public(host)
    if not _NAME.fullmatch(host) or len(host) > 253:
        return "the address has no valid host"
    if _NUMBER.search(host):
        if not _is_dotted(host):
            return f"{host} is an IP address in disguise"
        return None if is_public(host) else not_public(host)
    if host.rstrip(".").lower().rpartition(".")[2] == "localhost":  # RFC 6761, 6.3: never to be looked up
        return not_public(host)
    return None


def _is_dotted(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True
